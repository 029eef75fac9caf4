// A command's options → the project that it is called in or for, read and checked.
import { resolve } from 'node:path'
import { adapterFacts, adapters } from '../adapters/index.ts'
import {
  buildGraph,
  compile,
  diagnostic,
  findProjectFolder,
  hasErrors,
  loadProject,
  parseProject,
  parseSelectors,
  type AdapterModule,
  type Diagnostic,
  type LoadedProject,
  type NamedSelector,
  type Node,
  type NodeId,
  type Project,
  type Span,
} from '../core/index.ts'
import type { Invocation } from './command.ts'
import { compileInput, type CompiledParts } from './compile-input.ts'
import { filesWithErrors, findTargetProblems, withoutEchoes } from './project-findings.ts'
import type { Reporting } from './reporting.ts'

/** A project, read and checked, with its graph. */
export interface OpenProject extends CompiledParts {
  /** Nodes that say `enabled: false`, and what was left out of the graph with them. */
  readonly disabled: readonly Node[]
  /** What selectors.yml defines, where there is one. */
  readonly selectors: readonly NamedSelector[] | undefined
  readonly adapter: AdapterModule<unknown>
}

/** Reads the project that a command is called in or for. Findings are reported; with errors there is no project. */
export async function openProject(
  invocation: Invocation,
  reporting: Reporting,
): Promise<OpenProject | undefined> {
  const loaded = await loadFound(invocation, reporting)
  const project = loaded?.project ?? loaded?.draft
  if (loaded === undefined || project === undefined) {
    reporting.report(loaded?.diagnostics ?? [])
    return undefined
  }
  const adapter = await loadAdapter(project, reporting)
  if (adapter === undefined) return undefined
  const whole = withInline(project, invocation.options.inline)
  for (const { path, text } of whole.files.models.slice(project.files.models.length))
    reporting.sources.set(path, text)
  const { open, findings } = survey(whole, { loaded, adapter })
  if (!hasErrors(findings)) {
    reporting.report(findings)
    return open
  }
  reporting.report([...findings, ...findFurther(open, findings)])
  return undefined
}

async function loadFound(
  { options, world }: Invocation,
  reporting: Reporting,
): Promise<LoadedProject | undefined> {
  const found = findProjectFolder(resolve(world.cwd, options.projectDir ?? '.'))
  if (!found.ok) {
    reporting.report([found.diagnostic])
    return undefined
  }
  reporting.locate(found.folder)
  const loaded = await loadProject({
    folder: found.folder,
    target: options.target,
    vars: options.vars,
    env: definedOnly(world.env),
    adapters: adapterFacts,
  })
  reporting.scrubber.add(loaded.secrets)
  for (const [path, text] of loaded.sources) reporting.sources.set(path, reporting.scrubber.scrub(text))
  return loaded
}

/** Parses a project and makes its graph, with everything that is found on the way. */
function survey(
  project: Project,
  { loaded, adapter }: { readonly loaded: LoadedProject; readonly adapter: AdapterModule<unknown> },
): { readonly open: OpenProject; readonly findings: readonly Diagnostic[] } {
  const { config, target, files } = project
  const parsed = parseProject(project)
  const { graph, diagnostics } = buildGraph(parsed.nodes, { package: config.name })
  const selectors = files.selectors === undefined ? undefined : parseSelectors(files.selectors)
  const findings = withoutEchoes({
    loaded,
    target: findTargetProblems(target, adapter),
    parsed: parsed.diagnostics,
    graph: diagnostics,
  })
  const open = {
    project,
    graph,
    disabled: parsed.nodes.filter((node) => graph.nodes.get(node.id) !== node),
    macros: parsed.macros,
    selectors: selectors?.selectors,
    adapter,
    dialect: adapter.dialectOf(target.settings),
  }
  return { open, findings: [...findings, ...(selectors?.diagnostics ?? [])] }
}

/** What compiling finds in the files that nothing was found in before it: all problems are listed at once. */
function findFurther(open: OpenProject, findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const bad = filesWithErrors(findings)
  const queries = [...open.graph.nodes.values()].filter(
    ({ kind, path }) => (kind === 'model' || kind === 'snapshot') && !bad.has(path),
  )
  const { diagnostics } = compile({
    ...compileInput(open, { id: '', startedAt: 0 }),
    ids: new Set(queries.map(({ id }) => id)),
  })
  return diagnostics.filter(({ at }) => at === undefined || !bad.has(at.path))
}

/** Where to point when the database itself is the problem: the target in `xform.yml`. */
export function placeOfTarget({ project }: OpenProject): { readonly at?: Span } {
  const at = project.target.places['']
  return at === undefined ? {} : { at }
}

/** The name of the model that a query of the command line becomes. */
const inlineName = 'xform_inline'

/** A query of the command line is a model like the others, so that it can mention them and is checked as they are. */
function withInline(project: Project, text: string | undefined): Project {
  if (text === undefined) return project
  const models = [...project.files.models, { path: `${inlineName}.sql`, text }]
  return { ...project, files: { ...project.files, models } }
}

/** The id of the model that the query of `--inline` became. */
export function inlineModel({ project }: OpenProject): NodeId {
  return `model.${project.config.name}.${inlineName}`
}

function definedOnly(env: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}

async function loadAdapter(
  project: Project,
  reporting: Reporting,
): Promise<AdapterModule<unknown> | undefined> {
  const load = adapters[project.target.type]
  if (load === undefined) {
    reporting.report([
      diagnostic('unknown-adapter', { type: project.target.type, known: Object.keys(adapters) }),
    ])
    return undefined
  }
  return load()
}
