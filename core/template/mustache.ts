import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { ArgumentExpression, Expression } from './template.ts'

/** What stands between braces in a template, with its expression read. Offsets are those of the file's text. */
export type Mustache =
  OutputMustache | OpenMustache | ElseMustache | CloseMustache | CommentMustache | RawMustache

/** What all mustaches have. */
export interface MustacheBase {
  /** Its first brace. */
  readonly start: number
  /** Behind its last brace. */
  readonly end: number
  /** Whether `~` takes away the white space before it. */
  readonly trimBefore: boolean
  /** Whether `~` takes away the white space behind it. */
  readonly trimAfter: boolean
}

/** `{{ expression }}`, or `{{{ }}}` or `{{& }}`, which mean the same. */
export interface OutputMustache extends MustacheBase {
  readonly kind: 'output'
  readonly expression: Expression
}

/** `{{#name …}}` and, as `chained`, `{{else name …}}`. */
export interface OpenMustache extends MustacheBase {
  readonly kind: 'open'
  readonly chained: boolean
  readonly name: string
  readonly nameAt: Span
  /** What stands behind the name; undefined where it could not be read and a diagnostic has been given. */
  readonly head: BlockHead | undefined
}

/** The arguments of a block and the names between its bars: `arguments as |names|`. */
export interface BlockHead {
  readonly args: readonly ArgumentExpression[]
  readonly names: readonly string[]
}

/** `{{else}}` or `{{^}}`. */
export interface ElseMustache extends MustacheBase {
  readonly kind: 'else'
}

/** `{{/name}}`. */
export interface CloseMustache extends MustacheBase {
  readonly kind: 'close'
  readonly name: string
}

/** `{{! … }}` or `{{!-- … --}}`. */
interface CommentMustache extends MustacheBase {
  readonly kind: 'comment'
}

/** `{{{{raw}}}} … {{{{/raw}}}}`, whole. */
interface RawMustache extends MustacheBase {
  readonly kind: 'raw'
  readonly contentStart: number
  readonly contentEnd: number
}

/** A mustache that was read; one with a problem still says what it is where that is known, so that blocks keep their shape. */
export interface MustacheReading {
  readonly mustache: Mustache | undefined
  readonly problem: Diagnostic | undefined
  /** Where to go on. */
  readonly end: number
}
