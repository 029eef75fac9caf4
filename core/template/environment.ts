import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Expression, MacroDefinition } from './template.ts'
import type { Value } from './value.ts'

/** All that a template can see besides its own text. */
export interface Environment {
  /** The project's macros, by name. */
  readonly macros: ReadonlyMap<string, MacroDefinition>
  /** `ref`, `source`, `config`, `var`, `env` …: supplied by the stage that evaluates. */
  readonly functions: ReadonlyMap<string, TemplateFunction>
  /** `this`, `target`, `run`, `incremental` …; the fields of maps and of SQL are read with a dot. */
  readonly values: ReadonlyMap<string, Value>
  /**
   * `taken` renders. `all` renders too, and calls functions wherever a call stands: in branches that are not taken,
   * in the bodies of empty lists and in the macros that are called there. Names are resolved everywhere either way.
   */
  readonly branches: 'taken' | 'all'
  /** Writes an identifier as the target's database wants it, in quotes. */
  readonly quote: (identifier: string) => string
  /** Writes a literal as the target's database wants it. Numbers are finite. */
  readonly literal: (value: null | boolean | number | string) => string
}

/** A function that templates can call. It answers for its own arguments, and never throws. */
export type TemplateFunction = (call: Call) => FunctionResult

/** One call of a function, its arguments evaluated. */
export interface Call {
  readonly name: string
  readonly args: readonly Argument[]
  readonly named: ReadonlyMap<string, Argument>
  /** The whole call. */
  readonly at: Span
  /** Where the call stands in a macro: the calls that led there, innermost first. */
  readonly calls: readonly Span[]
  /** Whether it stands in a branch that is not taken: what it asks for is not wanted now. Only with branches `all`. */
  readonly dead: boolean
}

/** An argument's value and where it stands, its quotes included. */
export interface Argument {
  readonly value: Value
  readonly at: Span
  /** Where a named argument's name stands. */
  readonly nameAt?: Span
  /** What is written there: it knows where the parts of a list and a map stand. */
  readonly expression?: Expression
}

/** A call's value, or why there is none. */
export type FunctionResult =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly diagnostic: Diagnostic }

/** A call's value. */
export function succeed(value: Value): FunctionResult {
  return { ok: true, value }
}

/** Why a call has no value. */
export function refuse(finding: Diagnostic): FunctionResult {
  return { ok: false, diagnostic: finding }
}
