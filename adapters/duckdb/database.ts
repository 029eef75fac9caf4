// A target → an open DuckDB instance, set up as the target says.
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'
import { statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WaitListener } from '../../core/adapter/adapter.ts'
import { cancelledError } from '../../core/adapter/cancellation.ts'
import { problemError } from '../../core/adapter/known-problem.ts'
import type { DatabaseProblem } from '../../core/adapter/problem.ts'
import { attachStatement, duckdbDialect } from './dialect.ts'
import { adviceIn, readReport } from './errors.ts'
import { fileKind, rememberOpened } from './file-kind.ts'
import type { Attachment, DuckdbTarget } from './target.ts'

/** What opening needs to know besides the target. */
export interface OpeningOptions {
  readonly folder: string
  /** In milliseconds. */
  readonly lockTimeout: number
  readonly onWait: WaitListener
  readonly signal: AbortSignal
}

const inMemory = ':memory:'
const firstPause = 20
const longestPause = 250

/**
 * Opens the database. A file that another process has open is waited for. Rejects with an error that can be explained.
 *
 * Within one process a file may be open only once (its lock does not keep out the process itself), so instances come
 * from the driver's cache: whoever opens the same file shares the instance, and the last one to close it gives it up.
 */
export async function openDatabase(target: DuckdbTarget, options: OpeningOptions): Promise<DuckDBInstance> {
  const path = target.path === inMemory ? inMemory : resolve(options.folder, target.path)
  checkPlace(target.path, path)
  const instance = await openUnlocked(target.path, path, options)
  rememberOpened(path)
  try {
    await setUp(instance, target, options.folder)
    return instance
  } catch (error) {
    instance.closeSync()
    throw error
  }
}

/** Runs one piece of work on a connection of its own. */
export async function withConnection<T>(
  instance: DuckDBInstance,
  work: (connection: DuckDBConnection) => Promise<T>,
): Promise<T> {
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
  }
}

function checkPlace(shown: string, path: string): void {
  if (path === inMemory) return
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
    throw cannotOpen(`"${shown}" is a folder, not a DuckDB database.`, 'Name a file in it with `path`.')
  }
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory() !== true) {
    const message = `The folder of "${shown}" does not exist, so the database cannot be made there.`
    throw cannotOpen(message, 'Create the folder, or correct `path` in the target.')
  }
  // DuckDB opens the files of other programs as well, beside a database in memory that would be gone after the run.
  if (!['none', 'duckdb'].includes(fileKind(path))) throw problemError(notDuckdb(shown))
}

function notDuckdb(shown: string): DatabaseProblem {
  const hint = 'Point `path` at a DuckDB database, or at a file that does not exist yet.'
  return { kind: 'connection', message: `"${shown}" is not a DuckDB database.`, hint }
}

async function openUnlocked(shown: string, path: string, options: OpeningOptions): Promise<DuckDBInstance> {
  const deadline = Date.now() + options.lockTimeout
  let told = ''
  for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return await DuckDBInstance.fromCache(path, { errors_as_json: 'true' })
    } catch (error) {
      const problem = explainOpening(error, shown)
      if (problem.kind !== 'lock' || Date.now() + pause > deadline)
        throw problemError(problem, { cause: error })
      if (told !== problem.message) options.onWait(problem.message)
      told = problem.message
    }
    await pauseFor(pause, options.signal)
  }
}

async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal })
  } catch (error) {
    throw cancelledError({ cause: error })
  }
}

function explainOpening(error: unknown, shown: string): DatabaseProblem {
  const { message } = readReport(error instanceof Error ? error.message : String(error))
  const holder = /Conflicting lock is held in (.+?) \(PID (\d+)\)/.exec(message)
  if (holder !== null || message.includes('Could not set lock')) {
    const who = holder === null ? 'Another process' : `Another process (PID ${holder[2]}, ${holder[1]})`
    const hint =
      'Only one process can have a DuckDB file open: let the other one finish, or raise `lock_timeout`.'
    return { kind: 'lock', message: `${who} has "${shown}" open.`, hint }
  }
  if (message.includes('not a valid DuckDB database file')) return notDuckdb(shown)
  if (/Permission denied|Read-only file system/.test(message)) {
    const hint = 'xform needs to read and to write the file, and to make files beside it.'
    return { kind: 'connection', message: `"${shown}" cannot be opened: permission is denied.`, hint }
  }
  const [sentence = message] = message.split('\n')
  return { kind: 'connection', message: `"${shown}" cannot be opened: ${sentence}` }
}

async function setUp(instance: DuckDBInstance, target: DuckdbTarget, folder: string): Promise<void> {
  const settings = Object.entries(target.settings).map(([name, value]) => ({
    sql: `set global ${duckdbDialect.quote(name)} = ${duckdbDialect.literal(value)}`,
    what: `The setting "${name}" of the target was refused`,
    hint: 'Correct `settings` in the target.',
  }))
  for (const attachment of target.attachments) checkAttached(attachment, folder)
  const attachments = target.attachments.map((attachment) => ({
    sql: attachStatement({ ...attachment, path: attachedPath(attachment, folder) }),
    what: cannotAttach(attachment),
    hint: attachHint,
  }))
  const statements = [...settings, ...attachments]
  if (statements.length === 0) return
  await withConnection(instance, async (connection) => {
    for (const { sql, ...words } of statements) {
      await connection.run(sql).catch((error: unknown) => {
        throw problemError(explainSetUp(error, words), { cause: error })
      })
    }
  })
  for (const attachment of target.attachments) {
    if (isFile(attachment)) rememberOpened(resolve(folder, attachment.path))
  }
}

const attachHint =
  'Correct `attach` in the target: it names a database and, where that is no DuckDB, its `type`.'

function cannotAttach({ alias }: Attachment): string {
  return `The database "${alias}" cannot be attached`
}

function checkAttached(attachment: Attachment, folder: string): void {
  if (!isFile(attachment) || fileKind(resolve(folder, attachment.path)) !== 'other') return
  const message = `${cannotAttach(attachment)}: "${attachment.path}" is not a DuckDB database.`
  throw cannotOpen(message, attachHint)
}

/** Files are found from the project's folder; what another type takes (a connection string) is left as it is. */
function attachedPath(attachment: Attachment, folder: string): string {
  return isFile(attachment) ? resolve(folder, attachment.path) : attachment.path
}

function isFile({ path, type }: Attachment): boolean {
  return (type === undefined || /^(duckdb|sqlite)$/i.test(type)) && !/^[a-z][a-z0-9+.-]+:/i.test(path)
}

/** The connection string of an attached database may hold a password: DuckDB's own sentence about it is not shown. */
function explainSetUp(
  error: unknown,
  { what, hint }: { readonly what: string; readonly hint: string },
): DatabaseProblem {
  const report = readReport(error instanceof Error ? error.message : String(error))
  const [sentence = '', ...more] = report.message.split('\n').filter((line) => line.trim() !== '')
  if (/password|:\/\//i.test(report.message)) return { kind: 'connection', message: `${what}.`, hint }
  return {
    kind: 'connection',
    message: `${what}: ${sentence}`,
    hint: more.length === 0 ? hint : `${adviceIn(more)}\n${hint}`,
  }
}

function cannotOpen(message: string, hint: string): Error {
  return problemError({ kind: 'connection', message, hint })
}
