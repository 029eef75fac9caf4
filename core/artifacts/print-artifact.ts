import type { PlainValue } from '../project/project.ts'
import { recordOf } from '../project/tree.ts'
import type { JsonObject } from './json-object.ts'
import { asList, asMap } from './plain-kinds.ts'

/** Keys below which stands text that authors or databases make, and that may hold what must not be shown. */
const freeText: ReadonlySet<string> = new Set([
  'compiled_code',
  'config',
  'meta',
  'description',
  'message',
  'error',
  'errors',
  'comment',
  'filter',
  'loaded_at_field',
  'loaded_at_query',
  'args',
])

/**
 * An artifact as JSON on one line: the same artifact gives the same bytes.
 *
 * `conceal` takes out of free text what must not be shown. Names and ids are left as they are: they have to stay what
 * the rest of the file calls them.
 */
export function printArtifact(artifact: JsonObject, conceal: (text: string) => string): string {
  return `${JSON.stringify(concealIn(artifact, conceal, false))}\n`
}

/** Most of an artifact has nothing to hide: what stays as it is is not copied. */
function concealIn(value: PlainValue, conceal: (text: string) => string, free: boolean): PlainValue {
  if (typeof value === 'string') return free ? conceal(value) : value
  if (typeof value !== 'object' || value === null) return value
  const list = asList(value)
  if (list !== null) {
    const after = list.map((one) => concealIn(one, conceal, free))
    return after.every((one, index) => one === list[index]) ? list : after
  }
  const map = asMap(value) ?? {}
  const changed: [string, PlainValue][] = []
  for (const key of Object.keys(map)) {
    const before: PlainValue = map[key] ?? null
    const after = concealIn(before, conceal, free || freeText.has(key))
    if (after !== before) changed.push([key, after])
  }
  return changed.length === 0 ? map : { ...map, ...recordOf(changed) }
}
