import type { Violation } from './constraint.ts'

/**
 * What a database's error means to xform.
 *
 * - `lock`: a lock was not granted in time;
 * - `conflict`: a deadlock or a serialization failure: the same transaction may succeed when tried again;
 * - `connection`: the connection was lost or could not be made, so what was under way may or may not have happened;
 * - `cancelled`: the statement was cancelled, by us or by somebody else;
 * - `exists`: something stands already under the name that was to be created;
 * - `dependents`: other objects depend on what was to be dropped;
 * - `permission`: the role may not do it;
 * - `query`: anything else: the statement itself is at fault.
 */
export type ProblemKind =
  'lock' | 'conflict' | 'connection' | 'cancelled' | 'exists' | 'dependents' | 'permission' | 'query'

/** A database's error in xform's terms. */
export interface DatabaseProblem {
  readonly kind: ProblemKind
  /** The database's own sentence, without its prefix and without secrets. */
  readonly message: string
  readonly detail?: string
  readonly hint?: string
  /** Which of the statements that were sent failed (from 0), where it is known. */
  readonly statement?: number
  /** Where in that statement, in UTF-16 code units from 0, where the database says it. */
  readonly offset?: number
  /** The constraint that refused a row, where one did. */
  readonly violation?: Violation
  /** Which of the rows that were streamed in is at fault, where the database says it. */
  readonly streamed?: StreamedPlace
}

/** A place in CSV text that was streamed in, as a database names it. */
export interface StreamedPlace {
  /** Whether rows are counted, or lines: a row whose fields hold line endings has several, unless it is the first. */
  readonly unit: 'row' | 'line'
  /** From 1. */
  readonly number: number
  readonly column?: string
}
