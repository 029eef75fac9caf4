import type { Diagnostic } from '../errors/diagnostic.ts'
import type { ActionKind, BatchCounts } from '../events.ts'
import type { TestEnd } from './run-tests.ts'
import type { NodeEnd, NodeTask } from './node-task.ts'

/** What was built. */
export interface Built {
  readonly action: ActionKind
  readonly because: string
  readonly rows: number | undefined
  readonly warnings: readonly Diagnostic[]
  readonly batch?: BatchCounts | undefined
  /** How its tests ended. */
  readonly tests?: readonly TestEnd[] | undefined
}

/** How a node ends that was built. */
export function succeeded({ action, because, rows, warnings, batch, tests }: Built): NodeEnd {
  const outcome = { status: 'success', action, because, rows } as const
  return {
    outcome: batch === undefined ? outcome : { ...outcome, batch },
    warnings,
    ...(tests === undefined ? {} : { tests }),
  }
}

/** What is known of a transaction whose COMMIT took effect although its answer was lost. */
export function unseen({ planned }: NodeTask): Built {
  const { kind, because } = planned.action
  return { action: kind === 'refuse' ? 'nothing' : kind, because, rows: undefined, warnings: [] }
}
