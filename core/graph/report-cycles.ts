import { diagnostic, type Diagnostic, type RelatedPlace } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Node, NodeId } from '../parse/node.ts'
import type { Neighbours } from './adjacency.ts'
import { referenceKey } from './reference-key.ts'
import { referencesOf, type ResolvedNode } from './resolve-node.ts'
import { findShortestCycle } from './shortest-cycle.ts'
import { findCyclicComponents } from './strongly-connected.ts'

/** One finding for each group of nodes that reach each other: a shortest cycle in it, with the place of each reference. */
export function reportCycles(
  ids: readonly NodeId[],
  upstream: Neighbours,
  resolved: ReadonlyMap<NodeId, ResolvedNode>,
): readonly Diagnostic[] {
  return findCyclicComponents(ids, upstream)
    .map((component) => findShortestCycle(component, upstream))
    .map((cycle) => reportCycle(cycle.flatMap((id) => resolved.get(id) ?? [])))
}

function reportCycle(cycle: readonly ResolvedNode[]): Diagnostic {
  const places = cycle.map((from, index): RelatedPlace => {
    const to = cycle[(index + 1) % cycle.length] ?? from
    return { message: `"${from.node.name}" refers to "${to.node.name}"`, at: placeOfMention(from, to.node) }
  })
  const [first, ...related] = places
  return diagnostic('cycle', { path: cycle.map(({ node }) => node.name) }, { at: first?.at, related })
}

/** Where one node mentions another in its own file, be it by calling a macro. */
function placeOfMention({ node, resolutions }: ResolvedNode, to: Node): Span {
  const reference = referencesOf(node).find((one) => resolutions.get(referenceKey(one)) === to.id)
  return reference?.calls?.at(-1) ?? reference?.at ?? node.at
}
