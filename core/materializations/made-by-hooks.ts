import type { CompiledHook } from '../compile/compiled.ts'

/** What a hook says when it makes an index that has no name of its own: the database chooses one. */
const makesIndexes = /\b(?:index|primary\s+key|unique|constraint)\b/iu

/**
 * Whether a model's hooks make an object of a table themselves. A hook that makes any index is taken to make all of them:
 * carried over as well, an index without a name of its own would pile up from run to run.
 */
export function isMadeByHooks(
  name: string,
  what: 'index' | 'other',
  {
    preHooks,
    postHooks,
  }: { readonly preHooks: readonly CompiledHook[]; readonly postHooks: readonly CompiledHook[] },
): boolean {
  return [...preHooks, ...postHooks].some(
    ({ sql }) => sql.text.includes(name) || (what === 'index' && makesIndexes.test(sql.text)),
  )
}
