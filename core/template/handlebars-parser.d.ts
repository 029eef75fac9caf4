/**
 * The part of Handlebars that xform uses: its parser with its white space control, without compiler and runtime.
 * Only the shapes that our skeletons can produce are declared.
 */
declare module 'handlebars/dist/cjs/handlebars/compiler/base.js' {
  /** A position: lines count from 1, columns from 0. */
  export interface HandlebarsPosition {
    readonly line: number
    readonly column: number
  }

  export interface HandlebarsLocation {
    readonly start: HandlebarsPosition
    readonly end: HandlebarsPosition
  }

  export interface HandlebarsProgram {
    readonly type: 'Program'
    readonly body: readonly HandlebarsStatement[]
  }

  export type HandlebarsStatement =
    HandlebarsContent | HandlebarsBlock | HandlebarsMustache | HandlebarsComment

  /** Text; `value` is `original` without the white space that is taken away at its ends. */
  export interface HandlebarsContent {
    readonly type: 'ContentStatement'
    readonly original: string
    readonly value: string
    readonly loc: HandlebarsLocation
  }

  export interface HandlebarsBlock {
    readonly type: 'BlockStatement'
    readonly program: HandlebarsProgram
    readonly inverse?: HandlebarsProgram
    readonly loc: HandlebarsLocation
  }

  export interface HandlebarsMustache {
    readonly type: 'MustacheStatement'
    readonly loc: HandlebarsLocation
  }

  export interface HandlebarsComment {
    readonly type: 'CommentStatement'
    readonly loc: HandlebarsLocation
  }

  /** Throws an `Error` for text that is no template. */
  export function parse(template: string): HandlebarsProgram
}
