// An error of DuckDB's driver → what it means to xform.
import type { Violation } from '../../core/adapter/constraint.ts'
import { knownProblem } from '../../core/adapter/known-problem.ts'
import type { DatabaseProblem, ProblemKind } from '../../core/adapter/problem.ts'
import { offsetOfByte, offsetOfCodePoint } from '../../core/adapter/text-offset.ts'
import { separator, type Group } from './grouping.ts'

/** What was sent when an error came back. */
export interface SentText extends Group {
  /** How many characters of xform's own (ASCII) stand before the statement. */
  readonly prefix?: number
}

const sentTexts = new WeakMap<object, SentText>()

/** Runs a call and remembers for its error what was sent, so that `explainError` can say where it failed. */
export async function rememberSent<T>(sent: SentText, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (error) {
    if (error instanceof Error) sentTexts.set(error, sent)
    throw error
  }
}

/** What an error means; undefined where it did not come from DuckDB. */
export function explainError(error: unknown): DatabaseProblem | undefined {
  const known = knownProblem(error)
  if (known !== undefined) return known
  if (!(error instanceof Error)) return undefined
  const sent = sentTexts.get(error)
  if (sent === undefined) return undefined
  const report = readReport(error.message)
  return { kind: kindOf(report), ...wordsOf(report), ...violationOf(report), ...placeOf(report, sent) }
}

/** What DuckDB says of an error. */
export interface ErrorReport {
  /** `Binder`, `Catalog`, `IO` … */
  readonly type: string
  readonly message: string
  /** Where it lies in the text that was sent; what is counted depends on the type. */
  readonly position: number | undefined
}

/** Reads a message of the driver: JSON for errors of statements, `IO Error: …` for errors of opening a file. */
export function readReport(text: string): ErrorReport {
  const json = text.indexOf('{"exception_type"')
  if (json !== -1) return readJson(text.slice(json)) ?? { type: '', message: text, position: undefined }
  const [, type = '', message = text] = /^([A-Za-z ]+) Error: ([^]*)$/.exec(text) ?? []
  return { type, message, position: undefined }
}

function readJson(text: string): ErrorReport | undefined {
  try {
    const parsed = JSON.parse(text) as Readonly<Record<string, string | undefined>>
    const { exception_type: type = '', exception_message: message = '', position } = parsed
    return { type, message, position: position === undefined ? undefined : Number(position) }
  } catch {
    return undefined
  }
}

const kinds: ReadonlyMap<string, ProblemKind> = new Map([
  ['INTERRUPT', 'cancelled'],
  ['Dependency', 'dependents'],
  ['Permission', 'permission'],
  ['Connection', 'connection'],
  ['FATAL', 'connection'],
])

function kindOf({ type, message }: ErrorReport): ProblemKind {
  if (type === 'TransactionContext' && /conflict|Failed to commit/i.test(message)) return 'conflict'
  if (/main key table of the table/.test(message)) return 'dependents'
  return kinds.get(type) ?? 'query'
}

/** What a row broke, which DuckDB says in words alone. */
function violationOf({ type, message }: ErrorReport): Pick<DatabaseProblem, 'violation'> {
  if (type !== 'Constraint') return {}
  const [, nullTable, column] = /^NOT NULL constraint failed: (.+)\.([^.]+)$/.exec(message) ?? []
  if (nullTable !== undefined && column !== undefined)
    return { violation: { kind: 'not_null', table: nullTable, column } }
  const [, table, expression] =
    /^CHECK constraint failed on table (.+?) with expression CHECK\(([^]+)\)/.exec(message) ?? []
  if (table !== undefined && expression !== undefined)
    return { violation: { kind: 'check', table, expression } }
  const found = violations.find(([pattern]) => pattern.test(message))
  return found === undefined ? {} : { violation: { kind: found[1] } }
}

const violations: readonly (readonly [RegExp, Violation['kind']])[] = [
  [/violates primary key constraint/i, 'primary_key'],
  [/violates unique constraint/i, 'unique'],
  [/PRIMARY KEY or UNIQUE constraint/i, 'key'],
  [/foreign key constraint because key [^]* is still referenced/i, 'referenced'],
  [/foreign key constraint because key [^]* does not exist/i, 'foreign_key'],
]

/** DuckDB's sentence; its advice comes behind it on lines of its own. */
function wordsOf(report: ErrorReport): Pick<DatabaseProblem, 'message' | 'detail' | 'hint' | 'streamed'> {
  const csv = csvWords(report.message)
  if (csv !== undefined) return csv
  const lines = report.message.split('\n').filter((line) => !isNoise.some((noise) => noise.test(line)))
  const [message = '', ...more] = lines
  return more.length === 0 ? { message } : { message, hint: adviceIn(more) }
}

/** A function can have so many candidates that they would push everything else out of sight. */
const mostAdvice = 8

/** DuckDB's advice, without the colon too many that some of its sentences have. */
export function adviceIn(lines: readonly string[]): string {
  const isLong = lines.length > mostAdvice + 1
  const shown = isLong ? lines.slice(0, mostAdvice) : lines
  const rest = isLong ? [`… and ${lines.length - mostAdvice} more`] : []
  return [...shown.map((line) => line.trim().replace(/:(?:\s*:)+/u, ':')), ...rest].join('\n')
}

const isNoise: readonly RegExp[] = [
  /^\s*$/u,
  // How a CSV reader was set, the name of its file included: nobody wrote that.
  /^ {2}\S+ ?= /u,
  // Nothing is ever dropped with `cascade`.
  /^Use DROP\.\.\.CASCADE/u,
  // Nobody who mistypes a table's name means one of DuckDB's own.
  /^Did you mean "(?:[\w.]*\.)?(?:(?:pg|pragma|duckdb|sqlite)_\w*|information_schema\.\w*)"/u,
]

/** What is wrong with a row that was streamed in, without the options of the reader and the name of its file. */
function csvWords(message: string): Pick<DatabaseProblem, 'message' | 'detail' | 'streamed'> | undefined {
  const row = /^CSV Error on Line: (\d+)/.exec(message)?.[1]
  if (row === undefined) return undefined
  const [, ...lines] = message.split('\n')
  const sentence = lines.find((line) => line !== '' && !line.startsWith('Original Line:'))
  const column = /^Error when converting column "(.*?)"\. /.exec(sentence ?? '')?.[1]
  return {
    message: sentence ?? 'The row cannot be read.',
    detail: `row ${row}`,
    streamed: { unit: 'row', number: Number(row), ...(column === undefined ? {} : { column }) },
  }
}

function placeOf(report: ErrorReport, sent: SentText): Pick<DatabaseProblem, 'statement' | 'offset'> {
  const text = sent.statements.join(separator)
  const position = report.position === undefined ? undefined : report.position - (sent.prefix ?? 0)
  if (position === undefined || position < 0) return { statement: blamed(report, sent) }
  // The parser counts code points, the binder bytes.
  const offset = report.type === 'Parser' ? offsetOfCodePoint(text, position) : offsetOfByte(text, position)
  // A position past the end belongs to another text: the query of a view that the statement reads.
  if (offset >= text.length && text.length > 0 && report.type !== 'Parser')
    return { statement: blamed(report, sent) }
  return locate(offset, sent)
}

function locate(
  offset: number,
  { first, statements }: SentText,
): Pick<DatabaseProblem, 'statement' | 'offset'> {
  let start = 0
  for (const [index, statement] of statements.entries()) {
    const next = start + statement.length + separator.length
    if (offset < next || index === statements.length - 1) {
      return { statement: first + index, offset: Math.min(offset - start, statement.length) }
    }
    start = next
  }
  return { statement: first, offset: 0 }
}

/** Without a position: `begin` fails only where a transaction is open already, `commit` only with errors of transactions. */
function blamed({ type, message }: ErrorReport, { first, statements }: SentText): number {
  if (/start a transaction within a transaction/.test(message)) return first
  const last = first + statements.length - 1
  return statements.length > 1 && statements.at(-1) === 'commit' && type !== 'TransactionContext'
    ? last - 1
    : last
}
