import type { Segment } from './sql.ts'

/**
 * What a template expression can evaluate to.
 *
 * Plain strings are data: printed only when they are harmless inside SQL as they stand. `sql` is text that is meant as
 * SQL (a relation, a quoted literal, the output of a macro) and is printed as it is; its `fields` can be read with a
 * dot (`this.schema`).
 */
export type Value = null | boolean | number | string | readonly Value[] | ValueMap | SqlValue

/** A map of values, without a prototype: only own keys exist. */
export interface ValueMap {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Value>
}

/** Text that is meant as SQL. */
export interface SqlValue {
  readonly kind: 'sql'
  readonly text: string
  /** Where the text came from, if not from the expression that prints it: the source map of a macro's output. */
  readonly segments?: readonly Segment[]
  readonly fields?: ReadonlyMap<string, Value>
}
