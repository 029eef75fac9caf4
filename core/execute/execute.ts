// Plan + Adapter + emit → RunResult. Emits every event; nothing else leaves this room.
import type { CompiledModel } from '../compile/compiled.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { hasErrors } from '../errors/diagnostic.ts'
import type { NodeOutcome, NodeResult, NodeSummary, RunResult } from '../events.ts'
import type { NodeId } from '../parse/node.ts'
import type { FirstMarks } from '../materializations/growth/growth-input.ts'
import type { Ledger } from '../materializations/growth/ledger.ts'
import type { Plan, PlannedNode } from '../plan/plan.ts'
import type { ExecuteContext } from './context.ts'
import { createLedger } from '../state/positions.ts'
import { rememberEnd, rememberStart } from './journal.ts'
import { markSources } from './mark-sources.ts'
import { summarize } from './node-task.ts'
import { runNode } from './run-node.ts'
import { runProjectHooks, type ProjectHooks } from './project-hooks.ts'
import { createSchedule, type Schedule } from './schedule.ts'

/** What a run is made of. */
export interface ExecuteInput {
  readonly plan: Plan
  readonly hooks: ProjectHooks
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
  const nodes = plan.nodes.map(({ node }) => summarize(node))
  context.emit({ type: 'run:start', at: startedAt, runId, command, target, threads: context.threads, nodes })
  await rememberStart(context, { nodes: nodes.map(({ id }) => id), startedAt })
  const before = await runProjectHooks(hooks.onRunStart, context)
  const results = hasErrors(before) ? skipAll(plan, context) : await buildAll(plan, context)
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
  await rememberEnd(context, result)
  context.emit({ type: 'run:end', at: context.clock(), result })
  return result
}

function skipAll(plan: Plan, context: ExecuteContext): readonly NodeResult[] {
  const board = createBoard(plan, context)
  for (const { node } of plan.nodes) {
    board.end(node.id, { status: 'skipped', because: 'an on_run_start hook failed', blockedBy: undefined })
  }
  return board.results()
}

async function buildAll(plan: Plan, context: ExecuteContext): Promise<readonly NodeResult[]> {
  const board = createBoard(plan, context)
  const order = plan.nodes.map(({ node }) => node.id)
  const crew: Crew = {
    plan,
    context,
    board,
    schedule: createSchedule(order, plan.needs),
    plannedView: viewsOf(plan, context),
    ledger: createLedger(context.adapter, { runId: context.run.runId, clock: context.clock }),
    firstMarks: await markSources(plan, context),
    bell: createBell(),
  }
  const size = Math.min(context.threads, order.length)
  await Promise.all(Array.from({ length: size }, (_, index) => work(crew, index + 1)))
  for (const id of crew.schedule.abandon()) board.end(id, { status: 'cancelled' })
  return board.results()
}

interface Crew {
  readonly plan: Plan
  readonly context: ExecuteContext
  readonly board: Board
  readonly schedule: Schedule
  readonly plannedView: (identity: string) => CompiledModel | undefined
  readonly ledger: Ledger
  readonly firstMarks: FirstMarks
  readonly bell: Bell
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

async function build(
  { board, schedule, context, plan, plannedView, ledger, firstMarks }: Crew,
  id: NodeId,
  thread: number,
): Promise<void> {
  const { planned, summary } = board.start(id, thread)
  const startedAt = context.clock()
  const { outcome, warnings } = await runNode({
    planned,
    summary,
    context,
    plannedView,
    ledger,
    firstMarks,
    startedAt,
    options: plan.options,
  })
  board.end(id, outcome, { startedAt, thread, warnings })
  if (outcome.status === 'success') {
    schedule.done(id)
    return
  }
  const skips = schedule.fail(id)
  for (const skip of skips)
    board.end(skip.id, {
      status: 'skipped',
      because: blockedBy(board, skip.blockedBy),
      blockedBy: skip.blockedBy,
    })
  if (context.failFast && outcome.status === 'error') {
    for (const left of schedule.abandon()) {
      board.end(left, { status: 'skipped', because: 'the run stops at the first failure', blockedBy: id })
    }
  }
}

function blockedBy(board: Board, id: NodeId): string {
  return `needs ${board.name(id)}`
}

function viewsOf(plan: Plan, { adapter }: ExecuteContext): Crew['plannedView'] {
  const views = new Map<string, CompiledModel>()
  for (const { node } of plan.nodes) {
    if (node.kind === 'model' && node.config.materialized === 'view')
      views.set(adapter.dialect.identity(node.relation), node)
  }
  return (identity) => views.get(identity)
}

/** Keeps the count of what has started and ended, and says so in events. */
interface Board {
  start(id: NodeId, thread: number): { readonly planned: PlannedNode; readonly summary: NodeSummary }
  end(
    id: NodeId,
    outcome: NodeOutcome,
    detail?: {
      readonly startedAt: number
      readonly thread: number
      readonly warnings: readonly Diagnostic[]
    },
  ): void
  name(id: NodeId): string
  /** In the plan's order. */
  results(): readonly NodeResult[]
}

function createBoard(plan: Plan, context: ExecuteContext): Board {
  const planned = new Map(plan.nodes.map((one) => [one.node.id, one]))
  const index = new Map(plan.nodes.map(({ node }, at) => [node.id, at + 1]))
  const ended = new Map<NodeId, NodeResult>()
  const total = plan.nodes.length
  const find = (id: NodeId): PlannedNode => {
    const found = planned.get(id)
    if (found === undefined) throw new Error(`no node ${id} in the plan`)
    return found
  }
  return {
    start(id, thread) {
      const found = find(id)
      const summary = summarize(found.node)
      context.emit({
        type: 'node:start',
        at: context.clock(),
        node: summary,
        index: index.get(id) ?? 0,
        total,
        thread,
      })
      return { planned: found, summary }
    },
    end(id, outcome, detail) {
      const now = context.clock()
      const result: NodeResult = {
        node: summarize(find(id).node),
        outcome,
        startedAt: detail?.startedAt ?? now,
        endedAt: now,
        thread: detail?.thread ?? 0,
        warnings: detail?.warnings ?? [],
      }
      ended.set(id, result)
      context.emit({ type: 'node:end', at: now, result, index: ended.size, total })
    },
    name: (id) => find(id).node.name,
    results: () => plan.nodes.flatMap(({ node }) => ended.get(node.id) ?? []),
  }
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
