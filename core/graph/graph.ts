import type { Node, NodeId } from '../parse/node.ts'

/** A project's nodes and who needs whom: what every later stage, the manifest and an editor read. */
export interface Graph {
  /** Every enabled node, by id; iterates in the order of ids. */
  readonly nodes: ReadonlyMap<NodeId, Node>
  /** For each node the nodes it needs, in the order of ids. Every node has an entry. */
  readonly upstream: ReadonlyMap<NodeId, readonly NodeId[]>
  /** For each node the nodes that need it, in the order of ids. Every node has an entry. */
  readonly downstream: ReadonlyMap<NodeId, readonly NodeId[]>
  /**
   * Every node behind those it needs; where that leaves a choice, by id. Nodes of a cycle, and those behind them, have
   * no order: they stand at the end, by id.
   */
  readonly order: readonly NodeId[]
  /** Which node each mention means: for each mentioning node, the mention's `referenceKey` → the mentioned node. */
  readonly resolutions: ReadonlyMap<NodeId, ReadonlyMap<string, NodeId>>
}
