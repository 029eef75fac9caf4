import type { RelationName } from './relation.ts'

/** A value as it comes out of a database: what JSON can hold, and whole numbers beyond 2^53 as text. */
export type Cell = null | boolean | number | string | readonly Cell[] | { readonly [key: string]: Cell }

/** A result's row, by column name. */
export type Row = Readonly<Record<string, Cell>>

/** A cell that is known to hold text; anything else is spelled as JSON. */
export function textOf(cell: Cell | undefined): string {
  return typeof cell === 'string' ? cell : JSON.stringify(cell ?? null)
}

/** The texts of a cell that is known to hold a list of them; of anything else none. */
export function textsOf(cell: Cell | undefined): readonly string[] {
  return Array.isArray(cell) ? cell.map((one) => textOf(one)) : []
}

/** What one statement gave. */
export interface StatementResult {
  readonly rows: readonly Row[]
  /** The rows that the statement wrote or returned, where the database says it. */
  readonly count: number | undefined
}

/** A result with its columns in order; types are spelled as the database spells them. */
export interface ResultTable {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly Cell[])[]
}

/**
 * One connection, borrowed from the pool for the length of a piece of work. Its calls must not overlap.
 * A rejected call rejects with the driver's error as it is; `Adapter.explain` says what it means.
 */
export interface Session {
  /**
   * Sends the statements in as few messages as the database allows, in order, and stops at the first that fails.
   * Gives one result for each. Opens no transaction by itself: `begin` and `commit` are statements like others.
   */
  execute(statements: readonly string[]): Promise<readonly StatementResult[]>

  /** Runs one statement with positional parameters (`$1`, `$2` …). */
  query(sql: string, params?: readonly (string | number | boolean | null)[]): Promise<readonly Row[]>

  /** The first `limit` rows of a query, in its own order and without reading the rest. */
  select(sql: string, limit: number): Promise<ResultTable>

  /** The columns a query would give, without running it. */
  describe(sql: string): Promise<readonly { readonly name: string; readonly type: string }[]>

  /**
   * Streams CSV text (RFC 4180 with `\n` between rows, no header, `,` and `"`; an empty unquoted field is NULL, a quoted
   * one the empty text) into the columns of a table.
   * Resolves to the number of rows. Runs inside the transaction that is open.
   */
  copyIn(relation: RelationName, columns: readonly string[], csv: AsyncIterable<string>): Promise<number>
}
