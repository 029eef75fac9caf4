// A unit test's node + the project → its model, compiled for schemas of the test's own.
import { fitName } from '../adapter/fit-name.ts'
import type { RelationName } from '../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { Graph } from '../graph/graph.ts'
import { referenceKey } from '../graph/reference-key.ts'
import type { Node, NodeId, UnitTestNode } from '../parse/node.ts'
import type { PlainValue } from '../project/project.ts'
import type { MacroTable } from '../template/macros.ts'
import type { MacroDefinition } from '../template/template.ts'
import { checkOwnRows, checkUnitInputs, givenId, type Given } from './check-unit-inputs.ts'
import { compile, type Compilation } from './compile.ts'
import type { CompiledModel, CompiledQuery } from './compiled.ts'
import type { CompiledUnitTest, TypeSource, UnitInput, UnitLog } from './compiled-unit-test.ts'
import { isEphemeral, type CompileInput } from './desk.ts'
import { mentionOf } from './inputs-behind.ts'
import { isRelationNode } from './naming.ts'

/** What compiling a unit test comes to. */
export interface UnitTestCompilation {
  /** Undefined where something is wrong with it. */
  readonly test: CompiledUnitTest | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Compiles a unit test. `scratch` begins the names of its schemas. */
export function compileUnitTest(
  node: UnitTestNode,
  input: Omit<CompileInput, 'ids'>,
  scratch: string,
): UnitTestCompilation {
  const { graph } = input
  const tested = graph.nodes.get(resolve(node, 0, graph) ?? '')
  const isTestable = tested?.kind === 'model' || tested?.kind === 'snapshot'
  if (!isTestable || node.expect === undefined) return { test: undefined, diagnostics: [] }
  const given = givenNodes(node, graph)
  const findings = [...checkUnitInputs(node, tested, { graph, given }), ...checkMacros(node, input.macros)]
  if (findings.length > 0) return { test: undefined, diagnostics: findings }
  const placed = place(input, { graph: withStanding(graph, given), scratch })
  const built = compile({ ...placed, ...overridden(node, placed), ids: new Set([tested.id]) })
  const model = built.nodes.find(({ id }) => id === tested.id)
  if (model === undefined || model.kind === 'seed') return { test: undefined, diagnostics: built.diagnostics }
  const idle = checkOwnRows(node, model, input.dialect)
  if (idle.length > 0) return { test: undefined, diagnostics: idle }
  const wanted = behind([...given.keys()], placed.graph)
  const typed = typeSourcesOf(compile({ ...placed, ids: wanted }), wanted, placed.graph)
  const inputs = inputsOf(given, model, { graph, relations: built.relations })
  return {
    test: {
      kind: 'unit_test',
      id: node.id,
      name: node.name,
      path: node.path,
      at: node.at,
      description: node.description,
      tested: tested.id,
      node: bare(model),
      inputs,
      existing: node.given.find(({ reference }) => reference === undefined)?.fixture,
      later: node.later.map((list) =>
        list.flatMap((one) => {
          const id = givenId(node, one, graph)
          return id === undefined ? [] : [{ input: id, fixture: one.fixture }]
        }),
      ),
      expect: node.expect,
      compares: comparedOf(node, model),
      fullRefresh: node.overrides.incremental === false,
      startedAt: node.overrides.startedAt,
      stands:
        node.overrides.incremental === true || node.given.some(({ reference }) => reference === undefined),
      typeSources: typed,
      schemas: schemasOf([
        ...inputs.map(({ relation }) => relation),
        ...typed.map(relationOf),
        model.relation,
      ]),
    },
    diagnostics: built.diagnostics,
  }
}

function resolve(node: UnitTestNode, index: number, graph: Graph): NodeId | undefined {
  const reference = node.references[index]
  return reference === undefined ? undefined : graph.resolutions.get(node.id)?.get(referenceKey(reference))
}

/** The inputs that rows are given for; what comes in only later is given as well. */
function givenNodes(node: UnitTestNode, graph: Graph): ReadonlyMap<NodeId, Given> {
  const found = new Map<NodeId, Given>()
  for (const rows of node.given) {
    const id = givenId(node, rows, graph)
    const one = id === undefined ? undefined : graph.nodes.get(id)
    if (id !== undefined && one !== undefined && isRelationNode(one)) found.set(id, { node: one, rows })
  }
  for (const rows of node.later.flat()) {
    const id = givenId(node, rows, graph)
    const one = id === undefined ? undefined : graph.nodes.get(id)
    if (id === undefined || found.has(id) || one === undefined || !isRelationNode(one)) continue
    found.set(id, { node: one, rows: { ...rows, fixture: { kind: 'rows', rows: [], at: rows.at } } })
  }
  return found
}

function checkMacros({ overrides }: UnitTestNode, macros: MacroTable): readonly Diagnostic[] {
  return Object.entries(overrides.macros).flatMap(([name, { at }]) => {
    if (name === incrementalMacro || macros.has(name)) return []
    const suggestion = didYouMean(name, [incrementalMacro, ...macros.keys()])
    return [diagnostic('unit-macro-unknown', { name, suggestion }, { at })]
  })
}

/** dbt's word for asking whether rows are being added. */
const incrementalMacro = 'is_incremental'

/**
 * Ephemeral models that rows are given for stand as relations. Contracts are no part of a test: its rows need only have the
 * columns that matter to it, and nothing stands that a foreign key could refer to.
 */
function withStanding(graph: Graph, given: ReadonlyMap<NodeId, Given>): Graph {
  const standing = [...given.values()].flatMap(({ node }) =>
    isEphemeral(node)
      ? [[node.id, { ...node, config: { ...node.config, materialized: 'view' } }] as const]
      : [],
  )
  const nodes = new Map([...graph.nodes, ...standing])
  const held = [...nodes.values()].filter(
    (node) => (node.kind === 'model' || node.kind === 'seed') && node.config.contract.enforced,
  )
  for (const node of held) nodes.set(node.id, withoutContract(node))
  return standing.length + held.length === 0 ? graph : { ...graph, nodes }
}

function withoutContract(node: Node): Node {
  const contract = { enforced: false, aliasTypes: true }
  if (node.kind === 'model') return { ...node, config: { ...node.config, contract } }
  return node.kind === 'seed' ? { ...node, config: { ...node.config, contract } } : node
}

function place(
  input: Omit<CompileInput, 'ids'>,
  { graph, scratch }: { readonly graph: Graph; readonly scratch: string },
): Omit<CompileInput, 'ids'> {
  const { dialect } = input
  return {
    ...input,
    graph,
    isScratch: true,
    place: (_node, { schema, name }): RelationName => ({
      schema: fitName(`${scratch}_${schema}`, '', dialect.maxIdentifierBytes),
      name,
    }),
  }
}

function overridden(
  { overrides }: UnitTestNode,
  { vars, env, macros, run }: Omit<CompileInput, 'ids'>,
): Pick<CompileInput, 'vars' | 'env' | 'macros' | 'run'> {
  const { startedAt = run.startedAt } = overrides
  return {
    vars: { ...vars, ...overrides.vars },
    env: { ...env, ...textsOf(overrides.env) },
    macros: new Map([...macros, ...replaced(overrides.macros, macros)]),
    run: { ...run, startedAt },
  }
}

function textsOf(values: Readonly<Record<string, PlainValue>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, wordOf(value)]))
}

function wordOf(value: PlainValue): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A macro that is replaced takes what it took, and prints the value. */
function replaced(
  values: UnitTestNode['overrides']['macros'],
  macros: MacroTable,
): readonly (readonly [string, MacroDefinition])[] {
  return Object.entries(values).flatMap(([name, { value, at }]) => {
    const macro = macros.get(name)
    if (macro === undefined) return []
    return [[name, { ...macro, body: [{ kind: 'text', text: wordOf(value), at, copied: false }] }] as const]
  })
}

/** Some nodes and everything that they are made from: what their types can be taken from. */
function behind(ids: readonly NodeId[], { nodes, upstream }: Graph): ReadonlySet<NodeId> {
  const found = new Set(ids)
  for (const id of found) for (const needed of upstream.get(id) ?? []) found.add(needed)
  return new Set([...found].filter((id) => !isEphemeral(nodes.get(id))))
}

function inputsOf(
  given: ReadonlyMap<NodeId, Given>,
  model: CompiledQuery,
  { graph, relations }: { readonly graph: Graph; readonly relations: ReadonlyMap<NodeId, RelationName> },
): readonly UnitInput[] {
  return [...given].flatMap(([id, { node, rows }]) => {
    const relation = relations.get(id)
    if (relation === undefined) return []
    return [
      {
        id,
        name: mentionOf(node),
        relation,
        at: rows.at,
        fixture: rows.fixture,
        declared: node.columns,
        log: logOf(graph.nodes.get(id), model),
      },
    ]
  })
}

function logOf(node: Node | undefined, tested: CompiledQuery): UnitLog | undefined {
  if (node === undefined || tested.kind === 'snapshot') return undefined
  const { intake, full } = tested
  const isLog = intake?.driver?.id === node.id || intake?.logs.some(({ id }) => id === node.id) === true
  const isFlow = node.kind === 'model' && node.config.materialized === 'flow'
  // What asks for a flow's watermark asks what is remembered of it.
  if (!isLog && !(isFlow && full.text.includes('cast(watermark as'))) return undefined
  if (node.kind !== 'model') return { isWeighted: false, eventTime: undefined, lateness: 0 }
  const { materialized, eventTime, growth } = node.config
  return {
    isWeighted: materialized === 'changes',
    eventTime: materialized === 'flow' ? eventTime : undefined,
    lateness: growth.lateness ?? 0,
  }
}

/** How new rows come in is the test's business: each driver is read as a log of the rows that are given. */
function bare(tested: CompiledQuery): CompiledQuery {
  const quiet = { grants: {}, persistDocs: { relation: false, columns: false } }
  if (tested.kind === 'snapshot')
    return { ...tested, preHooks: [], postHooks: [], config: { ...tested.config, ...quiet } }
  return bareModel({ ...tested, preHooks: [], postHooks: [], config: { ...tested.config, ...quiet } })
}

function bareModel(model: CompiledModel): CompiledModel {
  const { intake } = model
  const driver = intake?.driver
  return {
    ...model,
    ...(intake === undefined || driver === undefined
      ? {}
      : {
          intake: {
            ...intake,
            driver: {
              kind: 'log',
              id: driver.id,
              name: driver.name,
              table: driver.table,
              relation: driver.relation,
            },
          },
        }),
  }
}

/** An incremental model's query is compared where dbt's own word says what it does; otherwise its table is. */
function comparedOf({ overrides }: UnitTestNode, tested: CompiledQuery): CompiledUnitTest['compares'] {
  const said = overrides.macros[incrementalMacro]?.value
  if (said !== undefined) return said === true || said === 'true' ? 'delta' : 'query'
  if (tested.kind === 'snapshot') return 'table'
  const { materialized } = tested.config
  return materialized === 'view' || materialized === 'table' || materialized === 'ephemeral'
    ? 'query'
    : 'table'
}

function relationOf(source: TypeSource): RelationName {
  return source.kind === 'node' ? source.node.relation : source.relation
}

/** In the order in which they can be made. */
function typeSourcesOf(
  { nodes, relations }: Compilation,
  wanted: ReadonlySet<NodeId>,
  graph: Graph,
): readonly TypeSource[] {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const order = graph.order.filter((id) => wanted.has(id))
  return order.flatMap((id): readonly TypeSource[] => {
    const compiled = byId.get(id)
    if (compiled !== undefined) return [{ kind: 'node', node: compiled }]
    const node = graph.nodes.get(id)
    const relation = relations.get(id)
    return node?.kind === 'source' && relation !== undefined
      ? [{ kind: 'source', relation, columns: node.columns }]
      : []
  })
}

function schemasOf(relations: readonly RelationName[]): readonly string[] {
  return [...new Set(relations.map(({ schema }) => schema))].toSorted()
}
