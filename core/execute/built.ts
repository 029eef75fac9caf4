import type { Diagnostic } from '../errors/diagnostic.ts'
import type { ActionKind } from '../events.ts'
import type { NodeEnd, NodeTask } from './node-task.ts'

/** What was built. */
export interface Built {
  readonly action: ActionKind
  readonly because: string
  readonly rows: number | undefined
  readonly warnings: readonly Diagnostic[]
}

/** How a node ends that was built. */
export function succeeded({ action, because, rows, warnings }: Built): NodeEnd {
  return { outcome: { status: 'success', action, because, rows }, warnings }
}

/** What is known of a transaction whose COMMIT took effect although its answer was lost. */
export function unseen({ planned }: NodeTask): Built {
  const { kind, because } = planned.action
  return { action: kind === 'refuse' ? 'nothing' : kind, because, rows: undefined, warnings: [] }
}
