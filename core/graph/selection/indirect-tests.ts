import type { Node, NodeId } from '../../parse/node.ts'
import type { Graph } from '../graph.ts'
import { referenceKey } from '../reference-key.ts'
import { reachFrom } from '../walk.ts'
import type { IndirectSelection } from './selection.ts'

/** What a selection holds. */
export interface Selected {
  readonly ids: ReadonlySet<NodeId>
  /** Tests that need something of it, and something else: they join when that is selected too. */
  readonly pending: ReadonlySet<NodeId>
}

/** Adds the tests that come along with selected nodes. */
export function addTests(ids: ReadonlySet<NodeId>, mode: IndirectSelection, graph: Graph): Selected {
  if (mode === 'empty') return { ids, pending: new Set() }
  const tests = [...testsOf(ids, graph)]
  if (mode === 'eager') return { ids: new Set([...ids, ...tests]), pending: new Set() }
  return settle({ ids, pending: new Set(tests) }, mode, graph)
}

/** Moves those pending tests to the selection that now have all they need. */
export function settle({ ids, pending }: Selected, mode: IndirectSelection, graph: Graph): Selected {
  if (pending.size === 0 || mode === 'eager' || mode === 'empty') return { ids, pending }
  const isThere = mode === 'cautious' ? (id: NodeId) => ids.has(id) : buildableFrom(ids, graph)
  const complete = [...pending].filter((id) => neededBy(id, graph).every(isThere))
  const added = new Set(complete)
  return {
    ids: new Set([...ids, ...complete]),
    pending: new Set([...pending].filter((id) => !added.has(id))),
  }
}

/** Whether a node is selected, built into what is selected, or somebody else's. */
function buildableFrom(ids: ReadonlySet<NodeId>, graph: Graph): (id: NodeId) => boolean {
  const ancestors = reachFrom(ids, graph.upstream)
  return (id) => ancestors.has(id) || graph.nodes.get(id)?.kind === 'source'
}

function* testsOf(ids: ReadonlySet<NodeId>, graph: Graph): Generator<NodeId> {
  for (const id of ids) {
    for (const dependant of graph.downstream.get(id) ?? []) {
      if (isTest(graph.nodes.get(dependant)) && neededBy(dependant, graph).includes(id)) yield dependant
    }
  }
}

/** What a test needs of what stands; a unit test brings the rows of everything but its model along. */
function neededBy(id: NodeId, { nodes, upstream, resolutions }: Graph): readonly NodeId[] {
  const needed = upstream.get(id) ?? []
  const node = nodes.get(id)
  const [tested] = node?.kind === 'unit_test' ? node.references : []
  if (tested === undefined) return needed
  const model = resolutions.get(id)?.get(referenceKey(tested))
  return needed.filter((one) => one === model)
}

function isTest(node: Node | undefined): boolean {
  return node?.kind === 'test' || node?.kind === 'unit_test'
}
