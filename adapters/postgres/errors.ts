// An error of Postgres or of its driver → what it means to xform.
import { DatabaseError } from 'pg'
import type { Violation } from '../../core/adapter/constraint.ts'
import { knownProblem } from '../../core/adapter/known-problem.ts'
import type { DatabaseProblem, ProblemKind } from '../../core/adapter/problem.ts'
import { offsetOfCodePoint } from '../../core/adapter/text-offset.ts'

/** The statement that an error came back for. */
export interface FailedStatement {
  /** Its index among those that were sent. */
  readonly index: number
  readonly text: string
  /** How many characters of xform's own stand before it. */
  readonly prefix?: number
}

const failed = new WeakMap<object, FailedStatement>()

/** Remembers which statement an error came back for, so that `explainError` can say where it failed; gives the error back. */
export function rememberFailed(error: unknown, statement: FailedStatement): unknown {
  if (typeof error === 'object' && error !== null) failed.set(error, statement)
  return error
}

/** What an error means; undefined where it came neither from the server nor from the connection to it. */
export function explainError(error: unknown): DatabaseProblem | undefined {
  const known = knownProblem(error)
  if (known !== undefined) return known
  if (!(error instanceof Error)) return undefined
  const statement = failed.get(error)
  if (error instanceof DatabaseError) return explainServerError(error, statement)
  return statement === undefined ? undefined : { kind: 'connection', message: error.message }
}

function explainServerError(error: DatabaseError, statement: FailedStatement | undefined): DatabaseProblem {
  const detail = detailOf(error)
  return {
    kind: kindOf(error.code ?? ''),
    message: error.message,
    ...(detail === undefined ? {} : { detail }),
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...streamedPlace(error),
    ...violationOf(error),
    ...(statement === undefined ? {} : { statement: statement.index, ...offsetOf(error, statement) }),
  }
}

/** What a row broke. A primary key is not told from a unique constraint, and a foreign key's table is the one that refers. */
function violationOf(error: DatabaseError): Pick<DatabaseProblem, 'violation'> {
  const kind = violations.get(error.code ?? '')
  if (kind === undefined) return {}
  const isReferenced = kind === 'foreign_key' && error.message.startsWith('update or delete on table')
  return {
    violation: {
      kind: isReferenced ? 'referenced' : kind,
      ...(error.table === undefined ? {} : { table: error.table }),
      ...(error.constraint === undefined ? {} : { constraint: error.constraint }),
      ...(error.column === undefined ? {} : { column: error.column }),
    },
  }
}

const violations: ReadonlyMap<string, Violation['kind']> = new Map([
  ['23502', 'not_null'],
  ['23503', 'foreign_key'],
  ['23505', 'key'],
  ['23514', 'check'],
])

/** Inside functions, and for rows that were streamed in, the server says where it was in words. */
function detailOf({ detail, where, position }: DatabaseError): string | undefined {
  const shown = [detail, position === undefined ? where : undefined].filter((one) => one !== undefined)
  return shown.length === 0 ? undefined : shown.join('\n')
}

/** `COPY rates, line 2, column rate: "many"` */
function streamedPlace({ where = '' }: DatabaseError): Pick<DatabaseProblem, 'streamed'> {
  const [, line, column] = /^COPY .*?, line (\d+)(?:, column (.+?))?(?::|$)/m.exec(where) ?? []
  if (line === undefined) return {}
  return { streamed: { unit: 'line', number: Number(line), ...(column === undefined ? {} : { column }) } }
}

/** The server counts code points from 1. */
function offsetOf(
  { position }: DatabaseError,
  { text, prefix = 0 }: FailedStatement,
): { readonly offset?: number } {
  const codePoint = Number(position) - 1 - prefix
  return Number.isNaN(codePoint) || codePoint < 0 ? {} : { offset: offsetOfCodePoint(text, codePoint) }
}

const kinds: ReadonlyMap<string, ProblemKind> = new Map([
  ['55P03', 'lock'],
  ['40001', 'conflict'],
  ['40P01', 'conflict'],
  ['57014', 'cancelled'],
  ['42P07', 'exists'],
  ['2BP01', 'dependents'],
  ['42501', 'permission'],
  ['25P03', 'connection'],
  ['25P04', 'connection'],
  ['53300', 'connection'],
])

/** Classes of codes that mean the connection: 08 its failure, 28 the login, 57P the server's shutting down. */
const connectionCodes = /^(?:08|28|57P)/

function kindOf(code: string): ProblemKind {
  return kinds.get(code) ?? (connectionCodes.test(code) ? 'connection' : 'query')
}

/** A problem without the texts that must not be shown. */
export function scrub(problem: DatabaseProblem, secrets: readonly string[]): DatabaseProblem {
  const clean = (text: string): string =>
    secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
  return {
    ...problem,
    message: clean(problem.message),
    ...(problem.detail === undefined ? {} : { detail: clean(problem.detail) }),
    ...(problem.hint === undefined ? {} : { hint: clean(problem.hint) }),
  }
}
