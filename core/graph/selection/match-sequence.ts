/** How the parts of a pattern match. */
export interface PatternRules<P, I> {
  /** Whether a part stands for any number of items. */
  readonly isMany: (part: P) => boolean
  /** Whether a part stands for this one item. */
  readonly matches: (part: P, item: I) => boolean
}

/**
 * Whether a pattern matches a whole sequence. Goes back to the last part that stands for many only, which is enough:
 * at most pattern × items steps, whatever the pattern (Krauss, Matching wildcards, 2008).
 */
export function matchSequence<P, I>(
  pattern: readonly P[],
  items: readonly I[],
  { isMany, matches }: PatternRules<P, I>,
): boolean {
  let at = 0
  let retry: { readonly at: number; item: number } | undefined
  for (let item = 0; item < items.length;) {
    const part = pattern[at]
    const here = items[item]
    if (part !== undefined && isMany(part)) {
      at++
      retry = { at, item }
    } else if (part !== undefined && here !== undefined && matches(part, here)) {
      at++
      item++
    } else if (retry === undefined) {
      return false
    } else {
      at = retry.at
      item = ++retry.item
    }
  }
  return pattern.slice(at).every(isMany)
}
