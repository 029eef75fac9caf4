// Entries of property files + the nodes that exist → which entry describes which node.
import { diagnostic } from '../errors/diagnostic.ts'
import { suggest } from '../errors/suggest.ts'
import type { Located } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'

/** What entries of one kind can describe: names by kind; other kinds are what an entry in the wrong section may mean. */
export interface Describable {
  /** `model`, `seed` …, as it stands in a message. */
  readonly kind: string
  readonly names: Readonly<Record<string, ReadonlySet<string>>>
}

/** How many entries get a suggestion: each costs a look at all names. */
const mostSuggestions = 20

/** Finds the entry of each name. One that describes nothing, or what another describes, is reported and left out. */
export function matchDescribed<D extends { readonly name: Located<string> }>(
  entries: readonly D[],
  { kind, names }: Describable,
  report: Report,
): ReadonlyMap<string, D> {
  const known = names[kind] ?? new Set()
  const matched = new Map<string, D>()
  let suggestions = mostSuggestions
  for (const entry of entries) {
    const { value: name, at } = entry.name
    const first = matched.get(name)
    if (!known.has(name)) {
      const other = Object.keys(names).find((one) => names[one]?.has(name))
      const suggestion = other === undefined && suggestions-- > 0 ? suggest(name, known) : undefined
      report(diagnostic('nothing-described', { kind, name, other, suggestion }, { at }))
    } else if (first === undefined) {
      matched.set(name, entry)
    } else {
      const related = [{ message: 'It is described here first', at: first.name.at }]
      report(diagnostic('described-twice', { kind, name }, { at, related }))
    }
  }
  return matched
}
