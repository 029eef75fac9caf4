// A graph and the nodes to be built → the order to build them in, and what each of them waits for.
import type { NodeId } from '../parse/node.ts'
import type { Neighbours } from './adjacency.ts'
import type { Graph } from './graph.ts'

/** What a run works through. */
export interface BuildOrder {
  /** The nodes to be built, each behind those it needs; in the graph's order. */
  readonly order: readonly NodeId[]
  /**
   * For each node of the order the nodes of the order that it waits for, in that order: those that it needs itself, and
   * those that it needs through nodes that are not built, unless waiting for another one includes waiting for them.
   */
  readonly needs: Neighbours
}

/**
 * Restricts a graph's order to some nodes. What is not built joins what it lies between: the later one waits for the
 * earlier one.
 *
 * One pass along the order, linear in the edges read and written. Of those written there can be many where many nodes
 * are reached through many others: leaving out what is waited for anyway keeps them few in all but made-up graphs.
 */
export function buildOrder(graph: Graph, ids: ReadonlySet<NodeId>): BuildOrder {
  const rank = new Map(graph.order.map((id, index) => [id, index]))
  const order = graph.order.filter((id) => ids.has(id))
  const needs = new Map<NodeId, readonly NodeId[]>()
  const behindGap = new Map<NodeId, readonly NodeId[]>()
  for (const id of graph.order) {
    const upstream = graph.upstream.get(id) ?? []
    const found = upstream.map((needed) => (ids.has(needed) ? [needed] : (behindGap.get(needed) ?? [])))
    const merged = mergeLists(found, rank)
    if (ids.has(id)) needs.set(id, merged)
    else behindGap.set(id, leaveOutImplied(merged, needs))
  }
  return { order, needs }
}

/** Each node of the lists once, in order. A list alone is given back as it is: what lies behind one gap is kept once. */
function mergeLists(
  lists: readonly (readonly NodeId[])[],
  rank: ReadonlyMap<NodeId, number>,
): readonly NodeId[] {
  const filled = lists.filter((list) => list.length > 0)
  const [first = []] = filled
  if (filled.length < 2) return first
  return [...new Set(filled.flat())].sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0))
}

/** The nodes of an ordered list that none of those behind them waits for. */
function leaveOutImplied(list: readonly NodeId[], needs: Neighbours): readonly NodeId[] {
  if (list.length < 2) return list
  const implied = new Set<NodeId>()
  const kept = list.toReversed().filter((id) => {
    for (const needed of needs.get(id) ?? []) implied.add(needed)
    return !implied.has(id)
  })
  return kept.toReversed()
}
