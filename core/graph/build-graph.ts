// The nodes of a project → who needs whom, in an order in which they can be built.
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Node } from '../parse/node.ts'
import { connect } from './adjacency.ts'
import { compareText } from './compare-text.ts'
import { dropDuplicates } from './drop-duplicates.ts'
import type { Graph } from './graph.ts'
import { isEnabled } from './is-enabled.ts'
import { reportCycles } from './report-cycles.ts'
import { collectNames } from './resolve-reference.ts'
import { resolveNode, type ResolvedNode } from './resolve-node.ts'
import { orderTopologically } from './topological-order.ts'

/** What the graph must know besides the nodes. */
export interface GraphOptions {
  /** The project's name: the only package that a `ref` can name. */
  readonly package: string
}

/** A graph, and what was wrong on the way to it. With an error among the findings it is good for showing only. */
export interface GraphResult {
  readonly graph: Graph
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Resolves every reference of every node, and orders the nodes. Disabled nodes are left out, and tests that refer to
 * one. All that is wrong is reported: unknown and disabled names, names that are used twice, cycles.
 * The same nodes give the same graph, whatever their order.
 */
export function buildGraph(nodes: readonly Node[], options: GraphOptions): GraphResult {
  const enabled = nodes.filter(isEnabled).toSorted(comparePlaces)
  const disabled = nodes.filter((node) => !isEnabled(node)).toSorted(comparePlaces)
  const distinct = dropDuplicates(enabled)
  const names = collectNames(distinct.nodes, disabled, options.package)
  const all = enabled.map((node) => resolveNode(node, names))
  const { graph, diagnostics } = assembleGraph(keepMembers(all, distinct.nodes))
  const findings = [...distinct.diagnostics, ...all.flatMap((one) => one.diagnostics), ...diagnostics]
  return { graph, diagnostics: findings }
}

/** The nodes of the graph, in the order of ids. */
function keepMembers(all: readonly ResolvedNode[], distinct: readonly Node[]): readonly ResolvedNode[] {
  const kept = new Set(distinct)
  return all
    .filter(({ node, leftOut }) => kept.has(node) && !leftOut)
    .toSorted((a, b) => compareText(a.node.id, b.node.id))
}

function assembleGraph(members: readonly ResolvedNode[]): GraphResult {
  const ids = members.map(({ node }) => node.id)
  const byId = new Map(members.map((member) => [member.node.id, member]))
  const resolutions = new Map(members.map((member) => [member.node.id, member.resolutions]))
  const adjacency = connect(ids, (id) => resolutions.get(id)?.values() ?? [])
  const { order, unordered } = orderTopologically(ids, adjacency)
  const graph: Graph = {
    nodes: new Map(members.map(({ node }) => [node.id, node])),
    ...adjacency,
    order: [...order, ...unordered],
    resolutions,
  }
  return { graph, diagnostics: reportCycles(unordered, adjacency.upstream, byId) }
}

/** The order in which a reader finds the nodes: what stands first is the first of its name. */
function comparePlaces(a: Node, b: Node): number {
  return (
    compareText(a.at.path, b.at.path) ||
    a.at.line - b.at.line ||
    a.at.column - b.at.column ||
    compareText(a.id, b.id)
  )
}
