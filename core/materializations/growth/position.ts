/** How far a driver has been read: as it is kept in the ledger. It follows arrival, never event time or a clock. */
export type Position = LogPosition | ValuePosition | TransactionPosition | FilesPosition

/** Of a flow or a change log: the batches of one generation up to a number. */
export interface LogPosition {
  readonly kind: 'log'
  readonly generation: number
  readonly batch: number
}

/** Of a cursor whose order can be relied on: the greatest value that was read, as the database spells it; null before the first. */
export interface ValuePosition {
  readonly kind: 'value'
  readonly value: string | null
}

/** Of a cursor that says nothing of commit order: the transactions whose rows have been read. */
export interface TransactionPosition {
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
