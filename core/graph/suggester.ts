import { suggest } from '../errors/suggest.ts'

/** Gives the candidate that a mistyped name most likely meant, if one is near. */
export type Suggester = (name: string, candidates: readonly string[]) => string | undefined

/** How many names may be compared before suggestions stop: less than half a second's work. */
const defaultBudget = 100_000

/**
 * Makes a suggester whose whole work is bounded: ten thousand wrong names among ten thousand right ones would otherwise
 * take minutes, and nobody reads more than the first few suggestions. The same question is answered once.
 */
export function createSuggester(budget: number = defaultBudget): Suggester {
  const answers = new WeakMap<readonly string[], Map<string, string | undefined>>()
  let left = budget
  return (name, candidates) => {
    const known = answers.get(candidates) ?? new Map<string, string | undefined>()
    answers.set(candidates, known)
    if (known.has(name)) return known.get(name)
    if (candidates.length > left) return undefined
    left -= candidates.length
    const found = suggest(name, candidates)
    known.set(name, found)
    return found
  }
}
