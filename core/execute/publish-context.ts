import type { CompiledModel } from '../compile/compiled.ts'
import type { ExecuteContext } from './context.ts'
import type { Messages } from './transaction.ts'

/** What publishing needs besides the step. */
export interface PublishContext {
  readonly context: ExecuteContext
  readonly messages: Messages
  /** The query that this run has for a relation, where it is a view of the run. */
  readonly plannedView: (identity: string) => CompiledModel | undefined
  readonly onWait: (because: string) => void
  /** Whether this run, behind the node at hand, replaces a table whose contract refers to the node's. */
  readonly replacedLater: (identity: string) => boolean
  /** What has to go before the standing relation does. */
  readonly beforeSwap: readonly string[]
  /** What gives the successor its final touches once it has taken the place. */
  readonly afterSwap: readonly string[]
  /** The foreign keys to the standing relation that are carried over, in words. */
  readonly carried: ReadonlySet<string>
}
