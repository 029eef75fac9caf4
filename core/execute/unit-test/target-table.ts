import type { Dialect } from '../../adapter/dialect.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { Span } from '../../errors/span.ts'

/** A table that rows are put into. */
export interface Target {
  /** Whose rows they are, as it stands in a message. */
  readonly owner: string
  readonly relation: RelationName
  readonly columns: readonly Column[]
  /** A value for every row, in a column of xform's own. */
  readonly also?: { readonly column: string; readonly value: string }
  /** Whether no value may be rounded to its column's type: otherwise what is expected would be another value than is written. */
  readonly isExact?: boolean
  /** Where the rows stand. */
  readonly at: Span
}

/** Whether numbers of a type have at most so many digits behind the point; false for what is no exact number. */
export function hasScale(scale: number, type: string, dialect: Dialect): boolean {
  return dialect.widens(type, dialect.seedType({ kind: 'decimal', precision: 1000, scale }))
}

/** What is said of a value that would be rounded. */
export function lossOf(column: Column, value: string): { readonly message: string; readonly hint: string } {
  return {
    message: `"${column.name}" is ${column.type}, which does not hold ${value}`,
    hint: 'Write a value that the column holds, or cast the column to another type.',
  }
}
