/** What any of the sets holds. */
export function union<T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> {
  const [only, ...others] = sets
  if (only !== undefined && others.length === 0) return only
  const all = new Set<T>()
  for (const set of sets) for (const item of set) all.add(item)
  return all
}

/** What all of the sets hold; nothing where there is no set. */
export function intersection<T>(sets: readonly ReadonlySet<T>[]): ReadonlySet<T> {
  const [smallest, ...others] = sets.toSorted((a, b) => a.size - b.size)
  if (smallest === undefined) return new Set()
  return new Set([...smallest].filter((item) => others.every((set) => set.has(item))))
}

/** What the first set holds and the second does not. */
export function difference<T>(from: ReadonlySet<T>, without: ReadonlySet<T>): ReadonlySet<T> {
  return new Set([...from].filter((item) => !without.has(item)))
}
