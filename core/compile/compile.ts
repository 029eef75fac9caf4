// Graph + target → CompiledNode[]. Pure and offline: nothing is read but what is given.
import type { RelationName } from '../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Hook } from '../parse/config.ts'
import type { ModelNode, Node, NodeId, SeedNode, SnapshotNode } from '../parse/node.ts'
import type { Located } from '../project/project.ts'
import type { Sql } from '../template/sql.ts'
import { checkConstraintNames } from './constraint-names.ts'
import { compileContract } from './contract.ts'
import { compileTest } from './compile-test.ts'
import type { CompiledTest } from './compiled-test.ts'
import type { CompiledHook, CompiledModel, CompiledNode } from './compiled.ts'
import { compileHook } from './compile-hook.ts'
import { compileSnapshot } from './compile-snapshot.ts'
import {
  createDesk,
  ephemeralsOf,
  isEphemeral,
  mentionsOf,
  printMention,
  rendering,
  tablesBehind,
  type CompileInput,
  type Desk,
} from './desk.ts'
import { commonTableName, nameMentions, withCommonTables } from './ephemeral.ts'
import { findInputs, findMisreadFiles } from './driver.ts'
import { fingerprint, fingerprintOf } from './fingerprint.ts'
import type { Intake } from './intake.ts'
import { nameInputs } from './name-inputs.ts'
import { checkNames, isRelationNode, nameRelations } from './naming.ts'
import { renderTemplate } from './render.ts'
import { eventTimeOf, periodicMention, type PeriodicInput, type PeriodicQuery } from './periodic.ts'
import { findUntoldFreshness } from './tell-freshness.ts'
import { trimStatement } from './trim-statement.ts'

/** Every node that was asked for, as SQL, in the graph's order. */
export interface Compilation {
  readonly nodes: readonly CompiledNode[]
  readonly tests: readonly CompiledTest[]
  /** The relation of every node that has a name in the database, asked for or not. */
  readonly relations: ReadonlyMap<NodeId, RelationName>
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles nodes. Every finding of every node is collected; a node with errors is left out of `nodes`. */
export function compile(input: CompileInput): Compilation {
  const relations = nameRelations(input)
  const desk = createDesk(input, relations)
  const nodes: CompiledNode[] = []
  const tests: CompiledTest[] = []
  const wanted = withEphemerals(input)
  for (const id of input.graph.order) {
    const node = input.graph.nodes.get(id)
    if (node === undefined || !wanted.has(id)) continue
    const test = node.kind === 'test' ? compileTest(node, desk) : undefined
    if (test !== undefined) tests.push(test)
    const compiled = compileNode(node, desk)
    if (compiled !== undefined && input.ids.has(id)) nodes.push(compiled)
  }
  const findings = [
    ...namingFindings(input, relations),
    ...findUntoldFreshness(input.graph),
    ...checkConstraintNames(nodes, relations, input.dialect),
    ...desk.findings,
  ]
  return { nodes, tests, relations, diagnostics: findings }
}

function namingFindings(
  { graph, dialect, target, isScratch }: CompileInput,
  relations: ReadonlyMap<NodeId, RelationName>,
): readonly Diagnostic[] {
  if (isScratch === true) return []
  const named = [...graph.nodes.values()].flatMap((node) => {
    const relation = relations.get(node.id)
    return (isRelationNode(node) || node?.kind === 'test') && relation !== undefined
      ? [{ node, relation }]
      : []
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

function compileNode(node: Node, desk: Desk): CompiledNode | undefined {
  switch (node.kind) {
    case 'model':
      return compileModel(node, desk)
    case 'seed':
      return compileSeed(node, desk)
    case 'snapshot':
      return compileSnapshot(node, commonParts(node, desk), desk)
    case 'source':
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
  if (common === undefined || full === undefined) return undefined
  if (node.config.microbatch !== undefined) return compileMicrobatch(node, { ...common, full }, desk)
  const delta = node.config.materialized === 'incremental' ? compileQuery(node, desk, true) : undefined
  if (node.config.materialized === 'incremental' && delta === undefined) return undefined
  desk.findings.push(...misreadFiles(node, desk))
  const intake = growingKinds.has(node.config.materialized) ? compileIntake(node, desk) : undefined
  if (intake === undefined && growingKinds.has(node.config.materialized)) return undefined
  return {
    kind: 'model',
    ...common,
    config: node.config,
    full,
    ...(delta === undefined ? {} : { delta }),
    ...(intake === undefined ? {} : { intake }),
    fingerprint: fingerprintOf(node.config, [full.text, delta?.text ?? '']),
  }
}

/** An ephemeral model is read where it is used; a flow or a state that files cannot drive has been told so. */
function misreadFiles(node: ModelNode, { input }: Desk): readonly Diagnostic[] {
  const { materialized } = node.config
  return materialized === 'ephemeral' || materialized === 'state' ? [] : findMisreadFiles(node, input.graph)
}

const growingKinds: ReadonlySet<string> = new Set(['flow', 'state', 'changes'])

/** Renders a growing model, and the ephemeral models behind it, with what they take in as common table expressions. */
function compileIntake(node: ModelNode, desk: Desk): Intake | undefined {
  const { input, relations } = desk
  const { driver, others, diagnostics } = findInputs(node, input.graph)
  desk.findings.push(...diagnostics)
  if (diagnostics.length > 0) return undefined
  const naming = { dialect: input.dialect, relations }
  const tables = nameInputs(driver, { others, ...naming })
  const inner: Desk = {
    ...desk,
    ephemerals: new Map(),
    findings: [],
    tables: new Map([...tables.all].map(({ id, table }) => [id, table])),
    watermarks: new Set(),
  }
  for (const id of input.graph.order) {
    const one = input.graph.nodes.get(id)
    if (isEphemeral(one) && desk.ephemerals.has(id)) compileQuery(one, inner, false)
  }
  const query = compileQuery(node, inner, false)
  if (query === undefined) return undefined
  return { ...tables.intake, query, usesWatermark: inner.watermarks.size > 0 }
}

/** Every period is built by the full query, read for that period: there is no other way to add rows. */
function compileMicrobatch(
  node: ModelNode,
  rest: Pick<CompiledModel, 'full'> & Omit<CompiledNode, 'kind' | 'config'>,
  desk: Desk,
): CompiledModel | undefined {
  const periodic = compilePeriodic(node, desk)
  if (periodic === undefined) {
    const at = node.places['incremental_strategy'] ?? node.at
    desk.findings.push(diagnostic('microbatch-without-input', { model: node.name }, { at }))
    return undefined
  }
  const inputs = periodic.inputs.map(({ relation, eventTime }) => `${relation}.${eventTime}`)
  const print = fingerprint([rest.full.text, ...inputs])
  return { kind: 'model', ...rest, config: node.config, periodic, fingerprint: print }
}

function compilePeriodic(node: ModelNode, desk: Desk): PeriodicQuery | undefined {
  const { dialect } = desk.input
  const known = periodicInputs(node, desk)
  const mentions = new Map(known.map(({ id, input }) => [id, input.mention]))
  const plain = rendering(node, desk, false)
  const { sql } = renderTemplate(node.template, {
    ...plain,
    print: (mentioned) => mentions.get(mentioned.id) ?? plain.print(mentioned),
  })
  const { sql: query } = trimStatement(sql, { name: node.name, path: node.path })
  // A hook's mention is an edge too, and needs no period.
  const inputs = known.map(({ input }) => input).filter(({ mention }) => query.text.includes(mention))
  if (inputs.length === 0) return undefined
  const direct = ephemeralsOf(node.id, desk)
  const named = nameMentions(query, [...mentionsOf(direct, desk), ...inputs], dialect)
  return { query: named, tables: tablesBehind(direct, desk), inputs }
}

function periodicInputs(
  node: ModelNode,
  desk: Desk,
): readonly { readonly id: NodeId; readonly input: PeriodicInput }[] {
  const { graph, dialect } = desk.input
  return (graph.upstream.get(node.id) ?? []).flatMap((id, index) => {
    const upstream = graph.nodes.get(id)
    if (upstream === undefined || !isRelationNode(upstream)) return []
    const eventTime = eventTimeOf(upstream)
    if (eventTime === undefined) return []
    const name = desk.relations.get(id)?.name ?? upstream.name
    const mention = periodicMention(name, index, dialect)
    const { column, at } = eventTime
    const relation = printMention(upstream, desk)
    return [{ id, input: { mention, relation, name, eventTime: column, at } }]
  })
}

function commonParts(
  node: ModelNode | SeedNode | SnapshotNode,
  desk: Desk,
): Omit<CompiledNode, 'kind' | 'config'> | undefined {
  const relation = desk.relations.get(node.id)
  if (relation === undefined) return undefined
  const contract = node.kind === 'snapshot' ? undefined : compileContract(node, desk)
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
    ...(contract === undefined ? {} : { contract }),
    places: node.places,
    preHooks: hooks(node.config.preHooks),
    postHooks: hooks(node.config.postHooks),
  }
}

function hookOf(
  { sql, transaction }: Hook,
  node: ModelNode | SeedNode | SnapshotNode,
  desk: Desk,
): CompiledHook {
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

function compileQuery(node: ModelNode, desk: Desk, incremental: boolean): Sql | undefined {
  const rendered = renderTemplate(node.template, rendering(node, desk, incremental))
  // The second rendering of an incremental model would find the same again.
  const already = incremental ? new Set(desk.findings.map((finding) => JSON.stringify(finding))) : new Set()
  const trimmed = trimStatement(rendered.sql, { name: node.name, path: node.path })
  const findings = [...rendered.diagnostics, ...(rendered.diagnostics.length > 0 ? [] : trimmed.diagnostics)]
  desk.findings.push(...findings.filter((finding) => !already.has(JSON.stringify(finding))))
  if (findings.length > 0) return undefined
  return putTogether(node, trimmed.sql, desk)
}

function putTogether(node: ModelNode, query: Sql, desk: Desk): Sql {
  const { dialect } = desk.input
  const direct = ephemeralsOf(node.id, desk)
  const inputs = [...desk.tables].map(([id, mention]) => ({
    mention,
    name: desk.relations.get(id)?.name ?? '',
  }))
  const named = nameMentions(query, [...mentionsOf(direct, desk), ...inputs], dialect)
  if (isEphemeral(node)) {
    const table = { name: commonTableName(node.name, dialect), query: named }
    desk.ephemerals.set(node.id, { table, needs: direct, rank: desk.ephemerals.size })
  }
  return withCommonTables(named, tablesBehind(direct, desk))
}
