// A selection and a graph → the nodes that are meant.
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { NodeId } from '../../parse/node.ts'
import type { Graph } from '../graph.ts'
import { reachFrom } from '../walk.ts'
import { difference, intersection, union } from './combine.ts'
import { addTests, settle, type Selected } from './indirect-tests.ts'
import type { NameFinder } from './name-finder.ts'
import { compileCondition, type NodeCondition } from './node-test.ts'
import type { Condition, Criterion, IndirectSelection, Reach, Selection } from './selection.ts'
import type { FindByResult } from './result-statuses.ts'
import type { FindByState } from './find-by-state.ts'
import type { FindByStatus } from './source-statuses.ts'

/** What selections are evaluated against. */
export interface Evaluation {
  readonly graph: Graph
  readonly finder: NameFinder
  /** What each named selector selects, as far as that is known. */
  readonly named: ReadonlyMap<string, Selected>
  /** Which tests come along, unless a criterion says otherwise. */
  readonly indirectSelection: IndirectSelection
  readonly findByStatus: FindByStatus
  readonly findByResult: FindByResult
  readonly findByState: FindByState
  /** Words the finding about a criterion that nothing meets. */
  readonly explainNothing: (criterion: Criterion) => Diagnostic
  readonly report: (finding: Diagnostic) => void
}

/**
 * Finds the nodes that a selection means. A criterion that no node meets is reported as a warning. What is excluded
 * takes all its tests along, whatever `indirectSelection` says: they could not run without it.
 *
 * Linear in the graph for each criterion; recursion goes as deep as the selection, which its reader bounds.
 */
export function evaluateSelection(selection: Selection, evaluation: Evaluation): Selected {
  switch (selection.kind) {
    case 'everything':
      return { ids: new Set(evaluation.graph.nodes.keys()), pending: new Set() }
    case 'criterion':
      return evaluateCriterion(selection, evaluation)
    case 'union':
    case 'intersection': {
      const parts = selection.of.map((part) => evaluateSelection(part, evaluation))
      return combine(parts, selection.kind === 'union' ? union : intersection, evaluation)
    }
    case 'difference': {
      const from = evaluateSelection(selection.from, evaluation)
      const without = evaluateSelection(selection.without, { ...evaluation, indirectSelection: 'eager' })
      return combine([from, without], ([a, b]) => difference(a ?? new Set(), b ?? new Set()), evaluation)
    }
  }
}

/** Combines the selected nodes, and apart from that all that might join them: the rest of these is pending. */
function combine(
  parts: readonly Selected[],
  operation: (sets: readonly ReadonlySet<NodeId>[]) => ReadonlySet<NodeId>,
  { graph, indirectSelection }: Evaluation,
): Selected {
  const ids = operation(parts.map((part) => part.ids))
  if (parts.every(({ pending }) => pending.size === 0)) return { ids, pending: new Set() }
  const possible = operation(parts.map((part) => union([part.ids, part.pending])))
  return settle({ ids, pending: difference(possible, ids) }, indirectSelection, graph)
}

function evaluateCriterion(criterion: Criterion, evaluation: Evaluation): Selected {
  const { graph, named, report, explainNothing } = evaluation
  const { condition, indirectSelection = evaluation.indirectSelection } = criterion
  if (condition.method === 'selector') {
    const selected = named.get(condition.value) ?? { ids: new Set(), pending: new Set() }
    if (!hasRelatives(criterion)) return selected
    return addTests(addRelatives(selected.ids, criterion, graph), indirectSelection, graph)
  }
  const matches = findMatches(condition, criterion, evaluation)
  if (matches === undefined) return { ids: new Set(), pending: new Set() }
  if (matches.size === 0) report(explainNothing(criterion))
  return addTests(addRelatives(matches, criterion, graph), indirectSelection, graph)
}

/** Undefined where it cannot be known, which has been reported. */
function findMatches(
  condition: Exclude<Condition, { readonly method: 'selector' }>,
  { at }: Criterion,
  { graph, finder, findByStatus, findByResult, findByState }: Evaluation,
): ReadonlySet<NodeId> | undefined {
  if (condition.method === 'fqn') return finder.find(condition.value)
  if (condition.method === 'state') return findByState(condition, at)
  if (condition.method !== 'source_status' && condition.method !== 'result')
    return findNodes(condition, graph)
  const found =
    condition.method === 'result' ? findByResult(condition.value, at) : findByStatus(condition.value, at)
  return found && new Set([...found].filter((id) => graph.nodes.has(id)))
}

function findNodes(condition: NodeCondition, graph: Graph): ReadonlySet<NodeId> {
  const meets = compileCondition(condition)
  const found = new Set<NodeId>()
  for (const node of graph.nodes.values()) if (meets(node)) found.add(node.id)
  return found
}

function hasRelatives({ parents, children, childrensParents }: Criterion): boolean {
  return parents !== 0 || children !== 0 || childrensParents
}

function addRelatives(ids: ReadonlySet<NodeId>, criterion: Criterion, graph: Graph): ReadonlySet<NodeId> {
  if (!hasRelatives(criterion)) return ids
  if (criterion.childrensParents) return reachFrom(reachFrom(ids, graph.downstream), graph.upstream)
  const parents = reachFrom(ids, graph.upstream, depthOf(criterion.parents))
  const children = reachFrom(ids, graph.downstream, depthOf(criterion.children))
  return union([parents, children])
}

function depthOf(reach: Reach): number {
  return reach === 'all' ? Infinity : reach
}
