import type { Diagnostic } from '../errors/diagnostic.ts'
import { parseLocated } from '../parse/parse-located.ts'
import type { Located } from '../project/project.ts'
import { evaluate } from '../template/evaluate.ts'
import type { Sql } from '../template/sql.ts'
import { environmentOf, type Rendering } from './render.ts'

/** Renders SQL that stands in another file, such as a hook's; what is wrong in it is reported where it stands. */
export function compileHook(
  hook: Located<string>,
  rendering: Rendering,
): { readonly sql: Sql; readonly diagnostics: readonly Diagnostic[] } {
  const parsed = parseLocated(hook)
  const { sql, diagnostics } = evaluate(parsed.template, environmentOf(rendering))
  return { sql, diagnostics: [...parsed.diagnostics, ...diagnostics] }
}
