import type { Dialect } from '../../adapter/dialect.ts'
import type { Driver } from '../../compile/intake.ts'

/** How far a driver has been read: as it is kept in the ledger. It follows arrival, never event time or a clock. */
export type Position = LogPosition | ValuePosition | TransactionPosition | FilesPosition

interface OfOne {
  /** What was read: a relation's quoted name, and a cursor's column behind it. What is read from now on may be another. */
  readonly of: string
}

/** Of a flow or a change log: the batches of one generation up to a number. */
export interface LogPosition extends OfOne {
  readonly kind: 'log'
  readonly generation: number
  readonly batch: number
}

/** Of a cursor whose order can be relied on: the greatest value that was read, as the database spells it; null before the first. */
export interface ValuePosition extends OfOne {
  readonly kind: 'value'
  readonly value: string | null
}

/** Of a cursor that says nothing of commit order: the transactions whose rows have been read. */
export interface TransactionPosition extends OfOne {
  readonly kind: 'transactions'
  /** Rows of all transactions before this one have been read; decimal digits, 64 bits. */
  readonly horizon: string
  /** No row that has not been read has a smaller cursor value; null where nothing is known of that. */
  readonly floor: string | null
  /** The greatest cursor value at some moments, oldest first: what later floors are taken from. */
  readonly marks: readonly { readonly at: string; readonly value: string }[]
}

/** Of files: which have been read stands in a list of its own; here is how many. */
export interface FilesPosition {
  readonly kind: 'files'
  readonly files: number
}

/** What a position of a driver is of. */
export function subjectOf(driver: Driver, { quote, relation }: Pick<Dialect, 'quote' | 'relation'>): string {
  const name = relation(driver.relation)
  return driver.kind === 'cursor' ? `${name}.${quote(driver.cursor.column)}` : name
}

/** Whether a position says nothing of what is read now: the driver is another relation, or its cursor another column. */
export function isOfOther(
  position: Position,
  driver: Driver,
  dialect: Pick<Dialect, 'quote' | 'relation'>,
): boolean {
  return position.kind !== 'files' && position.of !== subjectOf(driver, dialect)
}
