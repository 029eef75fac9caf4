import type { Referrer } from '../adapter/publishing.ts'
import type { CompiledModel, CompiledNode } from '../compile/compiled.ts'
import type { DressStep } from '../materializations/step.ts'
import type { ExecuteContext } from './context.ts'
import type { Messages } from './transaction.ts'

/** What publishing needs besides the step. */
export interface PublishContext {
  readonly context: ExecuteContext
  readonly messages: Messages
  /** The query that this run has for a relation, where it is a view of the run. */
  readonly plannedView: (identity: string) => CompiledModel | undefined
  readonly onWait: (because: string) => void
  /** The node that replaces a table in this run, where it had not ended when the node at hand began. */
  readonly replacedLater: (identity: string) => CompiledNode | undefined
  /** What the swap carries over, where the successor was dressed before. */
  readonly carried: Carried | undefined
}

/** What a swap carries over besides what depends on the relation. */
export interface Carried {
  readonly step: DressStep
  /** Foreign keys of other tables that refer to the standing relation. */
  readonly referrers: readonly Referrer[]
  /** Gives the successor the foreign keys that the standing relation was given from outside. */
  readonly keys: readonly string[]
  /** Gives the successor its final touches once it has taken the place. */
  readonly after: readonly string[]
}
