import type { RelationName } from '../adapter/relation.ts'
import type { Span } from '../errors/span.ts'
import type { ModelConfig, SeedConfig, SnapshotConfig } from '../parse/config.ts'
import type { ColumnProperties, NodeId } from '../parse/node.ts'
import type { Sql } from '../template/sql.ts'
import type { CompiledContract } from './compiled-contract.ts'
import type { Intake } from './intake.ts'
import type { PeriodicQuery } from './periodic.ts'
import type { ConfigPlaces } from '../parse/config.ts'

/** A hook whose template has been evaluated. */
export interface CompiledHook {
  readonly sql: Sql
  /** Whether it runs inside the node's transaction. */
  readonly transaction: boolean
}

interface CompiledBase {
  readonly id: NodeId
  readonly name: string
  readonly path: string
  readonly at: Span
  readonly relation: RelationName
  readonly description: string
  readonly columns: readonly ColumnProperties[]
  /** What it is held to, where a contract is enforced. */
  readonly contract?: CompiledContract
  readonly places: ConfigPlaces
  readonly preHooks: readonly CompiledHook[]
  readonly postHooks: readonly CompiledHook[]
}

/** A model as SQL, for either way it may be built. */
export interface CompiledModel extends CompiledBase {
  readonly kind: 'model'
  readonly config: ModelConfig
  /** The query that gives the whole relation. */
  readonly full: Sql
  /** The query that gives the rows to add when the relation stands already; only for incremental models that are not built by period. */
  readonly delta?: Sql
  /** How it takes in what it reads; only for flows, states and change logs. */
  readonly intake?: Intake
  /** The query for one period of event time; only with the strategy `microbatch`. */
  readonly periodic?: PeriodicQuery
  /** Identifies what the queries say: equal for equal SQL. */
  readonly fingerprint: string
}

/** A seed: its rows are in its file. */
export interface CompiledSeed extends CompiledBase {
  readonly kind: 'seed'
  readonly config: SeedConfig
}

/** A snapshot as SQL. */
export interface CompiledSnapshot extends CompiledBase {
  readonly kind: 'snapshot'
  readonly config: SnapshotConfig
  /** The query whose rows are kept as they were. */
  readonly full: Sql
  /** When the run began, in milliseconds since the epoch: the time of every change that no column tells the time of. */
  readonly takenAt: number
  /** Identifies what the query says: equal for equal SQL. */
  readonly fingerprint: string
}

/** What the plan decides about: everything that can be built. */
export type CompiledNode = CompiledModel | CompiledSeed | CompiledSnapshot

/** What is built from a query. */
export type CompiledQuery = CompiledModel | CompiledSnapshot
