import type { Graph } from '../graph/graph.ts'
import { readBy } from '../graph/read-by.ts'
import type { Node, NodeId } from '../parse/node.ts'
import { isEphemeral } from './desk.ts'

/** What a model reads: ephemeral models are looked through, unless they stand for themselves. */
export function inputsBehind(
  id: NodeId,
  graph: Graph,
  standing: Pick<ReadonlySet<NodeId>, 'has'>,
): readonly Node[] {
  const found = new Map<NodeId, Node>()
  const queue = [...readBy(id, graph)]
  for (const one of queue) {
    const node = graph.nodes.get(one)
    if (node === undefined || found.has(one)) continue
    if (isEphemeral(node) && !standing.has(one)) queue.push(...readBy(one, graph))
    else found.set(one, node)
  }
  return [...found.values()]
}

/** A node as an author mentions it. */
export function mentionOf(node: Node): string {
  return node.kind === 'source' ? `source('${node.source}', '${node.name}')` : `ref('${node.name}')`
}
