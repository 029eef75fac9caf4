// Builds so many one-row tables, and as many views, on each engine with `xform run`: once anew, and once more over what stands
// then. Beside them two yardsticks, each over one plain connection: the bare `create … as select …` that a person would write,
// and the very statements that the run sent, its transactions and bookkeeping included. Prints the times of the whole
// processes and their ratios. Needs `npm run build` first.
// Usage: node dist-bench/bench/many-relations.js [duckdb,postgres] [1000]
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { startPostgres } from '../tests/databases/postgres-server.ts'
import { measure, type Measured } from './measure.ts'
import { median } from './median.ts'

type Engine = 'duckdb' | 'postgres'
type Kind = 'table' | 'view'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const plainConnection = fileURLToPath(new URL('plain-connection.js', import.meta.url))
const replay = fileURLToPath(new URL('replay.js', import.meta.url))
const rounds = 5
const [engines = 'duckdb,postgres', size = '1000'] = process.argv.slice(2)
const folders: string[] = []

/** An engine with databases that stand for nothing else. */
interface Place {
  /** A new database: how a client opens it, and the target of xform. */
  readonly database: () => Promise<{ readonly plain: string; readonly target: string }>
  readonly close: () => Promise<void>
}

/** One round's processes. */
interface Round {
  readonly create: Measured
  readonly first: Measured
  readonly firstReplay: Measured
  readonly again: Measured
  readonly againReplay: Measured
}

for (const engine of engines.split(',')) {
  for (const kind of ['table', 'view'] as const)
    await compare(engine === 'duckdb' ? 'duckdb' : 'postgres', kind)
}
// Not before the end: some file systems make new files slowly while many were deleted a moment ago.
for (const folder of folders) rmSync(folder, { recursive: true, force: true })

async function compare(engine: Engine, kind: Kind): Promise<void> {
  const place = engine === 'duckdb' ? duckdbPlace() : await postgresPlace()
  const list: Round[] = []
  for (let round = 0; round < rounds; round++) list.push(await oneRound(engine, kind, place))
  await place.close()
  report(`${engine}: ${size} ${kind}s`, list)
}

/** Every round has databases of its own: one that grew through earlier rounds would be slower and larger. */
async function oneRound(engine: Engine, kind: Kind, place: Place): Promise<Round> {
  const byHand = await place.database()
  const create = await measure([plainConnection, engine, byHand.plain, kind, 'bench', size])
  const built = await place.database()
  const project = makeProject(kind, built.target, Number(size))
  const replayed = await place.database()
  // The bookkeeping and the schema, as they stand when a run begins.
  await measure([main, 'run', '--quiet', '--project-dir', makeProject('view', replayed.target, 0)])
  const send = [replay, engine, replayed.plain, project]
  const run = [main, 'run', '--quiet', '--project-dir', project]
  const first = await measure(run)
  const firstReplay = await measure(send)
  const again = await measure(run)
  return { create, first, firstReplay, again, againReplay: await measure(send) }
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'xform-bench-'))
  folders.push(folder)
  return folder
}

function makeProject(kind: Kind, target: string, models: number): string {
  const folder = makeFolder()
  mkdirSync(join(folder, 'models'))
  const settings = `name: bench\ntargets:\n  dev: ${target}\nmodels: { materialized: ${kind} }\n`
  writeFileSync(join(folder, 'xform.yml'), settings)
  if (models === 0) writeFileSync(join(folder, 'models', 'nothing.sql'), 'select 0 as id\n')
  for (let at = 0; at < models; at++) {
    writeFileSync(join(folder, 'models', `model_${at}.sql`), `select ${at} as id\n`)
  }
  return folder
}

function duckdbPlace(): Place {
  return {
    database: async () => {
      const plain = join(makeFolder(), 'warehouse.duckdb')
      return { plain, target: `{ type: duckdb, path: '${plain}', schema: bench }` }
    },
    close: async () => undefined,
  }
}

async function postgresPlace(): Promise<Place> {
  const server = await startPostgres({ durable: true })
  const { host, port, user, password } = server.address
  const base = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}`
  let made = 0
  return {
    database: async () => {
      const name = `bench_${++made}`
      const client = new Client({ connectionString: `${base}/postgres` })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.end()
      return { plain: `${base}/${name}`, target: `{ type: postgres, url: '${base}/${name}', schema: bench }` }
    },
    close: server.stop,
  }
}

function report(title: string, list: readonly Round[]): void {
  const line = (what: string, of: keyof Round, against: readonly (keyof Round)[]): string => {
    const time = median(list.map((round) => round[of].seconds))
    const peak = Math.max(...list.map((round) => round[of].megabytes))
    const ratios = against.map((other) =>
      median(list.map((round) => round[of].seconds / round[other].seconds)).toFixed(2),
    )
    const columns = [`${time.toFixed(2)} s`, `${peak.toFixed(0)} MB`, ...ratios.map((ratio) => `${ratio}×`)]
    return `  ${what.padEnd(34)}${columns.map((column) => column.padStart(10)).join('')}`
  }
  console.log(
    [
      title,
      `  ${''.padEnd(34)}${['median', 'peak', '÷ create', '÷ replay'].map((head) => head.padStart(10)).join('')}`,
      line('create … as select …, by hand', 'create', []),
      line('xform run, anew', 'first', ['create', 'firstReplay']),
      line('  its statements, replayed', 'firstReplay', ['create']),
      line('xform run, once more', 'again', ['create', 'againReplay']),
      line('  its statements, replayed', 'againReplay', ['create']),
    ].join('\n'),
  )
}
