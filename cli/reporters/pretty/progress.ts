import type { NodeId, NodeSummary, RunEvent } from '../../../core/index.ts'
import { countNode, emptyTally } from '../tally.ts'
import type { Tally } from '../tally.ts'

/** A node that is being built. Times are in milliseconds since the epoch. */
export interface RunningNode {
  readonly node: NodeSummary
  readonly startedAt: number
  /** Whose lock it waits for, while it does. */
  readonly waitsFor: string | undefined
  /** Which of its transactions it is at, where it has several. */
  readonly doing: string | undefined
}

/** Where a run stands. */
export interface Progress {
  readonly startedAt: number | undefined
  readonly total: number
  readonly tally: Tally
  /** In the order in which they started. */
  readonly running: ReadonlyMap<NodeId, RunningNode>
  /** What the run as a whole waits for, while it does. */
  readonly waiting: { readonly because: string; readonly since: number } | undefined
}

/** Where a run stands that has not begun. */
export const noProgress: Progress = {
  startedAt: undefined,
  total: 0,
  tally: emptyTally,
  running: new Map(),
  waiting: undefined,
}

/** A run's progress and the next event → the progress behind it. A sign of life ends a wait: nothing else announces its end. */
export function advance(progress: Progress, event: RunEvent): Progress {
  switch (event.type) {
    case 'run:start':
      return { ...noProgress, startedAt: event.at, total: event.nodes.length }
    case 'node:start':
      return withRunning(progress, event.node, { at: event.at, waitsFor: undefined })
    case 'node:wait':
      return event.node === undefined
        ? { ...progress, waiting: { because: event.because, since: progress.waiting?.since ?? event.at } }
        : withRunning(progress, event.node, { at: event.at, waitsFor: event.because })
    case 'statement':
      return withRunning(progress, event.node, { at: event.at, waitsFor: undefined })
    case 'node:progress':
      return withRunning(progress, event.node, { at: event.at, waitsFor: undefined, doing: event.doing })
    case 'node:end':
      return {
        ...progress,
        waiting: undefined,
        tally: countNode(progress.tally, event.result),
        running: without(progress.running, event.result.node.id),
      }
    case 'run:end':
      return { ...progress, waiting: undefined, running: new Map() }
    case 'notice':
    case 'node:difference':
      break
  }
  return progress
}

/** Notes a sign of life of a node; it runs since the first one. */
function withRunning(
  progress: Progress,
  node: NodeSummary,
  sign: Pick<RunningNode, 'waitsFor'> & { readonly at: number; readonly doing?: string },
): Progress {
  const { at, waitsFor } = sign
  const before = progress.running.get(node.id)
  const doing = sign.doing ?? before?.doing
  const isSame = before?.waitsFor === waitsFor && before?.doing === doing
  if (before !== undefined && isSame && progress.waiting === undefined) return progress
  const startedAt = before?.startedAt ?? at
  const running = new Map(progress.running).set(node.id, { node, startedAt, waitsFor, doing })
  return { ...progress, waiting: undefined, running }
}

function without(running: ReadonlyMap<NodeId, RunningNode>, id: NodeId): ReadonlyMap<NodeId, RunningNode> {
  const rest = new Map(running)
  rest.delete(id)
  return rest
}
