// A driver and how far it has been read → what is ahead of that.
import type { Arrivals } from '../../adapter/dialect.ts'
import type { Row } from '../../adapter/session.ts'
import type { Driver } from '../../compile/intake.ts'
import type { GrowthInput } from './growth-input.ts'
import { readSoFar } from './open-commits.ts'
import { readsByCommit } from './open-driver.ts'
import type { Remembered } from './ledger.ts'
import type { Position } from './position.ts'

/** How far a driver is ahead of what has been read of it. */
export type Lag =
  /** Rows, batches or files that the next run can read; `atLeast` where counting ended there. */
  | { readonly kind: 'batches' | 'rows' | 'files'; readonly count: number; readonly atLeast: boolean }
  /** What was read does not hold any more: the next run builds everything anew. */
  | { readonly kind: 'rebuild'; readonly because: string }
  | { readonly kind: 'unknown'; readonly because: string }

/** Unread rows are counted up to here. */
export const mostCounted = 10_000

type CursorDriver = Extract<Driver, { readonly kind: 'cursor' }>

/** How far a log is ahead; what is remembered of it tells. */
export function lagOfLog(driver: Driver, position: Position, log: Remembered | undefined): Lag {
  if (log === undefined) return { kind: 'unknown', because: `"${driver.name}" is not built` }
  if (position.kind !== 'log' || position.generation !== log.generation)
    return { kind: 'rebuild', because: `"${driver.name}" was built anew` }
  return { kind: 'batches', count: Math.max(0, log.batch - position.batch), atLeast: false }
}

/** A query with one row, `n`: how many rows the next run can read of a source whose cursor tells the order. */
export function countValues(
  { dialect }: Pick<GrowthInput, 'dialect'>,
  driver: CursorDriver,
  value: string | null,
): string {
  const { cursor, relation } = driver
  const column = dialect.quote(cursor.column)
  const conditions = [
    ...(value === null ? [] : [`${column} > ${dialect.literal(value)}`]),
    ...(cursor.settle === undefined
      ? []
      : [`${column} <= ${dialect.earlier('current_timestamp', cursor.settle)}`]),
  ]
  return countBounded(dialect.relation(relation), conditions)
}

/** The same for a source that is read by transactions, up to the horizon that a look at it gave. */
export function countCommits(
  { dialect, arrivals }: Pick<GrowthInput, 'dialect'> & { readonly arrivals: Arrivals },
  { driver, position }: { readonly driver: CursorDriver; readonly position: Position },
  horizon: string,
): string {
  const read = readSoFar({ driver, since: position, next: () => ({ kind: 'steps', steps: [] }) })
  return countBounded(dialect.relation(driver.relation), [arrivals.condition(read, horizon)])
}

/** Reads the row of those queries. */
export function readCount([row]: readonly Row[]): Lag {
  const counted = Number(row?.['n'] ?? 0)
  return { kind: 'rows', count: Math.min(counted, mostCounted), atLeast: counted > mostCounted }
}

/** Whether a position is of the kind in which its source is read now. */
export function isReadAsBefore(
  input: Pick<GrowthInput, 'dialect'>,
  driver: CursorDriver,
  position: Position,
): boolean {
  return position.kind === (readsByCommit(input, driver) ? 'transactions' : 'value')
}

function countBounded(table: string, conditions: readonly string[]): string {
  const where = conditions.length === 0 ? '' : ` where ${conditions.join(' and ')}`
  return `select count(*) as n from (select 1 from ${table}${where} limit ${mostCounted + 1}) as "_xform_unread"`
}

/** A position in words. */
export function wordPosition(position: Position, driver: Driver): string {
  const column = driver.kind === 'cursor' ? driver.cursor.column : ''
  switch (position.kind) {
    case 'log':
      return `batch ${position.batch} of ${driver.name}`
    case 'value':
      return position.value === null
        ? `nothing of ${driver.name}`
        : `${driver.name} to ${column} ${position.value}`
    case 'transactions':
      return `${driver.name} before transaction ${position.horizon}`
    case 'files':
      return `${position.files} file${position.files === 1 ? '' : 's'} of ${driver.name}`
  }
}
