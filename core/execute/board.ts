// Keeps the count of what of a plan has started and ended, and says so in events.
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { NodeOutcome, NodeResult, NodeSummary } from '../events.ts'
import type { NodeId } from '../parse/node.ts'
import type { Plan, PlannedNode, PlannedTests } from '../plan/plan.ts'
import type { ExecuteContext } from './context.ts'
import { summarize } from './node-task.ts'
import { summarizeTest, type TestEnd } from './run-tests.ts'

/** What the plan has under an id: a node with its tests, or tests that run by themselves. */
export type Item =
  | { readonly kind: 'node'; readonly planned: PlannedNode }
  | { readonly kind: 'tests'; readonly planned: PlannedTests }

/** What is known of an end besides the outcome. */
export interface EndDetail {
  readonly startedAt: number
  readonly thread: number
  readonly warnings: readonly Diagnostic[]
}

/** Keeps the count of what has started and ended, and says so in events. */
export interface Board {
  find(id: NodeId): Item
  /** Says that a node has started. */
  start(node: NodeSummary, thread: number): void
  /** Says how a node ended. */
  end(node: NodeSummary, outcome: NodeOutcome, detail?: EndDetail): void
  /** Says how tests ended; of those that ran inside a node's transaction that they started, too. */
  endTests(ends: readonly TestEnd[], thread: number): void
  /** Ends everything of an item that has not ended yet in one way. */
  endRest(id: NodeId, outcome: NodeOutcome): void
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
  const total = summaries.length
  const find = (id: NodeId): Item => {
    const found = items.get(id)
    if (found === undefined) throw new Error(`no ${id} in the plan`)
    return found
  }
  const finish = (result: NodeResult): void => {
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
      for (const { test, outcome, startedAt, endedAt } of ends) {
        const node = summarizeTest(test)
        if (!started.has(node.id)) board.start(node, thread)
        finish({ node, outcome, startedAt, endedAt, thread, warnings: [] })
      }
    },
    endRest(id, outcome) {
      for (const node of summariesOfItem(find(id))) if (!ended.has(node.id)) board.end(node, outcome)
    },
    name: (id) => summariesOfItem(find(id))[0]?.name ?? id,
    results: () => summaries.flatMap(({ id }) => ended.get(id) ?? []),
  }
  return board
}

function itemsOf(plan: Plan): readonly Item[] {
  const nodes = new Map(plan.nodes.map((planned) => [planned.node.id, planned]))
  const tests = new Map(plan.tests.map((planned) => [planned.id, planned]))
  return plan.order.flatMap((id): readonly Item[] => {
    const node = nodes.get(id)
    if (node !== undefined) return [{ kind: 'node', planned: node }]
    const group = tests.get(id)
    return group === undefined ? [] : [{ kind: 'tests', planned: group }]
  })
}

function idOf(item: Item): NodeId {
  return item.kind === 'node' ? item.planned.node.id : item.planned.id
}

function summariesOfItem(item: Item): readonly NodeSummary[] {
  const tests = item.planned.tests.map(summarizeTest)
  return item.kind === 'node' ? [summarize(item.planned.node), ...tests] : tests
}
