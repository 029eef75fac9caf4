import type { DatabaseProblem } from '../adapter/problem.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { TestEnd } from './run-tests.ts'
import type { Statement } from '../materializations/step.ts'

/** Why a node's transaction did not come to its end: the database refused a statement, or xform refused to go on. */
export type Failure =
  | {
      readonly kind: 'database'
      readonly problem: DatabaseProblem
      readonly statement: Statement | undefined
    }
  /** What stands is not what the transaction took for granted: a patient try looks first. */
  | { readonly kind: 'stale'; readonly problem: DatabaseProblem; readonly statement: Statement | undefined }
  | {
      readonly kind: 'refused'
      readonly diagnostics: readonly Diagnostic[]
      /** How the node's tests ended, where they are why. */
      readonly tests?: readonly TestEnd[]
    }

/** A value, or why there is none. */
export type Ran<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure }

/** The value of a piece of work that came to its end. */
export function ran<T>(value: T): Ran<T> {
  return { ok: true, value }
}

/** A refusal with its findings. */
export function refuse(diagnostics: readonly Diagnostic[]): {
  readonly ok: false
  readonly failure: Failure
} {
  return { ok: false, failure: { kind: 'refused', diagnostics } }
}

/** The database's refusal of a statement. */
export function databaseFailure(
  problem: DatabaseProblem,
  statement?: Statement,
): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: { kind: 'database', problem, statement } }
}
