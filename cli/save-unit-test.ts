import { randomUUID } from 'node:crypto'
import {
  batchColumn,
  buildGraph,
  compile,
  computeUnitTest,
  createFiles,
  diagnostic,
  inputsBehind,
  isGoodName,
  mentionOf,
  parseProject,
  printUnitTest,
  proposeName,
  readTexts,
  wordProblem,
  type Adapter,
  type CompiledUnitTest,
  type Node,
  type NodeId,
  type RelationName,
  type TextTable,
  type UnitTestFiles,
  type WrittenInput,
  type WrittenUnitTest,
} from '../core/index.ts'
import { exitCodes, type Invocation } from './command.ts'
import { compileInput, type RunFacts } from './compile-input.ts'
import { compileNodes, compileUnitTests, openAdapter } from './context.ts'
import { placeOfTarget, type OpenProject } from './open-project.ts'
import { count } from './render/count.ts'
import type { Reporting } from './reporting.ts'
import { runWorld } from './run-world.ts'

/** What saving needs. */
export interface Saving {
  readonly open: OpenProject
  readonly invocation: Invocation
  readonly reporting: Reporting
  /** So many rows of each input at most. */
  readonly limit: number
}

/** Writes a unit test of a model: rows of what it reads as they stand, and what it makes of them. Overwrites nothing. */
export async function saveUnitTest(ids: ReadonlySet<NodeId>, saving: Saving): Promise<number> {
  const { open, reporting } = saving
  const tested = testedNode(ids, saving)
  if (tested === undefined) return exitCodes.usage
  const adapter = await openAdapter(open, { reporting, threads: 1, command: 'show' })
  if (adapter === undefined) return exitCodes.usage
  try {
    return await save(tested, { ...saving, adapter })
  } finally {
    await adapter.close()
  }
}

interface Tested {
  readonly node: Node
  readonly name: string
  readonly run: RunFacts
  readonly inputs: readonly { readonly node: Node; readonly relation: RelationName }[]
}

/** The node that is selected, and what it reads; undefined where it cannot be saved, which is reported. */
function testedNode(ids: ReadonlySet<NodeId>, { open, invocation, reporting }: Saving): Tested | undefined {
  const { options, world } = invocation
  const node = open.graph.nodes.get([...ids][0] ?? '')
  if (node === undefined || ids.size !== 1 || options.inline !== undefined) {
    const selected = options.inline === undefined ? ids.size : undefined
    reporting.report([diagnostic('one-model-to-save', { selected })])
    return undefined
  }
  const name = options.saveAsUnitTest === '' ? `${node.name}_example` : (options.saveAsUnitTest ?? '')
  if (!isGoodName(name)) reporting.report([diagnostic('bad-name', { name, suggestion: proposeName(name) })])
  // Whole seconds can be written in a test.
  const run = { id: randomUUID(), startedAt: Math.floor(world.now() / 1000) * 1000 }
  const { relations } = compileNodes(open, ids, { run, reporting })
  const inputs = inputsBehind(node.id, open.graph, new Set()).flatMap((input) => {
    const relation = relations.get(input.id)
    return relation === undefined ? [] : [{ node: input, relation }]
  })
  for (const { node: input } of inputs)
    if (input.kind === 'source' && input.files !== undefined)
      reporting.report([diagnostic('files-not-saved', { input: mentionOf(input) }, { at: input.at })])
  return reporting.failed ? undefined : { node, name, run, inputs }
}

interface Connected extends Saving {
  readonly adapter: Adapter
}

async function save(tested: Tested, saving: Connected): Promise<number> {
  const { reporting, adapter, open, invocation } = saving
  const given = await readGiven(tested, saving)
  if (given === undefined) return exitCodes.failure
  const draft = draftOf(tested, given, open)
  const test = compileDraft(draft, tested, saving)
  if (test === undefined) return exitCodes.usage
  const world = runWorld(open, tested.run, { invocation, adapter })
  const computed = await computeUnitTest(test, { ...world, adapter })
  if (!computed.ok) {
    reporting.report(computed.diagnostics)
    return exitCodes.failure
  }
  return write(draft, computed.value, saving)
}

async function readGiven(
  { inputs }: Tested,
  { adapter, invocation, reporting, limit, open }: Connected,
): Promise<readonly WrittenInput[] | undefined> {
  const given: WrittenInput[] = []
  const isWanted = ({ name }: { readonly name: string }): boolean => name !== batchColumn
  for (const { node, relation } of inputs) {
    const query = `select * from ${adapter.dialect.relation(relation)}`
    try {
      const table = await adapter.session(
        (session) => readTexts(session, adapter, { query, limit, isWanted }),
        invocation.world.signal,
      )
      given.push({ mention: mentionOf(node), name: fileNameOf(node), table })
    } catch (error) {
      const problem = adapter.explain(error)
      if (problem === undefined) throw error
      const place = problem.kind === 'connection' ? placeOfTarget(open) : { at: node.at }
      reporting.report([wordProblem(problem, place)])
      return undefined
    }
  }
  return given
}

function fileNameOf(node: Node): string {
  return node.kind === 'source' ? `${node.source}_${node.name}` : node.name
}

function draftOf(
  { node, name, run }: Tested,
  inputs: readonly WrittenInput[],
  open: OpenProject,
): WrittenUnitTest {
  const [tests = 'tests'] = open.project.config.paths.tests
  return {
    name,
    model: { name: node.name, path: node.path },
    folder: `${tests}/fixtures`,
    inputs,
    expected: { columns: [], rows: [] },
    startedAt: node.kind === 'snapshot' || asksForTime(node, run, open) ? run.startedAt : undefined,
  }
}

/** Whether a model's query is another one on another day. */
function asksForTime({ id }: Node, run: RunFacts, open: OpenProject): boolean {
  const textAt = (startedAt: number): string =>
    compile({ ...compileInput(open, { ...run, startedAt }), ids: new Set([id]) })
      .nodes.map((node) => (node.kind === 'seed' ? '' : node.full.text))
      .join('')
  return textAt(run.startedAt) !== textAt(run.startedAt + 90_061_000)
}

/** The test as the project will read it, which expects nothing yet. */
function compileDraft(
  draft: WrittenUnitTest,
  { run }: Tested,
  { open, reporting }: Connected,
): CompiledUnitTest | undefined {
  const { project } = open
  const { properties, fixtures } = printUnitTest(draft)
  const standing = new Set([...project.files.properties, ...project.files.fixtures].map(({ path }) => path))
  for (const { path } of [properties, ...fixtures])
    if (standing.has(path)) reporting.report([diagnostic('file-stands', { path })])
  if (reporting.failed) return undefined
  const files = {
    ...project.files,
    properties: [...project.files.properties, properties],
    fixtures: [...project.files.fixtures, ...fixtures],
  }
  reporting.sources.set(properties.path, properties.text)
  const parsed = parseProject({ ...project, files })
  const { graph, diagnostics } = buildGraph(parsed.nodes, { package: project.config.name })
  const isOwn = (node: Node): boolean => node.kind === 'unit_test' && node.path === properties.path
  const own = [...graph.nodes.values()].filter(isOwn).map(({ id }) => id)
  reporting.report([...parsed.diagnostics, ...diagnostics].filter(({ severity }) => severity === 'error'))
  const [test] = compileUnitTests({ ...open, graph }, new Set(own), { run, reporting })
  return reporting.failed ? undefined : test
}

function write(draft: WrittenUnitTest, expected: TextTable, { open, reporting, invocation }: Saving): number {
  const printed = printUnitTest({ ...draft, expected })
  const standing = makeFiles(printed, { open, reporting })
  if (reporting.failed) return exitCodes.usage
  const rows = new Map<string, number>([
    ...draft.inputs.map(({ name, table }) => [`${draft.name}__${name}.csv`, table.rows.length] as const),
    [`${draft.name}__expected.csv`, expected.rows.length],
  ])
  if (invocation.options.quiet === true) return exitCodes.success
  const widest = Math.max(...standing.map(({ length }) => length))
  for (const path of standing) {
    const held = rows.get(path.slice(path.lastIndexOf('/') + 1))
    const said = held === undefined ? '' : `  ${count(held, 'row')}`
    reporting.output.write(`made  ${said === '' ? path : path.padEnd(widest)}${said}\n`)
  }
  reporting.output.write(
    `\nIt expects what the model makes of these rows today. Look whether that is right, then:\n  xform test --select ${draft.name}\n`,
  )
  return exitCodes.success
}

/** The fixtures first: a property file names them. Nothing is written over, and half a test is said to be one. */
function makeFiles(
  { fixtures, properties }: UnitTestFiles,
  { open, reporting }: Pick<Saving, 'open' | 'reporting'>,
): readonly string[] {
  const made: string[] = []
  for (const files of [fixtures, [properties]]) {
    const { created, kept, diagnostics } = createFiles(open.project.folder, files)
    made.push(...created)
    reporting.report([...diagnostics, ...kept.map((path) => diagnostic('file-stands', { path }))])
    if (reporting.failed) return made
  }
  return made
}
