// What compiling the nodes of one project shares: how a mention of another node is written, and the ephemeral models so far.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import type { ModelNode, Node, NodeId } from '../parse/node.ts'
import type { PlainValue, SchemaNaming, Target } from '../project/project.ts'
import type { MacroTable } from '../template/macros.ts'
import { commonTableName, type CommonTable, type Mention } from './ephemeral.ts'
import type { RelationNode } from './naming.ts'
import type { Rendering } from './render.ts'
import type { RunFacts, ScopeNode } from './scope.ts'
import { watermarkText } from './watermark-text.ts'

/** What compiling needs. */
export interface CompileInput {
  readonly graph: Graph
  readonly macros: MacroTable
  readonly package: string
  readonly target: Target
  readonly schemaNaming: SchemaNaming
  readonly vars: Readonly<Record<string, PlainValue>>
  readonly env: Readonly<Record<string, string>>
  readonly dialect: Dialect
  readonly run: RunFacts
  /** Which nodes to compile; the ephemeral models behind them are compiled too. */
  readonly ids: ReadonlySet<NodeId>
  /** Whether nodes stand where nobody else's do, so that their names need not be checked. */
  readonly isScratch?: boolean
  /** Whether tests keep the rows that fail where nothing is said of it. */
  readonly storeFailures?: boolean
  /** Where a node stands, where that is not its usual place (a unit test, another target). */
  readonly place?: (node: RelationNode, usual: RelationName) => RelationName
}

/** What compiling one node leaves for those behind it. */
export interface Desk {
  readonly input: CompileInput
  readonly relations: ReadonlyMap<NodeId, RelationName>
  /** Ephemeral models that have been compiled, with those that they need themselves. */
  readonly ephemerals: Map<NodeId, Ephemeral>
  readonly findings: Diagnostic[]
  /** The common table expressions that stand for inputs of a growing model. */
  readonly tables: ReadonlyMap<NodeId, string>
  /** The flows whose watermark was asked for. */
  readonly watermarks: Set<NodeId>
}

interface Ephemeral {
  readonly table: CommonTable
  /** The ephemeral models that its query mentions. */
  readonly needs: readonly NodeId[]
  /** How many were compiled before it: those that it needs are among them. */
  readonly rank: number
}

/** An empty desk. */
export function createDesk(input: CompileInput, relations: ReadonlyMap<NodeId, RelationName>): Desk {
  return { input, relations, ephemerals: new Map(), findings: [], tables: new Map(), watermarks: new Set() }
}

/** Whether a node is a model that is only ever part of other queries. */
export function isEphemeral(node: Node | undefined): node is ModelNode {
  return node?.kind === 'model' && node.config.materialized === 'ephemeral'
}

/** What a template of a node is rendered with; a project's own hooks belong to no node. */
export function rendering(node: ScopeNode | undefined, desk: Desk, incremental: boolean): Rendering {
  const { input, relations } = desk
  return {
    ...input,
    node,
    incremental,
    print: (mentioned) => printMention(mentioned, desk),
    relationOf: (id) => relations.get(id),
    printWatermark: (flow) => {
      desk.watermarks.add(flow.id)
      const relation = relations.get(flow.id)
      return relation === undefined ? '' : watermarkText(relation, input.dialect)
    },
  }
}

/** How a mention of a node is written. */
export function printMention(node: RelationNode, { input, relations, tables }: Desk): string {
  const other = tables.get(node.id)
  if (other !== undefined) return other
  if (isEphemeral(node)) return commonTableName(node.name, input.dialect)
  const relation = relations.get(node.id)
  return relation === undefined ? '' : input.dialect.relation(relation)
}

/** The ephemeral models that a node's query mentions itself. */
export function ephemeralsOf(id: NodeId, { input: { graph } }: Desk): readonly NodeId[] {
  return (graph.upstream.get(id) ?? []).filter((one) => isEphemeral(graph.nodes.get(one)))
}

/** How ephemeral models are mentioned. */
export function mentionsOf(
  direct: readonly NodeId[],
  { input: { graph, dialect } }: Desk,
): readonly Mention[] {
  return direct.flatMap((id) => {
    const name = graph.nodes.get(id)?.name
    return name === undefined ? [] : [{ mention: commonTableName(name, dialect), name }]
  })
}

/** The common tables of some ephemeral models and of all behind them, each behind those that it needs. */
export function tablesBehind(direct: readonly NodeId[], { ephemerals }: Desk): readonly CommonTable[] {
  const found = new Map<NodeId, Ephemeral>()
  const queue = [...direct]
  for (const id of queue) {
    const ephemeral = ephemerals.get(id)
    if (ephemeral === undefined || found.has(id)) continue
    found.set(id, ephemeral)
    queue.push(...ephemeral.needs)
  }
  return [...found.values()].toSorted((a, b) => a.rank - b.rank).map(({ table }) => table)
}
