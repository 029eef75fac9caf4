// Builds so many one-row tables, and as many views, on each engine with `xform run`, and sends the same SQL over one plain
// connection; prints the times of the whole processes side by side and their ratio. Needs `npm run build` first.
// Usage: node dist-bench/bench/many-relations.js [duckdb,postgres] [1000]
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../tests/databases/postgres-server.ts'

type Engine = 'duckdb' | 'postgres'
type Kind = 'table' | 'view'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const plainConnection = fileURLToPath(new URL('plain-connection.js', import.meta.url))
const rounds = 5
const [engines = 'duckdb,postgres', size = '1000'] = process.argv.slice(2)
const folders: string[] = []

/** A finished process. */
interface Measured {
  readonly seconds: number
  /** Its largest resident set. */
  readonly megabytes: number
}

interface Place {
  /** The database, as the plain connection opens it. */
  readonly plain: string
  readonly target: string
  readonly env: Readonly<Record<string, string>>
  readonly close: () => Promise<void>
}

for (const engine of engines.split(',')) {
  for (const kind of ['table', 'view'] as const)
    await compare(engine === 'duckdb' ? 'duckdb' : 'postgres', kind)
}
// Not before the end: some file systems make new files slowly while many were deleted a moment ago.
for (const folder of folders) rmSync(folder, { recursive: true, force: true })

async function compare(engine: Engine, kind: Kind): Promise<void> {
  const place = engine === 'duckdb' ? duckdbPlace() : await postgresPlace()
  const plain: Measured[] = []
  const first: Measured[] = []
  const again: Measured[] = []
  for (let round = 0; round < rounds; round++) {
    const folder = makeProject(kind, place.target)
    const env = { ...place.env, BENCH_SCHEMA: `xform_${round}` }
    plain.push(
      await measure([plainConnection, engine, place.plain, kind, `plain_${round}`, size], {
        cwd: folder,
        env,
      }),
    )
    first.push(await measure([main, 'run', '--quiet'], { cwd: folder, env }))
    again.push(await measure([main, 'run', '--quiet'], { cwd: folder, env }))
  }
  await place.close()
  report(`${engine}: ${size} ${kind}s`, { plain, first, again })
}

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'xform-bench-'))
  folders.push(folder)
  return folder
}

function makeProject(kind: Kind, target: string): string {
  const folder = makeFolder()
  mkdirSync(join(folder, 'models'))
  const settings = `name: bench\ntargets:\n  dev: ${target}\nmodels: { materialized: ${kind} }\n`
  writeFileSync(join(folder, 'xform.yml'), settings)
  for (let at = 0; at < Number(size); at++) {
    writeFileSync(join(folder, 'models', `model_${at}.sql`), `select ${at} as id\n`)
  }
  return folder
}

function duckdbPlace(): Place {
  const folder = makeFolder()
  return {
    plain: join(folder, 'plain.duckdb'),
    target: `{ type: duckdb, path: '${join(folder, 'built.duckdb')}', schema: "\${BENCH_SCHEMA}" }`,
    env: {},
    close: async () => undefined,
  }
}

async function postgresPlace(): Promise<Place> {
  const server = await startPostgres({ durable: true })
  const { host, port, user, password } = server.address
  const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`
  return {
    plain: url,
    target: '{ type: postgres, url: "${DATABASE_URL}", schema: "${BENCH_SCHEMA}" }',
    env: { DATABASE_URL: url },
    close: server.stop,
  }
}

function measure(
  words: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Measured> {
  const start = performance.now()
  const child = spawn('/usr/bin/env', ['time', '-f', 'peak %M', process.execPath, ...words], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => void (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => void (said += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      const peak = /peak (\d+)/u.exec(said)?.[1] ?? '0'
      if (code === 0) resolve({ seconds: (performance.now() - start) / 1000, megabytes: Number(peak) / 1024 })
      else reject(new Error(said))
    })
  })
}

function report(
  title: string,
  { plain, first, again }: Readonly<Record<'plain' | 'first' | 'again', readonly Measured[]>>,
): void {
  const line = (what: string, list: readonly Measured[]): string => {
    const ratio = median(list.map(({ seconds }, at) => seconds / (plain[at]?.seconds ?? NaN)))
    const time = median(list.map(({ seconds }) => seconds))
    const peak = Math.max(...list.map(({ megabytes }) => megabytes))
    return `  ${what.padEnd(20)} ${time.toFixed(2)} s   ${ratio.toFixed(2)}×   peak ${peak.toFixed(0)} MB`
  }
  console.log(
    [
      title,
      line('plain connection', plain),
      line('xform run, first', first),
      line('xform run, again', again),
    ].join('\n'),
  )
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
