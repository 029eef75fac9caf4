import type { Dialect } from '../adapter/dialect.ts'
import type { RelationKind, RelationState } from '../adapter/relation.ts'
import type { CompiledModel } from '../compile/compiled.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { ActionKind } from '../events.ts'
import type { MaterializationName } from '../parse/config.ts'
import type { FirstMarks } from './growth/growth-input.ts'
import type { Ledger, Remembered } from './growth/ledger.ts'
import type { Stretch } from './period.ts'
import type { Reaction } from './step.ts'

/** What the command line asks of every node. */
export interface BuildOptions {
  readonly fullRefresh: boolean
  /** Build relations with their columns and without rows. */
  readonly empty: boolean
  /** Rebuild exactly the periods of microbatch models that this stretch of event time touches. */
  readonly eventTimes?: Stretch
}

/** What will be done to a relation, and why: decided from what stands, before anything runs. */
export type Action =
  | { readonly kind: 'create'; readonly because: string }
  | { readonly kind: 'replace'; readonly because: string; readonly standing: RelationKind }
  | {
      readonly kind: Exclude<ActionKind, 'create' | 'replace' | 'nothing' | 'verify'>
      readonly because: string
    }
  | { readonly kind: 'nothing'; readonly because: string }
  | { readonly kind: 'refuse'; readonly because: string; readonly diagnostic: Diagnostic }

/** What a materialization decides from. */
export interface Decision {
  readonly node: CompiledModel
  readonly standing: RelationState
  readonly options: BuildOptions
  /** What is remembered of the relation, where it grows. */
  readonly remembered?: Remembered | undefined
}

/** What a materialization writes its steps from. */
export interface BuildInput extends Decision {
  readonly dialect: Dialect
  readonly ledger: Ledger
  /** How far sources went before the run began: the rows of `Arrivals.mark`, by what they are of. */
  readonly firstMarks?: FirstMarks
  /** Whether tests look at what is built before it is published. */
  readonly audited?: boolean
}

/** One way of turning a query into a relation. Pure: it decides and writes SQL, and never runs any. */
export interface Materialization {
  readonly name: MaterializationName
  readonly produces: 'view' | 'table' | 'nothing'
  /** What to do, given what stands. The same answer for the same input: it is asked at plan time and again under the lock. */
  decide(decision: Decision): Action
  /**
   * Steps that only look, taken before anything else: where there is nothing to do they say so (`instead`), with one query
   * at most. Left out where there is always something to do.
   */
  glance?(action: Action, input: BuildInput): Reaction | undefined
  /** The steps that do it, or findings that forbid it. */
  steps(action: Action, input: BuildInput): Reaction
}
