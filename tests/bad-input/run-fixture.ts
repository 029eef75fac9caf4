// A fixture → what the command line says to it.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { testPostgres } from '../databases/postgres.ts'
import { runCommand } from '../support/run-command.ts'
import { startXform, type Ended } from '../support/xform.ts'
import type { Files, Fixture, FixtureEngine, FixturePlace, Step } from './fixture.ts'

/** What a command did with a fixture. */
export interface FixtureOutcome extends Ended, FixturePlace {}

/** A process that takes longer, in milliseconds, counts as hanging. */
const bound = 10_000

/** Where fixtures are run: in a folder below `base`; without a process of its own the same code runs much sooner. */
export interface FixtureWorkshop {
  readonly base: string
  readonly ownProcess: boolean
}

const targets: Readonly<Record<FixtureEngine, string>> = {
  duckdb: '{ type: duckdb, path: warehouse.duckdb, schema: shop }',
  'postgres without a server': '{ type: postgres, url: "${DATABASE_URL}", schema: shop }',
  postgres: '{ type: postgres, url: "${DATABASE_URL}", schema: shop }',
}

/** Makes the fixture's project in a new folder and runs its commands; the last one is what is told of. */
export async function runFixture(
  fixture: Fixture,
  { base, ownProcess }: FixtureWorkshop,
): Promise<FixtureOutcome> {
  const { engine = 'duckdb', earlier = [], prepare } = fixture
  const project = mkdtempSync(join(base, 'project-'))
  const env = { ...(await environmentOf(engine)), ...fixture.env }
  write(project, {
    'xform.yml': `name: shop\ntargets:\n  dev: ${targets[engine]}\n`,
    'models/orders.sql': 'select 1 as id\n',
  })
  for (const step of earlier) await succeed({ project, env }, step)
  write(project, fixture.files ?? {})
  const undo = await prepare?.({ project, env })
  try {
    const run = ownProcess ? runProcess : runHere
    return { ...(await run({ project, env }, fixture)), project, env }
  } finally {
    await undo?.()
  }
}

/** The texts of all files that commands left in a project. */
export function writtenTexts(project: string): readonly string[] {
  const folder = join(project, 'target')
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return []
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? readFileSync(join(entry.parentPath, entry.name), 'utf8') : [],
  )
}

async function environmentOf(engine: FixtureEngine): Promise<FixturePlace['env']> {
  if (engine === 'duckdb') return {}
  if (engine === 'postgres without a server')
    return { DATABASE_URL: 'postgres://ada:lovelace@127.0.0.1:1/shop' }
  const { host, port, user, password, createDatabase } = await testPostgres()
  return {
    DATABASE_URL: await createDatabase(),
    DATABASE_HOST: host,
    DATABASE_PORT: String(port),
    DATABASE_USER: user,
    DATABASE_PASSWORD: password,
  }
}

async function succeed(place: FixturePlace, step: Step): Promise<void> {
  write(place.project, step.files ?? {})
  const { code, stdout } = await runHere(place, step)
  if (code !== 0) throw new Error(`an earlier step ended with ${code}\n${stdout}`)
}

async function runHere({ project: folder, env }: FixturePlace, { command = ['run'] }: Step): Promise<Ended> {
  const { code, text } = await runCommand([...command, '--reporter', 'json'], {
    folder,
    env,
    now: Date.now,
  })
  return { code, signal: null, stdout: text, stderr: '' }
}

async function runProcess({ project: cwd, env }: FixturePlace, { command = ['run'] }: Step): Promise<Ended> {
  const { child, ended } = startXform([...command, '--reporter', 'json'], { cwd, env })
  const alarm = setTimeout(() => child.kill('SIGKILL'), bound)
  try {
    return await ended
  } finally {
    clearTimeout(alarm)
  }
}

function write(project: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(project, name)), { recursive: true })
    writeFileSync(join(project, name), content)
  }
}
