import type { RelationName } from '../adapter/relation.ts'
import type { Span } from '../errors/span.ts'
import type { ConstraintType } from '../parse/constraint.ts'
import type { Sql } from '../template/sql.ts'

/** What a relation is held to: its columns, in their order, and its constraints. */
export interface CompiledContract {
  /** Where it is said. */
  readonly at: Span
  readonly columns: readonly ContractColumn[]
  readonly constraints: readonly CompiledConstraint[]
}

/** A column that is declared. */
export interface ContractColumn {
  /** As it is written. */
  readonly name: string
  /** As the database would understand it without quotes. */
  readonly folded: string
  /** As it is written, or what it stands for. */
  readonly type: Sql
  /** Where its name stands. */
  readonly at: Span
}

/** A constraint with its name in the database. */
export interface CompiledConstraint {
  readonly type: ConstraintType
  readonly name: string
  readonly at: Span
  /** The columns that it is about, as they are written; of a check that is declared for the whole relation none. */
  readonly columns: readonly string[]
  /** What a check asks. */
  readonly expression?: Sql
  /** What a foreign key refers to. */
  readonly to?: KeyedTable
}

/** The table that a foreign key refers to, and its columns; none for its primary key. */
export type KeyedTable =
  | {
      readonly kind: 'relation'
      readonly table: RelationName
      /** Whether it is the very table that has the key. */
      readonly isOwn: boolean
      readonly columns: readonly string[]
    }
  | { readonly kind: 'text'; readonly text: Sql }
