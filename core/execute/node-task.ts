import type { CompiledModel, CompiledNode } from '../compile/compiled.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { NodeOutcome, NodeSummary, RelationSummary } from '../events.ts'
import type { FirstMarks } from '../materializations/growth/growth-input.ts'
import type { Ledger } from '../materializations/growth/ledger.ts'
import type { Materialization } from '../materializations/materialization.ts'
import type { PlannedNode } from '../plan/plan.ts'
import type { BuildOptions } from '../materializations/materialization.ts'
import type { TestEnd } from './run-tests.ts'
import type { ExecuteContext } from './context.ts'

/** One node to be built, with all that building it needs. */
export interface NodeTask {
  readonly planned: PlannedNode
  readonly summary: NodeSummary
  readonly options: BuildOptions
  readonly context: ExecuteContext
  /** The model of this run that stands, or will stand, as a view under a name. */
  readonly plannedView: (identity: string) => CompiledModel | undefined
  /** Whether this run, behind this node, replaces a table whose contract refers to it. */
  readonly replacedLater: (identity: string) => CompiledNode | undefined
  readonly ledger: Ledger
  readonly firstMarks: FirstMarks
  readonly startedAt: number
}

/** How building a node ended. */
export interface NodeEnd {
  readonly outcome: NodeOutcome
  readonly warnings: readonly Diagnostic[]
  /** How its tests ended, where they were run. */
  readonly tests?: readonly TestEnd[]
}

/** What a node is called in events and results. */
export function summarize(node: CompiledNode): RelationSummary {
  return {
    id: node.id,
    kind: node.kind,
    name: node.name,
    path: node.path,
    materialized: materializedAs(node),
    relation: node.relation,
  }
}

function materializedAs(node: CompiledNode): Materialization['name'] | 'seed' | 'snapshot' {
  return node.kind === 'model' ? node.config.materialized : node.kind
}
