import type { NodeId } from '../../../core/index.ts'
import type { Progress, RunningNode } from './progress.ts'

/** Nodes that have been running for so long that a word about them is due; `now` is in milliseconds since the epoch. */
export type Heartbeat = (progress: Progress, now: number) => readonly RunningNode[]

const firstAfter = 30_000

/**
 * Where no live line shows it, says that a node is still being built: after half a minute, then each time that its
 * age has doubled, so that a log neither falls silent nor fills up.
 */
export function createHeartbeat(): Heartbeat {
  const dueAfter = new Map<NodeId, number>()
  return ({ running }, now) =>
    [...running.values()].filter(({ node, startedAt }) => {
      const age = now - startedAt
      if (age < (dueAfter.get(node.id) ?? firstAfter)) return false
      dueAfter.set(node.id, 2 * age)
      return true
    })
}
