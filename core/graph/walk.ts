import type { NodeId } from '../parse/node.ts'
import type { Neighbours } from './adjacency.ts'

/**
 * The nodes that can be reached from any of some nodes in at most `depth` steps, the start included: one breadth-first
 * search from all of them, linear in what it reaches.
 */
export function reachFrom(
  starts: Iterable<NodeId>,
  neighbours: Neighbours,
  depth: number = Infinity,
): Set<NodeId> {
  const reached = new Set(starts)
  let level: readonly NodeId[] = [...reached]
  for (let step = 0; step < depth && level.length > 0; step++) {
    const next: NodeId[] = []
    for (const id of level) {
      for (const neighbour of neighbours.get(id) ?? []) {
        if (reached.has(neighbour)) continue
        reached.add(neighbour)
        next.push(neighbour)
      }
    }
    level = next
  }
  return reached
}
