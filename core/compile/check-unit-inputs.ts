// A unit test, and what its model reads → what is wrong with the rows that it gives.
import type { Dialect } from '../adapter/dialect.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { describeNode } from '../graph/describe-node.ts'
import type { Graph } from '../graph/graph.ts'
import { referenceKey } from '../graph/reference-key.ts'
import type { GivenRows, ModelNode, NodeId, SnapshotNode, UnitTestNode } from '../parse/node.ts'
import type { CompiledQuery } from './compiled.ts'
import { inputsBehind, mentionOf } from './inputs-behind.ts'
import type { RelationNode } from './naming.ts'

/** An input that rows are given for. */
export interface Given {
  readonly node: RelationNode
  readonly rows: GivenRows
}

/** What a unit test is checked against. */
export interface UnitContext {
  readonly graph: Graph
  readonly given: ReadonlyMap<NodeId, Given>
}

/** Everything that the model reads must be given, once, and nothing else. */
export function checkUnitInputs(
  node: UnitTestNode,
  tested: ModelNode | SnapshotNode,
  { graph, given }: UnitContext,
): readonly Diagnostic[] {
  const read = inputsBehind(tested.id, graph, given)
  const missing = read
    .filter((one) => !given.has(one.id))
    .map((one) =>
      diagnostic('unit-input-missing', { test: node.name, input: mentionOf(one) }, { at: node.at }),
    )
  const names = new Set(read.map(({ id }) => id))
  const surplus = [...given.values()]
    .filter((one) => !names.has(one.node.id))
    .map((one) => unread(tested.name, describeNode(one.node), one.rows))
  const repeated = [node.given, ...node.later].flatMap((list) => twice(list, node, graph))
  const own = node.later
    .flat()
    .filter(({ reference }) => reference === undefined)
    .map(({ at }) => diagnostic('unit-later-this', undefined, { at }))
  return [...missing, ...surplus, ...repeated, ...own]
}

/** The input that rows are given for; undefined for the model's own table. */
export function givenId(
  { id }: UnitTestNode,
  { reference }: GivenRows,
  { resolutions }: Graph,
): NodeId | undefined {
  return reference === undefined ? undefined : resolutions.get(id)?.get(referenceKey(reference))
}

function twice(list: readonly GivenRows[], node: UnitTestNode, graph: Graph): readonly Diagnostic[] {
  const seen = new Map<NodeId | undefined, GivenRows>()
  return list.flatMap((rows) => {
    const id = givenId(node, rows, graph)
    const first = seen.get(id)
    seen.set(id, first ?? rows)
    if (first === undefined) return []
    const one = graph.nodes.get(id ?? '')
    const input = one === undefined ? 'this' : mentionOf(one)
    const related = [{ message: 'rows are given for it here first', at: first.at }]
    return [diagnostic('unit-input-twice', { input }, { at: rows.at, related })]
  })
}

/** The rows of a model's own table matter where the table is added to, or where its query mentions it. */
export function checkOwnRows(
  node: UnitTestNode,
  tested: CompiledQuery,
  dialect: Dialect,
): readonly Diagnostic[] {
  const rows = node.given.find(({ reference }) => reference === undefined)
  if (rows === undefined || tested.kind === 'snapshot') return []
  const { materialized } = tested.config
  const isComputed = materialized === 'view' || materialized === 'table' || materialized === 'ephemeral'
  if (!isComputed || tested.full.text.includes(dialect.relation(tested.relation))) return []
  return [unread(tested.name, 'this, its own table', rows)]
}

function unread(model: string, input: string, { at }: GivenRows): Diagnostic {
  return diagnostic('unit-input-unread', { model, input }, { at })
}
