import {
  compile,
  compileProjectHooks,
  compileUnitTest,
  selectNodes,
  type Adapter,
  type Compilation,
  type CompileInput,
  type CompiledHook,
  type CompiledUnitTest,
  type NodeId,
  type NodeKind,
} from '../core/index.ts'
import type { Invocation } from './command.ts'
import { compileInput, type RunFacts } from './compile-input.ts'
import { earlierArtifacts } from './earlier-artifacts.ts'
import type { OpenProject } from './open-project.ts'
import { findTargetProblems } from './project-findings.ts'
import type { Reporting } from './reporting.ts'
import { asksForState, stateChanges } from './state-changes.ts'

/** The nodes of the given kinds that the command line selects. */
export async function select(
  open: OpenProject,
  invocation: Invocation,
  { kinds, reporting }: { readonly kinds: readonly NodeKind[] | undefined; readonly reporting: Reporting },
): Promise<ReadonlySet<NodeId>> {
  const { project, graph, selectors } = open
  const { options } = invocation
  const changes = asksForState(open, invocation) ? await stateChanges(open, invocation) : undefined
  const { ids, diagnostics } = selectNodes(graph, {
    select: options.select ?? [],
    exclude: options.exclude ?? [],
    ...(options.selector === undefined ? {} : { selector: options.selector }),
    ...(selectors === undefined ? {} : { selectors }),
    ...(kinds === undefined ? {} : { resourceTypes: kinds }),
    paths: project.config.paths,
    artifacts: earlierArtifacts(open, invocation),
    changes,
  })
  reporting.report(diagnostics)
  return new Set(ids)
}

/** Compiles nodes of a project, and its project hooks. Findings are reported. */
export function compileNodes(
  open: OpenProject,
  ids: ReadonlySet<NodeId>,
  {
    run,
    reporting,
    place,
    storeFailures = false,
  }: {
    readonly run: RunFacts
    readonly reporting: Reporting
    readonly storeFailures?: boolean | undefined
    readonly place?: CompileInput['place'] | undefined
  },
): Compilation & {
  readonly onRunStart: readonly CompiledHook[]
  readonly onRunEnd: readonly CompiledHook[]
} {
  const { project } = open
  const input = {
    ...compileInput(open, run),
    ids,
    storeFailures,
    ...(place === undefined ? {} : { place }),
  }
  const compilation = compile(input)
  const start = compileProjectHooks(project.config.onRunStart, input)
  const end = compileProjectHooks(project.config.onRunEnd, input)
  reporting.report([...compilation.diagnostics, ...start.diagnostics, ...end.diagnostics])
  return { ...compilation, onRunStart: start.hooks, onRunEnd: end.hooks }
}

/** Compiles the unit tests among some nodes, each for schemas of its own. Findings are reported. */
export function compileUnitTests(
  open: OpenProject,
  ids: ReadonlySet<NodeId>,
  { run, reporting }: { readonly run: RunFacts; readonly reporting: Reporting },
): readonly CompiledUnitTest[] {
  const input = compileInput(open, run)
  const nodes = [...open.graph.nodes.values()].filter(({ id }) => ids.has(id))
  return nodes.flatMap((node, index) => {
    if (node.kind !== 'unit_test') return []
    const scratch = `xform_unit_${run.id.slice(0, 8)}_${index}`
    const { test, diagnostics } = compileUnitTest(node, input, scratch)
    reporting.report(diagnostics)
    return test === undefined ? [] : [test]
  })
}

/** Opens the target's database; it is connected to only when the first session is asked for. Findings are reported. */
export async function openAdapter(
  { project, adapter }: OpenProject,
  {
    reporting,
    threads,
    command,
  }: { readonly reporting: Reporting; readonly threads: number; readonly command: string },
): Promise<Adapter | undefined> {
  const { target } = project
  const reading = adapter.readTarget(target.settings)
  if (!reading.ok) {
    reporting.report(findTargetProblems(target, adapter))
    return undefined
  }
  return adapter.open(reading.target, {
    threads,
    lockTimeout: target.lockTimeout,
    folder: project.folder,
    applicationName: `xform ${command}`,
    onWait: (because) => reporting.emit({ type: 'node:wait', at: Date.now(), node: undefined, because }),
  })
}
