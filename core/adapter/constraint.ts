import type { RelationName } from './relation.ts'

/** What a constraint asks of a table. */
export type ConstraintKind = 'not_null' | 'primary_key' | 'unique' | 'check' | 'foreign_key'

/** A constraint to be made, with its name in the database. */
export type ConstraintSpec =
  | { readonly kind: 'not_null'; readonly name: string; readonly column: string }
  | {
      readonly kind: 'primary_key' | 'unique'
      readonly name: string
      readonly columns: readonly string[]
    }
  /** `expression`: SQL over the columns of a row. */
  | { readonly kind: 'check'; readonly name: string; readonly expression: string }
  /** `references`: the table, with its columns where they are named, as it stands in SQL. */
  | {
      readonly kind: 'foreign_key'
      readonly name: string
      readonly columns: readonly string[]
      readonly references: string
    }

/** The ends of names that xform gives to constraints: by them it knows its own again. */
export const constraintSuffixes: Readonly<Record<ConstraintKind, string>> = {
  not_null: '_xform_not_null',
  primary_key: '_xform_pkey',
  unique: '_xform_key',
  check: '_xform_check',
  foreign_key: '_xform_fkey',
}

/**
 * What xform says of a constraint that has a name of its author's: by this it knows its own again, where the database keeps
 * comments of constraints.
 */
export const contractMark = 'Declared by a contract of xform.'

/** A constraint that stands, as the catalogue has it. */
export interface StandingConstraint {
  readonly kind: ConstraintKind
  /** In the constraint's order; of a check those that it reads, in the table's. */
  readonly columns: readonly string[]
  /** Of a check, what it asks, as the database prints it: equal for what the database takes for the same. */
  readonly expression?: string
  /** Of a foreign key, what it refers to. */
  readonly references?: { readonly table: RelationName; readonly columns: readonly string[] }
}

/** Which constraint refused a row, as far as a database says it. */
export interface Violation {
  /** `key`: a primary key or a unique constraint; `referenced`: a foreign key of another table, which refers to the row. */
  readonly kind: 'not_null' | 'primary_key' | 'unique' | 'key' | 'check' | 'foreign_key' | 'referenced'
  /** The name of the table whose constraint it is. */
  readonly table?: string
  /** The constraint's name. */
  readonly constraint?: string
  /** The column that must not be NULL. */
  readonly column?: string
  /** What a check asks, as the database prints it. */
  readonly expression?: string
}
