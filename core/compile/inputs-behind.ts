import type { Graph } from '../graph/graph.ts'
import type { Node, NodeId } from '../parse/node.ts'
import { isEphemeral } from './desk.ts'

/** What a model reads: ephemeral models are looked through, unless they stand for themselves. */
export function inputsBehind(
  id: NodeId,
  { nodes, upstream }: Graph,
  standing: Pick<ReadonlySet<NodeId>, 'has'>,
): readonly Node[] {
  const found = new Map<NodeId, Node>()
  const queue = [...(upstream.get(id) ?? [])]
  for (const one of queue) {
    const node = nodes.get(one)
    if (node === undefined || found.has(one)) continue
    if (isEphemeral(node) && !standing.has(one)) queue.push(...(upstream.get(one) ?? []))
    else found.set(one, node)
  }
  return [...found.values()]
}

/** A node as an author mentions it. */
export function mentionOf(node: Node): string {
  return node.kind === 'source' ? `source('${node.source}', '${node.name}')` : `ref('${node.name}')`
}
