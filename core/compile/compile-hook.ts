import type { Diagnostic } from '../errors/diagnostic.ts'
import { parseLocated } from '../parse/parse-located.ts'
import type { Located } from '../project/project.ts'
import { evaluate } from '../template/evaluate.ts'
import type { Sql } from '../template/sql.ts'
import { environmentOf, type Rendering } from './render.ts'

/** Renders a hook's text; what is wrong in it is reported where the hook stands. */
export function compileHook(
  hook: Located<string>,
  rendering: Rendering,
): { readonly sql: Sql; readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parseLocated(hook)
  const { sql, diagnostics } = evaluate(parsed.template, environmentOf(rendering))
  return { sql, diagnostics: [...parsed.diagnostics, ...diagnostics] }
}
