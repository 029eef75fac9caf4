// Plan + Adapter + emit → RunResult. Emits every event; nothing else leaves this room.
import type { CompiledModel, CompiledNode } from '../compile/compiled.ts'
import { hasErrors } from '../errors/diagnostic.ts'
import { endedWell, type NodeResult, type RunResult } from '../events.ts'
import type { NodeId } from '../parse/node.ts'
import type { FirstMarks } from '../materializations/growth/growth-input.ts'
import type { Ledger } from '../materializations/growth/ledger.ts'
import type { Plan, PlannedNode, PlannedTests, PlannedUnitTests } from '../plan/plan.ts'
import { isBad } from './audit.ts'
import { openBoard, summariesOf, type Board, type Ended, type Item } from './board.ts'
import type { ExecuteContext } from './context.ts'
import { createLedger } from '../state/positions.ts'
import { rememberEnd, rememberStart } from './journal.ts'
import { markSources } from './mark-sources.ts'
import { summarize } from './node-task.ts'
import { runNode } from './run-node.ts'
import { keepAll, runAlone } from './test-alone.ts'
import { summarizeTest, type TestEnd } from './run-tests.ts'
import { summarizeUnitTest, type UnitTestRunner } from './unit-test/unit-test-end.ts'
import { runProjectHooks, type ProjectHooks } from './project-hooks.ts'
import { createSchedule, type Schedule } from './schedule.ts'

/** What a run is made of. */
export interface ExecuteInput {
  readonly plan: Plan
  readonly hooks: ProjectHooks
  /** Runs the plan's unit tests. */
  readonly runUnitTests?: UnitTestRunner
}

/**
 * Builds every node of a plan, in parallel where their needs allow, each in a transaction of its own. A node that fails
 * leaves nothing behind and takes only those behind it along. The target must have been prepared (`prepareTarget`).
 * Resolves when nothing runs on the server any more, also when the signal fired.
 */
export async function execute(input: ExecuteInput, context: ExecuteContext): Promise<RunResult> {
  const { plan, hooks } = input
  const startedAt = context.clock()
  const { runId, command, target } = context.run
  const nodes = summariesOf(plan)
  context.emit({ type: 'run:start', at: startedAt, runId, command, target, threads: context.threads, nodes })
  const isRemembered = readsTarget(plan)
  const start = { nodes: nodes.map(({ id }) => id), startedAt }
  const remembered = isRemembered ? rememberStart(context, start) : Promise.resolve()
  // Tests alone change nothing, so they need not wait until it is remembered that they run.
  if (plan.nodes.length > 0 || hooks.onRunStart.length > 0) await remembered
  const before = await runProjectHooks(hooks.onRunStart, context)
  const [results] = await Promise.all([
    hasErrors(before) ? skipAll(plan, context) : buildAll(input, context),
    remembered,
  ])
  const after =
    context.signal.aborted || hasErrors(before) ? [] : await runProjectHooks(hooks.onRunEnd, context)
  const result: RunResult = {
    runId,
    command,
    target,
    startedAt,
    endedAt: context.clock(),
    results,
    diagnostics: [...before, ...after],
    interrupted: context.signal.aborted,
  }
  for (const diagnostic of result.diagnostics)
    context.emit({ type: 'notice', at: context.clock(), diagnostic })
  if (isRemembered) await rememberEnd(context, result)
  context.emit({ type: 'run:end', at: context.clock(), result })
  return result
}

/** Whether a plan has anything to do with what stands in the target; unit tests have not. */
export function readsTarget({ nodes, tests }: Plan): boolean {
  return nodes.length + tests.length > 0
}

function skipAll(plan: Plan, context: ExecuteContext): readonly NodeResult[] {
  const board = openBoard(plan, context)
  for (const id of plan.order) {
    board.endRest(id, { status: 'skipped', because: 'an on_run_start hook failed', blockedBy: undefined })
  }
  return board.results()
}

async function buildAll(
  { plan, runUnitTests = () => Promise.resolve([]) }: ExecuteInput,
  context: ExecuteContext,
): Promise<readonly NodeResult[]> {
  const board = openBoard(plan, context)
  const { order } = plan
  const crew: Crew = {
    plan,
    context,
    board,
    runUnitTests,
    schedule: createSchedule(order, plan.needs),
    plannedView: viewsOf(plan, context),
    replaced: replacedBy(plan, context),
    ledger: createLedger(context.adapter, { runId: context.run.runId, clock: context.clock }),
    firstMarks: await markSources(plan, context),
    bell: createBell(),
  }
  const size = Math.min(context.threads, order.length)
  await Promise.all(Array.from({ length: size }, (_, index) => work(crew, index + 1)))
  for (const id of crew.schedule.abandon()) board.endRest(id, { status: 'cancelled' })
  return board.results()
}

interface Crew {
  readonly plan: Plan
  readonly context: ExecuteContext
  readonly board: Board
  readonly schedule: Schedule
  readonly plannedView: (identity: string) => CompiledModel | undefined
  /** The relations that are replaced, by which node. */
  readonly replaced: ReadonlyMap<string, CompiledNode>
  readonly ledger: Ledger
  readonly firstMarks: FirstMarks
  readonly bell: Bell
  readonly runUnitTests: UnitTestRunner
}

async function work(crew: Crew, thread: number): Promise<void> {
  const { schedule, context, bell } = crew
  while (!context.signal.aborted && !schedule.finished) {
    const id = schedule.take()
    if (id === undefined) await bell.next()
    else {
      await build(crew, id, thread)
      bell.ring()
    }
  }
  bell.ring()
}

/** Works through a node with its tests, or through tests alone, and lets go or gives up what waits for it. */
async function build(crew: Crew, id: NodeId, thread: number): Promise<void> {
  const { board, schedule, context } = crew
  const item = board.find(id)
  const went = await workOff(item, crew, thread)
  if (went === 'well') {
    schedule.done(id)
    return
  }
  for (const skip of schedule.fail(id)) {
    const because = `needs ${board.name(skip.blockedBy)}`
    board.endRest(skip.id, { status: 'skipped', because, blockedBy: skip.blockedBy })
  }
  if (!context.failFast || went === 'cancelled') return
  for (const left of schedule.abandon()) {
    const because = 'the run stops at the first failure'
    board.endRest(left, { status: 'skipped', because, blockedBy: id })
  }
}

async function workOff(item: Item, crew: Crew, thread: number): Promise<Went> {
  switch (item.kind) {
    case 'node':
      return buildNode(item.planned, crew, thread)
    case 'tests':
      return testAlone(item.planned, crew, thread)
    case 'unit tests':
      return testUnits(item.planned, crew, thread)
  }
}

type Went = 'well' | 'badly' | 'cancelled'

async function buildNode(planned: PlannedNode, crew: Crew, thread: number): Promise<Went> {
  const { board, context, plan, plannedView, ledger, firstMarks } = crew
  const summary = summarize(planned.node)
  board.start(summary, thread)
  const startedAt = context.clock()
  const { outcome, warnings, tests } = await runNode({
    planned,
    summary,
    context,
    plannedView,
    replacedLater: replacedLater(planned, crew),
    ledger,
    firstMarks,
    startedAt,
    options: plan.options,
  })
  board.end(summary, outcome, { startedAt, thread, warnings })
  if (tests !== undefined) board.endTests((await keepAll(tests, context)).map(endOf), thread)
  if (outcome.status === 'success') return 'well'
  const because = `needs ${planned.node.name}`
  const cut = { status: 'skipped', because, blockedBy: planned.node.id } as const
  board.endRest(planned.node.id, outcome.status === 'cancelled' ? outcome : cut)
  return outcome.status === 'cancelled' ? 'cancelled' : 'badly'
}

async function testAlone(
  { id, tests }: PlannedTests,
  { board, context }: Crew,
  thread: number,
): Promise<Went> {
  for (const test of tests) board.start(summarizeTest(test), thread)
  const ends = await runAlone(tests, context)
  if (context.signal.aborted) {
    board.endRest(id, { status: 'cancelled' })
    return 'cancelled'
  }
  board.endTests((await keepAll(ends, context)).map(endOf), thread)
  return ends.some(isBad) ? 'badly' : 'well'
}

function endOf({ test, outcome, startedAt, endedAt }: TestEnd): Ended {
  return { node: summarizeTest(test), outcome, startedAt, endedAt }
}

async function testUnits(
  { id, tests }: PlannedUnitTests,
  { board, context, runUnitTests }: Crew,
  thread: number,
): Promise<Went> {
  for (const test of tests) board.start(summarizeUnitTest(test), thread)
  const ends = await runUnitTests(tests, context)
  board.endTests(
    ends.map(({ test, ...end }) => ({ ...end, node: summarizeUnitTest(test) })),
    thread,
  )
  board.endRest(id, { status: 'cancelled' })
  if (context.signal.aborted) return 'cancelled'
  return ends.every(({ outcome }) => endedWell(outcome)) ? 'well' : 'badly'
}

function viewsOf(plan: Plan, { adapter }: ExecuteContext): Crew['plannedView'] {
  const views = new Map<string, CompiledModel>()
  for (const { node } of plan.nodes) {
    if (node.kind === 'model' && node.config.materialized === 'view')
      views.set(adapter.dialect.identity(node.relation), node)
  }
  return (identity) => views.get(identity)
}

/**
 * The tables that are still to be replaced when a node begins. Those whose contract refers to it have not begun; those whose
 * contract no longer does may be at it, at the same time.
 */
function replacedLater(
  { node }: PlannedNode,
  { board, replaced }: Crew,
): (identity: string) => CompiledNode | undefined {
  const count = board.count()
  return (identity) => {
    const found = replaced.get(identity)
    return found === undefined || found.id === node.id || board.hadEnded(found.id, count) ? undefined : found
  }
}

function replacedBy(plan: Plan, { adapter }: ExecuteContext): Crew['replaced'] {
  return new Map(
    plan.nodes.flatMap(({ action, node }) =>
      action.kind === 'replace' ? [[adapter.dialect.identity(node.relation), node] as const] : [],
    ),
  )
}

/** Wakes those who wait for something to become ready. */
interface Bell {
  next(): Promise<void>
  ring(): void
}

function createBell(): Bell {
  let waiting: (() => void)[] = []
  return {
    next: () => new Promise((resolve) => waiting.push(resolve)),
    ring() {
      const woken = waiting
      waiting = []
      for (const wake of woken) wake()
    },
  }
}
