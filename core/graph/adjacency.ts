import type { NodeId } from '../parse/node.ts'

/** For each node its neighbours in one direction, in the order of ids. Every node has an entry. */
export type Neighbours = ReadonlyMap<NodeId, readonly NodeId[]>

/** Who needs whom, both ways. */
export interface Adjacency {
  readonly upstream: Neighbours
  readonly downstream: Neighbours
}

/**
 * Connects nodes, given in the order of their ids, with what each of them needs. What is mentioned twice is one edge.
 * Linear in nodes and edges, but for sorting each node's needs.
 */
export function connect(ids: readonly NodeId[], needsOf: (id: NodeId) => Iterable<NodeId>): Adjacency {
  const upstream = new Map(ids.map((id) => [id, [...new Set(needsOf(id))].sort()]))
  const downstream = new Map<NodeId, NodeId[]>(ids.map((id) => [id, []]))
  for (const [id, needs] of upstream) for (const needed of needs) downstream.get(needed)?.push(id)
  return { upstream, downstream }
}
