import { DuckDBInstance } from '@duckdb/node-api'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import { testPostgres } from '../databases/postgres.ts'
import { runCommand } from './run-command.ts'
import { projectFolder, type ProjectFolder } from './project-folder.ts'
import { xform, type Ended } from './xform.ts'

/** A row with every value as text, NULL as null: what can be compared between engines once the query has cast it. */
export type TextRow = Readonly<Record<string, string | null>>

/** A database that a test looks into and changes as a stranger, beside xform. */
export interface Workbench {
  readonly engine: EngineName
  readonly folder: ProjectFolder
  /** The environment that `xform` needs to reach the database. */
  readonly env: Readonly<Record<string, string>>
  /** Runs `xform` in the project. */
  xform(...words: readonly string[]): Promise<Ended>
  /** Runs `xform` and fails the test when it does not end well. */
  succeed(...words: readonly string[]): Promise<Ended>
  /** Runs SQL as somebody else; gives the last statement's rows as texts. */
  sql(text: string): Promise<readonly TextRow[]>
}

export type EngineName = 'duckdb' | 'postgres'

/** Both engines, for `describe.each`. */
export const engines: readonly EngineName[] = ['duckdb', 'postgres']

/** Commands that look at what a cursor can read: the transactions of other tests would keep it back. */
const waiting: ReadonlySet<string> = new Set(['run', 'build', 'retry', 'status', 'verify'])

/**
 * Makes a project with a database of its own on one engine. Its target's schema is `shop` on both. Without a process of its
 * own each command is the same code over the same database, and starts in no time: for tests with many runs.
 */
export async function workbench(
  engine: EngineName,
  files: Readonly<Record<string, string>>,
  { ownProcess = true, now }: { readonly ownProcess?: boolean; readonly now?: () => number } = {},
): Promise<Workbench> {
  const folder = projectFolder({})
  const { target, env, sql, settle } = engine === 'duckdb' ? duckdb(folder) : await postgres()
  folder.write({ 'xform.yml': projectFile(target), ...files })
  const readsCursor = Object.values(files).some((text) => text.includes('cursor'))
  const run = async (...words: readonly string[]): Promise<Ended> => {
    if (readsCursor && waiting.has(words[0] ?? '')) await settle()
    if (ownProcess) return xform(words, { cwd: folder.path, env })
    const { code, text } = await runCommand(words, {
      folder: folder.path,
      env,
      ...(now === undefined ? {} : { now }),
    })
    return { code, signal: null, stdout: text, stderr: '' }
  }
  return {
    engine,
    folder,
    env,
    sql,
    xform: run,
    async succeed(...words) {
      const ended = await run(...words)
      if (ended.code !== 0)
        throw new Error(`xform ${words.join(' ')} ended with ${ended.code}\n${ended.stdout}${ended.stderr}`)
      return ended
    },
  }
}

/** As `workbench`, without processes. */
export async function quickBench(
  engine: EngineName,
  files: Readonly<Record<string, string>>,
): Promise<Workbench> {
  return workbench(engine, files, { ownProcess: false })
}

interface Engine {
  readonly target: string
  readonly env: Readonly<Record<string, string>>
  readonly sql: (text: string) => Promise<readonly TextRow[]>
  /** Waits until what was written can be read by a cursor. */
  readonly settle: () => Promise<void>
}

function projectFile(target: string): string {
  return `name: shop\ntargets:\n  dev: ${target}\n`
}

function duckdb(folder: ProjectFolder): Engine {
  const path = join(folder.path, 'warehouse.duckdb')
  return {
    target: '{ type: duckdb, path: warehouse.duckdb, schema: shop }',
    env: {},
    settle: async () => undefined,
    async sql(text) {
      const instance = await DuckDBInstance.create(path)
      const connection = await instance.connect()
      try {
        const result = await connection.runAndReadAll(text)
        return result.getRowObjectsJson().map(toTexts)
      } finally {
        connection.closeSync()
        instance.closeSync()
      }
    },
  }
}

async function postgres(): Promise<Engine> {
  const server = await testPostgres()
  const url = await server.createDatabase()
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  onTestFinished(() => pool.end())
  return {
    target: '{ type: postgres, url: "${DATABASE_URL}", schema: shop }',
    env: { DATABASE_URL: url },
    settle: () => untilStrangersEnd(pool),
    async sql(text) {
      const result: pg.QueryResult | pg.QueryResult[] = await pool.query({
        text,
        types: { getTypeParser: () => String },
      })
      const last = Array.isArray(result) ? result.at(-1) : result
      return (last?.rows ?? []).map(toTexts)
    },
  }
}

/**
 * A server counts the transactions of all its databases together, so those of other tests keep back what a cursor source can
 * give. Waits for those that are older than now.
 */
async function untilStrangersEnd(pool: pg.Pool): Promise<void> {
  const newest = await pool.query<{ now: string }>('select pg_current_xact_id()::xid::text as now')
  const question = [
    'select count(*) as strangers from pg_stat_activity',
    `where datname <> current_database() and age(backend_xid) > age('${newest.rows[0]?.now ?? '0'}'::xid)`,
  ].join(' ')
  const deadline = Date.now() + 15_000
  while (
    Date.now() < deadline &&
    Number((await pool.query<{ strangers: string }>(question)).rows[0]?.strangers) > 0
  )
    await sleep(10)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

function toTexts(row: Readonly<Record<string, unknown>>): TextRow {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === null ? null : textOf(value)]),
  )
}
