// A template + its scope → SQL with its source map.
import type { Diagnostic } from '../errors/diagnostic.ts'
import { evaluate, type Environment } from '../template/evaluate.ts'
import type { MacroTable } from '../template/macros.ts'
import type { Sql } from '../template/sql.ts'
import type { Template } from '../template/template.ts'
import { scopeFunctions, scopeValues, type ScopeInput } from './scope.ts'

/** What rendering a template needs. */
export interface Rendering extends ScopeInput {
  readonly macros: MacroTable
}

/** The environment of one rendering: only branches that are taken are printed. */
export function environmentOf(rendering: Rendering): Environment {
  const { dialect } = rendering
  return {
    macros: rendering.macros,
    functions: scopeFunctions(rendering),
    values: scopeValues(rendering),
    branches: 'taken',
    quote: (identifier) => dialect.quote(identifier),
    literal: (value) => dialect.literal(value),
  }
}

/** Renders the template of a query. */
export function renderTemplate(
  template: Template,
  rendering: Rendering,
): { readonly sql: Sql; readonly diagnostics: readonly Diagnostic[] } {
  return evaluate(template, environmentOf(rendering))
}
