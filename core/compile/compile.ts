// Graph + target → CompiledNode[]. Pure and offline: nothing is read but what is given.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Graph } from '../graph/graph.ts'
import type { Hook } from '../parse/config.ts'
import type { ModelNode, Node, NodeId, SeedNode } from '../parse/node.ts'
import type { Located, PlainValue, SchemaNaming, Target } from '../project/project.ts'
import type { MacroTable } from '../template/macros.ts'
import type { Sql } from '../template/sql.ts'
import type { CompiledHook, CompiledModel, CompiledNode } from './compiled.ts'
import { compileHook } from './compile-hook.ts'
import { commonTableName, nameMentions, withCommonTables, type CommonTable } from './ephemeral.ts'
import { fingerprint } from './fingerprint.ts'
import { checkNames, isRelationNode, nameRelations, type RelationNode } from './naming.ts'
import { renderModel, type Rendering } from './render.ts'
import type { RunFacts } from './scope.ts'
import { trimStatement } from './trim-statement.ts'

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
  /** How a mention of a node becomes SQL, where that is not its own relation (a unit test, another target). */
  readonly resolve?: (node: RelationNode) => string | undefined
}

/** Every node that was asked for, as SQL, in the graph's order. */
export interface Compilation {
  readonly nodes: readonly CompiledNode[]
  /** The relation of every node that has a name in the database, asked for or not. */
  readonly relations: ReadonlyMap<NodeId, RelationName>
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles nodes. Every finding of every node is collected; a node with errors is left out of `nodes`. */
export function compile(input: CompileInput): Compilation {
  const relations = nameRelations(input)
  const desk = createDesk(input, relations)
  const nodes: CompiledNode[] = []
  const wanted = withEphemerals(input)
  for (const id of input.graph.order) {
    const node = input.graph.nodes.get(id)
    if (node === undefined || !wanted.has(id)) continue
    const compiled = compileNode(node, desk)
    if (compiled !== undefined && input.ids.has(id)) nodes.push(compiled)
  }
  return { nodes, relations, diagnostics: [...namingFindings(input, relations), ...desk.findings] }
}

/** What compiling one node leaves for those behind it. */
interface Desk {
  readonly input: CompileInput
  readonly relations: ReadonlyMap<NodeId, RelationName>
  /** Ephemeral models that have been compiled, with those that they need themselves. */
  readonly ephemerals: Map<NodeId, Ephemeral>
  readonly findings: Diagnostic[]
}

interface Ephemeral {
  readonly table: CommonTable
  /** The ephemeral models that its query mentions. */
  readonly needs: readonly NodeId[]
  /** How many were compiled before it: those that it needs are among them. */
  readonly rank: number
}

function createDesk(input: CompileInput, relations: ReadonlyMap<NodeId, RelationName>): Desk {
  return { input, relations, ephemerals: new Map(), findings: [] }
}

function namingFindings(
  { graph, dialect, target }: CompileInput,
  relations: ReadonlyMap<NodeId, RelationName>,
): readonly Diagnostic[] {
  const named = [...graph.nodes.values()].flatMap((node) => {
    const relation = relations.get(node.id)
    return isRelationNode(node) && relation !== undefined ? [{ node, relation }] : []
  })
  return checkNames(named, { dialect, target })
}

/** The nodes that were asked for and every ephemeral model that their queries are made of. */
function withEphemerals({ graph, ids }: CompileInput): ReadonlySet<NodeId> {
  const wanted = new Set(ids)
  const queue = [...ids]
  for (const id of queue) {
    for (const needed of graph.upstream.get(id) ?? []) {
      if (wanted.has(needed) || !isEphemeral(graph.nodes.get(needed))) continue
      wanted.add(needed)
      queue.push(needed)
    }
  }
  return wanted
}

function isEphemeral(node: Node | undefined): node is ModelNode {
  return node?.kind === 'model' && node.config.materialized === 'ephemeral'
}

function compileNode(node: Node, desk: Desk): CompiledNode | undefined {
  switch (node.kind) {
    case 'model':
      return compileModel(node, desk)
    case 'seed':
      return compileSeed(node, desk)
    case 'source':
    case 'snapshot':
    case 'test':
    case 'unit_test':
    case 'exposure':
      return undefined
  }
}

function compileSeed(node: SeedNode, desk: Desk): CompiledNode | undefined {
  const common = commonParts(node, desk)
  return common === undefined ? undefined : { kind: 'seed', ...common, config: node.config }
}

function compileModel(node: ModelNode, desk: Desk): CompiledModel | undefined {
  const common = commonParts(node, desk)
  const full = compileQuery(node, desk, false)
  const delta = node.config.materialized === 'incremental' ? compileQuery(node, desk, true) : undefined
  if (common === undefined || full === undefined) return undefined
  if (node.config.materialized === 'incremental' && delta === undefined) return undefined
  return {
    kind: 'model',
    ...common,
    config: node.config,
    full,
    ...(delta === undefined ? {} : { delta }),
    fingerprint: fingerprint([full.text, delta?.text ?? '']),
  }
}

function commonParts(
  node: ModelNode | SeedNode,
  desk: Desk,
): Omit<CompiledNode, 'kind' | 'config'> | undefined {
  const relation = desk.relations.get(node.id)
  if (relation === undefined) return undefined
  const hooks = (list: readonly Hook[]): readonly CompiledHook[] =>
    list.map((hook) => hookOf(hook, node, desk))
  return {
    id: node.id,
    name: node.name,
    path: node.path,
    at: node.at,
    relation,
    description: node.description,
    columns: node.columns,
    places: node.places,
    preHooks: hooks(node.config.preHooks),
    postHooks: hooks(node.config.postHooks),
  }
}

function hookOf({ sql, transaction }: Hook, node: ModelNode | SeedNode, desk: Desk): CompiledHook {
  const compiled = compileHook(sql, rendering(node, desk, false))
  desk.findings.push(...compiled.diagnostics)
  return { sql: compiled.sql, transaction }
}

/** Compiles what a project runs before its first and after its last node. */
export function compileProjectHooks(
  hooks: readonly Located<string>[],
  input: CompileInput,
): { readonly hooks: readonly CompiledHook[]; readonly diagnostics: readonly Diagnostic[] } {
  const desk = createDesk(input, nameRelations(input))
  const compiled = hooks.map((hook) => compileHook(hook, rendering(undefined, desk, false)))
  return {
    hooks: compiled.map(({ sql }) => ({ sql, transaction: false })),
    diagnostics: compiled.flatMap(({ diagnostics }) => diagnostics),
  }
}

function rendering(
  node: ModelNode | SeedNode | undefined,
  { input, relations }: Desk,
  incremental: boolean,
): Rendering {
  return {
    ...input,
    node,
    incremental,
    print: (mentioned) => printMention(mentioned, { input, relations }),
    relationOf: (id) => relations.get(id),
  }
}

function printMention(node: RelationNode, { input, relations }: Pick<Desk, 'input' | 'relations'>): string {
  const other = input.resolve?.(node)
  if (other !== undefined) return other
  if (isEphemeral(node)) return commonTableName(node.name, input.dialect)
  const relation = relations.get(node.id)
  return relation === undefined ? '' : input.dialect.relation(relation)
}

function compileQuery(node: ModelNode, desk: Desk, incremental: boolean): Sql | undefined {
  const rendered = renderModel(node, rendering(node, desk, incremental))
  // The second rendering of an incremental model would find the same again.
  const already = incremental ? new Set(desk.findings.map((finding) => JSON.stringify(finding))) : new Set()
  const trimmed = trimStatement(rendered.sql, { name: node.name, path: node.path })
  const findings = [...rendered.diagnostics, ...(rendered.diagnostics.length > 0 ? [] : trimmed.diagnostics)]
  desk.findings.push(...findings.filter((finding) => !already.has(JSON.stringify(finding))))
  if (findings.length > 0) return undefined
  return putTogether(node, trimmed.sql, desk)
}

function putTogether(node: ModelNode, query: Sql, desk: Desk): Sql {
  const { graph, dialect } = desk.input
  const direct = (graph.upstream.get(node.id) ?? []).filter((id) => isEphemeral(graph.nodes.get(id)))
  const names = direct.flatMap((id) => graph.nodes.get(id)?.name ?? [])
  const named = nameMentions(query, names, dialect)
  if (isEphemeral(node)) {
    const table = { name: commonTableName(node.name, dialect), query: named }
    desk.ephemerals.set(node.id, { table, needs: direct, rank: desk.ephemerals.size })
  }
  return withCommonTables(named, tablesBehind(direct, desk))
}

/** The common tables of some ephemeral models and of all behind them, each behind those that it needs. */
function tablesBehind(direct: readonly NodeId[], { ephemerals }: Desk): readonly CommonTable[] {
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
