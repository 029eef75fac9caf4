import { randomUUID } from 'node:crypto'
import {
  diagnostic,
  execute,
  endedWell,
  makePlan,
  placeTests,
  prepareTarget,
  readsTarget,
  runUnitTests,
  readSnapshot,
  schemasOf,
  type Adapter,
  type BuildOptions,
  type CompiledNode,
  type CompiledTest,
  type CompiledUnitTest,
  type Diagnostic,
  type ExecuteContext,
  type NodeId,
  type NodeKind,
  type Plan,
  type RunResult,
} from '../core/index.ts'
import { openArtifacts, type Artifacts } from './artifacts.ts'
import { exitCodes, type Invocation } from './command.ts'
import type { RunFacts } from './compile-input.ts'
import { compileNodes, compileUnitTests, openAdapter, select } from './context.ts'
import { deferral } from './defer.ts'
import { showDryRun } from './dry-run.ts'
import { openProject, placeOfTarget, type OpenProject } from './open-project.ts'
import { readEventTimes } from './read-event-times.ts'
import { readThreads } from './read-threads.ts'
import { runWorld } from './run-world.ts'
import { openReporting, type Reporting } from './reporting.ts'
import { withAdapter } from './with-adapter.ts'

/** What is built. */
export interface BuildWish {
  /** Only nodes of these kinds. */
  readonly kinds: readonly NodeKind[]
  /** Chooses among them, where the command line's own selection does not; undefined where nothing can be chosen, which is reported. */
  readonly choose?: (open: OpenProject, reporting: Reporting) => Promise<Chosen | undefined>
}

/** What was chosen, and the options that hold for it. */
export interface Chosen {
  readonly ids: ReadonlySet<NodeId>
  readonly options: Invocation['options']
}

/** Builds nodes of some kinds: what `run`, `seed`, `build`, `test` and `retry` do. */
export async function build(invocation: Invocation, wish: BuildWish): Promise<number> {
  const reporting = openReporting(invocation, invocation.options.dryRun)
  try {
    return await prepare(invocation, wish, reporting)
  } finally {
    await reporting.close()
  }
}

async function prepare(asked: Invocation, wish: BuildWish, reporting: Reporting): Promise<number> {
  const ownThreads = readThreads(asked, reporting)
  const open = await openProject(asked, reporting)
  if (open === undefined) return exitCodes.usage
  const chosen = await chooseNodes(wish, open, { invocation: asked, reporting })
  if (chosen === undefined || reporting.failed) return reporting.failed ? exitCodes.usage : exitCodes.success
  const { ids } = chosen
  const invocation = { ...asked, options: chosen.options }
  const { eventTimes, diagnostics } = readEventTimes(invocation.options)
  reporting.report(diagnostics)
  const threads = ownThreads ?? open.project.target.threads
  const place = await deferral(open, ids, { invocation, reporting })
  if (reporting.failed) return exitCodes.usage
  const run: RunFacts = { id: randomUUID(), startedAt: invocation.world.now() }
  const { storeFailures } = invocation.options
  const compiled = compileNodes(open, ids, { run, reporting, place, storeFailures })
  const unitTests = compileUnitTests(open, ids, { run, reporting })
  if (reporting.failed) return exitCodes.usage
  const artifacts = openArtifacts({ open, invocation, run, compiled, reporting })
  const nodes = compiled.nodes.filter((node) => !isEphemeral(node))
  try {
    const { tests } = compiled
    const hooks = compiled
    const parts = { invocation, open, reporting, artifacts, run, threads, hooks }
    const work = { ...parts, nodes, tests, unitTests, eventTimes }
    return await connect(work)
  } finally {
    reporting.report(await artifacts.finish())
  }
}

async function chooseNodes(
  { kinds, choose }: BuildWish,
  open: OpenProject,
  { invocation, reporting }: { readonly invocation: Invocation; readonly reporting: Reporting },
): Promise<Chosen | undefined> {
  if (choose !== undefined) return choose(open, reporting)
  return { ids: await select(open, invocation, { kinds, reporting }), options: invocation.options }
}

async function connect(work: Omit<Job, 'adapter'>): Promise<number> {
  const { open, reporting, threads, invocation } = work
  const adapter = await openAdapter(open, { reporting, threads, command: invocation.command })
  if (adapter === undefined) return exitCodes.usage
  const job = { ...work, adapter }
  return withAdapter(job, () => planAndRun(job))
}

interface Job {
  readonly invocation: Invocation
  readonly open: OpenProject
  readonly adapter: Adapter
  readonly reporting: Reporting
  readonly artifacts: Artifacts
  readonly run: RunFacts
  readonly threads: number
  readonly hooks: ReturnType<typeof compileNodes>
  readonly nodes: readonly CompiledNode[]
  readonly tests: readonly CompiledTest[]
  readonly unitTests: readonly CompiledUnitTest[]
  readonly eventTimes: BuildOptions['eventTimes']
}

function isEphemeral(node: CompiledNode): boolean {
  return node.kind === 'model' && node.config.materialized === 'ephemeral'
}

async function planAndRun(job: Job): Promise<number> {
  const { invocation, adapter, reporting, nodes } = job
  const { signal } = invocation.world
  const plan = await makePlanFor(job)
  reporting.report([...withoutEffect(nodes, adapter), ...idleEventTimes(job)])
  if (invocation.options.dryRun === true) {
    return showDryRun(plan, { ...runWorld(job.open, job.run, job), adapter, reporting })
  }
  const { lockTimeout } = job.open.project.target
  const refused = readsTarget(plan)
    ? await prepareTarget({ adapter, missingSchemas: plan.missingSchemas, lockTimeout, signal })
    : []
  reporting.report(refused.map((finding) => ({ ...placeOfTarget(job.open), ...finding })))
  if (reporting.failed) return exitCodes.usage
  announceStop(signal, reporting)
  const result = await execute({ plan, hooks: job.hooks, runUnitTests }, contextOf(job))
  return exitCodeOf(result)
}

function announceStop(signal: AbortSignal, reporting: Reporting): void {
  signal.addEventListener('abort', () => {
    const finding = diagnostic('stopping', undefined, { severity: 'note' })
    reporting.emit({ type: 'notice', at: Date.now(), diagnostic: finding })
  })
}

async function makePlanFor({
  invocation,
  open,
  adapter,
  nodes,
  tests,
  unitTests,
  eventTimes,
}: Job): Promise<Plan> {
  const { options, world } = invocation
  const snapshot = await readSnapshot(adapter, schemasOf(nodes, tests), world.signal)
  const built = new Set(nodes.map(({ id }) => id))
  return makePlan({
    nodes,
    placement: placeTests({ graph: open.graph, built, tests, unitTests, audit: options.audit !== false }),
    standing: snapshot.standing,
    remembered: snapshot.remembered,
    existingSchemas: snapshot.existingSchemas,
    options: {
      fullRefresh: options.fullRefresh === true,
      empty: options.empty === true,
      ...(eventTimes === undefined ? {} : { eventTimes }),
    },
    dialect: adapter.dialect,
  })
}

function contextOf(job: Job): ExecuteContext {
  const { invocation, open, adapter, reporting, artifacts, run, threads } = job
  return {
    ...runWorld(open, run, { invocation, adapter }),
    adapter,
    emit(event) {
      artifacts.onEvent(event)
      reporting.emit(event)
    },
    threads,
    failFast: invocation.options.failFast === true,
  }
}

function idleEventTimes({ nodes, eventTimes }: Job): readonly Diagnostic[] {
  const isUsed = nodes.some((node) => node.kind === 'model' && node.periodic !== undefined)
  if (eventTimes === undefined || isUsed) return []
  return [diagnostic('event-times-without-effect', undefined, { severity: 'warning' })]
}

/** Config that the database has no place for is left out, and said once. */
function withoutEffect(nodes: readonly CompiledNode[], { dialect, name }: Adapter): readonly Diagnostic[] {
  const { grants, indexes } = dialect.supports
  const withGrants = nodes.filter(({ config }) => Object.keys(config.grants).length > 0)
  const withIndexes = nodes.filter((node) => node.kind === 'model' && node.config.indexes.length > 0)
  const note = (key: string, found: readonly CompiledNode[]): readonly Diagnostic[] =>
    found.length === 0
      ? []
      : [
          diagnostic(
            'config-without-effect',
            { key, adapter: name, nodes: found.map((one) => one.name) },
            { severity: 'note' },
          ),
        ]
  return [...(grants ? [] : note('grants', withGrants)), ...(indexes ? [] : note('indexes', withIndexes))]
}

function exitCodeOf({ results, diagnostics }: RunResult): number {
  const good = results.every(({ outcome }) => endedWell(outcome))
  return good && !diagnostics.some(({ severity }) => severity === 'error')
    ? exitCodes.success
    : exitCodes.failure
}
