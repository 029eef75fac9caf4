import type { RelationState } from '../adapter/relation.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import type { CompiledNode } from '../compile/compiled.ts'
import type { Action, BuildOptions } from '../materializations/materialization.ts'
import type { Remembered } from '../materializations/growth/ledger.ts'
import type { NodeId } from '../parse/node.ts'

/** What will be done to one node, and why. */
export interface PlannedNode {
  readonly node: CompiledNode
  readonly action: Action
  /** What stood when the plan was made; its columns are read later, by those who need them. */
  readonly standing: RelationState
  /** What was remembered of the relation then, where it grows. */
  readonly remembered: Remembered | undefined
  /** The tests that look at it before it is published. */
  readonly tests: readonly CompiledTest[]
}

/** Tests that run by themselves, over the same rows. */
export interface PlannedTests {
  /** The id of the first. */
  readonly id: NodeId
  readonly tests: readonly CompiledTest[]
}

/** Everything that a run will do, decided from what stands in the database. */
export interface Plan {
  /** In the order in which they can be built one by one. */
  readonly nodes: readonly PlannedNode[]
  /** What runs by itself. */
  readonly tests: readonly PlannedTests[]
  /** Nodes and groups of tests, in the order in which they can be worked through one by one. */
  readonly order: readonly NodeId[]
  /** For each of them those that must have ended well before it. */
  readonly needs: ReadonlyMap<NodeId, readonly NodeId[]>
  /** Schemas that do not exist yet and are needed. */
  readonly missingSchemas: readonly string[]
  readonly options: BuildOptions
}
