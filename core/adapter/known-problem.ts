import type { DatabaseProblem } from './problem.ts'

const problems = new WeakMap<object, DatabaseProblem>()

/** An error that an adapter throws itself and can explain: `knownProblem` gives back the problem. */
export function problemError(problem: DatabaseProblem, options?: ErrorOptions): Error {
  const error = new Error(problem.message, options)
  problems.set(error, problem)
  return error
}

/** The problem that an adapter's own error stands for. */
export function knownProblem(error: unknown): DatabaseProblem | undefined {
  return typeof error === 'object' && error !== null ? problems.get(error) : undefined
}
