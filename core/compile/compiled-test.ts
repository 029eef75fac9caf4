import type { RelationName } from '../adapter/relation.ts'
import type { Span } from '../errors/span.ts'
import type { TestConfig } from '../parse/config.ts'
import type { NodeId } from '../parse/node.ts'
import type { Sql } from '../template/sql.ts'

/** A data test as SQL. */
export interface CompiledTest {
  readonly kind: 'test'
  readonly id: NodeId
  readonly name: string
  readonly path: string
  readonly at: Span
  /** The generic test's name; undefined for a query of the author's own. */
  readonly test: string | undefined
  /** The node that it is declared on; undefined for a query of the author's own. */
  readonly tested: NodeId | undefined
  /** Every node that it reads, in the order of ids. */
  readonly reads: readonly NodeId[]
  /** The query for what fails. */
  readonly query: Sql
  /** The same as a number, where several tests of one relation can be told in one scan. */
  readonly tally: Tally | undefined
  /** Whether it says of each row by itself, and always the same, whether that fails: rows that have passed need not be looked at again. */
  readonly isSteady: boolean
  readonly config: TestConfig
  /** The aggregate over what fails that counts instead of its number of rows. */
  readonly failCalc: Sql | undefined
  /** Where its SQL is written, below the folder of compiled SQL. */
  readonly sqlPath: string
  /** Where what fails is kept. */
  readonly stored: StoredFailures | undefined
}

/** How many rows fail, as an aggregate over what is tested. */
export interface Tally {
  /** What stands behind `from`: tests with the same text read the same rows. */
  readonly from: Sql
  readonly failures: Sql
}

/** The relation in which a test keeps what fails. */
export interface StoredFailures {
  readonly relation: RelationName
  readonly as: 'table' | 'view'
  /** What its comment says; empty where it has none. */
  readonly comment: string
}
