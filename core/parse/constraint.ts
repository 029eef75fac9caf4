import type { Span } from '../errors/span.ts'
import type { Located } from '../project/project.ts'
import type { Reference } from './node.ts'

/** What a constraint can ask of a table. */
export const constraintTypes = ['not_null', 'primary_key', 'unique', 'check', 'foreign_key'] as const

/** The type of a constraint, as dbt calls it. */
export type ConstraintType = (typeof constraintTypes)[number]

/** What a foreign key refers to: a node of the project, or a name as the database knows it. */
export type KeyTarget =
  | { readonly kind: 'reference'; readonly reference: Reference; readonly at: Span }
  | { readonly kind: 'text'; readonly text: Located<string> }

/** A constraint as it is declared: at a column, which then is the only one of its columns, or at a whole relation. */
export interface DeclaredConstraint {
  readonly type: ConstraintType
  /** Where its type stands. */
  readonly at: Span
  readonly level: 'column' | 'model'
  /** Its name in the database, where it is given one. */
  readonly name?: string
  /** SQL (a template): what a check asks, or what stands behind a foreign key's `references`. */
  readonly expression?: Located<string>
  /** Empty for a check of a whole relation. */
  readonly columns: readonly Located<string>[]
  readonly to?: KeyTarget
  readonly toColumns: readonly string[]
  readonly warnUnenforced: boolean
  readonly warnUnsupported: boolean
}
