import type { Span } from '../errors/span.ts'
import type { SourceFile } from '../project/source-file.ts'

/** A parsed template: plain data, every part with its place in the author's file. */
export interface Template {
  readonly file: SourceFile
  readonly body: readonly Statement[]
  /** The macros that the file defines; only files under the macro paths may define any. */
  readonly macros: readonly MacroDefinition[]
}

/** One piece of a template, in the order of the file. Comments are gone. */
export type Statement =
  TextStatement | OutputStatement | IfStatement | EachStatement | LetStatement | InvalidStatement

/** Text that is passed on as it is; white space that Handlebars takes away is gone already. */
interface TextStatement {
  readonly kind: 'text'
  readonly text: string
  readonly at: Span
  /** Whether `at` is where exactly this text stands, letter by letter. */
  readonly copied: boolean
}

/** `{{ expression }}`. */
interface OutputStatement {
  readonly kind: 'output'
  readonly expression: Expression
}

/** `{{#if}}` and, with `negated`, `{{#unless}}`; `{{else if}}` is an if alone in `otherwise`. */
export interface IfStatement {
  readonly kind: 'if'
  readonly condition: Expression
  readonly negated: boolean
  readonly body: readonly Statement[]
  readonly otherwise: readonly Statement[]
}

/** `{{#each list as |item index|}}`. */
export interface EachStatement {
  readonly kind: 'each'
  readonly list: Expression
  readonly item: string
  /** The name for the position in a list, or for the key in a map. */
  readonly index?: string
  readonly body: readonly Statement[]
  /** What stands for an empty list. */
  readonly otherwise: readonly Statement[]
}

/** `{{#let name=value …}}`: the names hold inside the body, each also in the values behind it. */
export interface LetStatement {
  readonly kind: 'let'
  readonly bindings: readonly NamedExpression[]
  readonly body: readonly Statement[]
}

/** A block that could not be understood; its diagnostic has been given. */
interface InvalidStatement {
  readonly kind: 'invalid'
}

/** A name with its expression: a named argument, a map's entry, what `{{#let}}` binds. */
export interface NamedExpression {
  readonly kind: 'named'
  readonly name: string
  readonly nameAt: Span
  readonly value: Expression
}

/** Something that has a value. `at` covers it whole, from its first letter to its last. */
export type Expression =
  | {
      readonly kind: 'literal'
      readonly value: null | boolean | number | string
      readonly at: Span
    }
  | NameExpression
  | {
      readonly kind: 'field'
      readonly of: Expression
      readonly field: string
      readonly fieldAt: Span
      readonly at: Span
    }
  | CallExpression
  | { readonly kind: 'list'; readonly items: readonly Expression[]; readonly at: Span }
  | { readonly kind: 'map'; readonly entries: readonly NamedExpression[]; readonly at: Span }
  /** What could not be read; its diagnostic has been given. */
  | { readonly kind: 'invalid'; readonly at: Span }

/** A name standing alone: a value, or where `callable` (as in `{{ name }}` and `(name)`) a call without arguments. */
export interface NameExpression {
  readonly kind: 'name'
  readonly name: string
  readonly callable: boolean
  readonly at: Span
}

/** `name(…)`, or `name …` where Handlebars calls a helper. */
export interface CallExpression {
  readonly kind: 'call'
  readonly name: string
  readonly nameAt: Span
  /** In the order of the file; positional arguments come first. */
  readonly args: readonly ArgumentExpression[]
  readonly at: Span
}

/** An argument as it is written. */
export type ArgumentExpression = { readonly kind: 'positional'; readonly value: Expression } | NamedExpression

/** `{{#macro name parameter other=default}} … {{/macro}}`. */
export interface MacroDefinition {
  readonly name: string
  readonly parameters: readonly MacroParameter[]
  readonly body: readonly Statement[]
  /** Where its name stands. */
  readonly at: Span
}

/** A macro's parameter; without a default it must be given. The default may use the parameters before it. */
export interface MacroParameter {
  readonly name: string
  readonly fallback?: Expression
}
