import type { ModelNode, NodeId } from '../parse/node.ts'
import type { Graph } from './graph.ts'
import { referenceKey } from './reference-key.ts'

/** The nodes that a node reads: all that it needs, but for those that only its foreign keys refer to. */
export function readBy(id: NodeId, graph: Graph): readonly NodeId[] {
  const upstream = graph.upstream.get(id) ?? []
  const node = graph.nodes.get(id)
  return node?.kind === 'model' && node.references.some(({ forKey }) => forKey === true)
    ? upstream.filter(isRead(node, graph))
    : upstream
}

function isRead({ id, references }: ModelNode, { resolutions }: Graph): (one: NodeId) => boolean {
  const found = references.flatMap((reference) =>
    reference.forKey === true ? [] : (resolutions.get(id)?.get(referenceKey(reference)) ?? []),
  )
  const read = new Set(found)
  return (one) => read.has(one)
}
