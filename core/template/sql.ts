import type { Span } from '../errors/span.ts'

/**
 * One stretch of generated SQL and the place in the author's files that it came from.
 *
 * `start` and `end` are offsets into the generated text (UTF-16 code units, end exclusive). Segments are sorted and do
 * not overlap; text between them was made by xform and has no place.
 */
export interface Segment {
  readonly start: number
  readonly end: number
  /** The author's text (`copied`) or expression (`produced`) that this stretch came from. */
  readonly at: Span
  /** Whether the stretch was copied letter by letter (positions inside it map one to one) or produced by an expression. */
  readonly copied: boolean
  /** For text that stands in a macro's body: the calls that led there, innermost first. */
  readonly calls?: readonly Span[]
}

/** Generated SQL together with its source map. */
export interface Sql {
  readonly text: string
  readonly segments: readonly Segment[]
}
