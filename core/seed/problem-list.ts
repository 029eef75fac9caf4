import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'

/** What is wrong with one file: the first findings, and how many more there are. */
export interface ProblemList {
  readonly add: (finding: Diagnostic) => void
  readonly count: () => number
  /** The findings in the order in which they came; the last one counts those that are left out. */
  readonly list: () => readonly Diagnostic[]
}

/** How many findings of one file are listed. */
const listed = 20

/** Starts a list. It stays small, however long the file is and however much is wrong with it. */
export function startProblemList(): ProblemList {
  const kept: Diagnostic[] = []
  let surplus: Diagnostic | undefined
  let count = 0
  return {
    add(finding) {
      count++
      if (kept.length < listed) kept.push(finding)
      else surplus ??= finding
    },
    count: () => count,
    list() {
      if (surplus === undefined) return kept
      const more = diagnostic(
        'seed-more-problems',
        { count: count - listed, listed },
        { at: surplus.at, severity: 'note' },
      )
      return [...kept, more]
    },
  }
}
