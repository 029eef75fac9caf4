import type { Hooked } from './made-by-hooks.ts'

/** What leaves rows alone; it must be the whole hook. */
const harmless =
  /^\s*(?:create\s+(?:unique\s+)?index|analyze|vacuum|grant|revoke|comment\s+on|checkpoint)\b[^;]*;?\s*$/iu

/** Whether a model's hooks may change rows of its table: whatever is not known to leave them alone. */
export function hooksMayChangeRows({ preHooks, postHooks }: Hooked): boolean {
  return [...preHooks, ...postHooks].some(({ sql }) => !harmless.test(sql.text))
}
