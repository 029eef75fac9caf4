// Keeps the count of what of a plan has started and ended, and says so in events.
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { NodeOutcome, NodeResult, NodeSummary } from '../events.ts'
import type { NodeId } from '../parse/node.ts'
import type { Plan, PlannedNode, PlannedTests, PlannedUnitTests } from '../plan/plan.ts'
import type { ExecuteContext } from './context.ts'
import { summarize } from './node-task.ts'
import { summarizeTest } from './run-tests.ts'
import { summarizeUnitTest } from './unit-test/unit-test-end.ts'

/** What the plan has under an id: a node with its tests, or tests that run by themselves. */
export type Item =
  | { readonly kind: 'node'; readonly planned: PlannedNode }
  | { readonly kind: 'tests'; readonly planned: PlannedTests }
  | { readonly kind: 'unit tests'; readonly planned: PlannedUnitTests }

/** What is known of an end besides the outcome. */
export interface EndDetail {
  readonly startedAt: number
  readonly thread: number
  readonly warnings: readonly Diagnostic[]
}

/** How a test ended. Times are in milliseconds since the epoch. */
export interface Ended {
  readonly node: NodeSummary
  readonly outcome: NodeOutcome
  readonly startedAt: number
  readonly endedAt: number
}

/** Keeps the count of what has started and ended, and says so in events. */
export interface Board {
  find(id: NodeId): Item
  /** Says that a node has started. */
  start(node: NodeSummary, thread: number): void
  /** Says how a node ended. */
  end(node: NodeSummary, outcome: NodeOutcome, detail?: EndDetail): void
  /** Says how tests ended; of those that ran inside a node's transaction that they started, too. */
  endTests(ends: readonly Ended[], thread: number): void
  /** Ends everything of an item that has not ended yet in one way. */
  endRest(id: NodeId, outcome: NodeOutcome): void
  /** How many nodes and tests have ended so far. */
  count(): number
  /** Whether a node was among those that had ended when there were so many. */
  hadEnded(id: NodeId, count: number): boolean
  /** What a node or a group of tests is called. */
  name(id: NodeId): string
  /** In the plan's order, each node's tests behind it. */
  results(): readonly NodeResult[]
}

/** Every node and test of a plan, in its order. */
export function summariesOf(plan: Plan): readonly NodeSummary[] {
  return itemsOf(plan).flatMap(summariesOfItem)
}

/** Opens the board of a plan. */
export function openBoard(plan: Plan, context: ExecuteContext): Board {
  const items = new Map(itemsOf(plan).map((item) => [idOf(item), item]))
  const summaries = summariesOf(plan)
  const index = new Map(summaries.map(({ id }, at) => [id, at + 1]))
  const started = new Set<NodeId>()
  const ended = new Map<NodeId, NodeResult>()
  const position = new Map<NodeId, number>()
  const total = summaries.length
  const find = (id: NodeId): Item => {
    const found = items.get(id)
    if (found === undefined) throw new Error(`no ${id} in the plan`)
    return found
  }
  const finish = (result: NodeResult): void => {
    position.set(result.node.id, ended.size)
    ended.set(result.node.id, result)
    context.emit({ type: 'node:end', at: context.clock(), result, index: ended.size, total })
  }
  const board: Board = {
    find,
    start(node, thread) {
      started.add(node.id)
      const place = { index: index.get(node.id) ?? 0, total, thread }
      context.emit({ type: 'node:start', at: context.clock(), node, ...place })
    },
    end(node, outcome, detail) {
      const endedAt = context.clock()
      const { startedAt = endedAt, thread = 0, warnings = [] } = detail ?? {}
      finish({ node, outcome, startedAt, endedAt, thread, warnings })
    },
    endTests(ends, thread) {
      for (const { node, outcome, startedAt, endedAt } of ends) {
        if (!started.has(node.id)) board.start(node, thread)
        finish({ node, outcome, startedAt, endedAt, thread, warnings: [] })
      }
    },
    endRest(id, outcome) {
      for (const node of summariesOfItem(find(id))) if (!ended.has(node.id)) board.end(node, outcome)
    },
    count: () => ended.size,
    hadEnded: (id, count) => (position.get(id) ?? count) < count,
    name: (id) => summariesOfItem(find(id))[0]?.name ?? id,
    results: () => summaries.flatMap(({ id }) => ended.get(id) ?? []),
  }
  return board
}

function itemsOf(plan: Plan): readonly Item[] {
  const nodes = new Map(plan.nodes.map((planned) => [planned.node.id, planned]))
  const tests = new Map(plan.tests.map((planned) => [planned.id, planned]))
  const units = new Map(plan.unitTests.map((planned) => [planned.id, planned]))
  return plan.order.flatMap((id): readonly Item[] => {
    const node = nodes.get(id)
    if (node !== undefined) return [{ kind: 'node', planned: node }]
    const group = tests.get(id)
    if (group !== undefined) return [{ kind: 'tests', planned: group }]
    const unit = units.get(id)
    return unit === undefined ? [] : [{ kind: 'unit tests', planned: unit }]
  })
}

function idOf(item: Item): NodeId {
  return item.kind === 'node' ? item.planned.node.id : item.planned.id
}

function summariesOfItem(item: Item): readonly NodeSummary[] {
  if (item.kind === 'unit tests') return item.planned.tests.map(summarizeUnitTest)
  const tests = item.planned.tests.map(summarizeTest)
  return item.kind === 'node' ? [summarize(item.planned.node), ...tests] : tests
}
