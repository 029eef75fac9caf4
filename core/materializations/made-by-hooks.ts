import type { CompiledHook } from '../compile/compiled.ts'

/** What a hook says when it makes an index or a constraint that has no name of its own: the database chooses one. */
const makesIndexes = /\b(?:index|primary\s+key|foreign\s+key|unique|constraint|check|references)\b/iu

/** What has hooks of its own. */
export interface Hooked {
  readonly preHooks: readonly CompiledHook[]
  readonly postHooks: readonly CompiledHook[]
}

/** Whether a model's hooks make indexes or keys of its table. */
export function hooksMakeKeys({ preHooks, postHooks }: Hooked): boolean {
  return [...preHooks, ...postHooks].some(({ sql }) => makesIndexes.test(sql.text))
}

/**
 * Whether a model's hooks make an object of a table themselves. A hook that makes any index or constraint is taken to
 * make all of them: carried over as well, one without a name of its own would pile up from run to run.
 */
export function isMadeByHooks(
  name: string,
  what: 'index' | 'other',
  { preHooks, postHooks }: Hooked,
): boolean {
  const isNamed = [...preHooks, ...postHooks].some(({ sql }) => sql.text.includes(name))
  return isNamed || (what === 'index' && hooksMakeKeys({ preHooks, postHooks }))
}
