import type {
  Diagnostic,
  NodeOutcome,
  NodeResult,
  NodeSummary,
  RunEvent,
  RunResult,
} from '../../core/index.ts'

/** When the example runs start: 2024-03-01, in milliseconds since the epoch. */
export const startOfRun = Date.UTC(2024, 2, 1)

/** A model of the bank as events name it. */
export function model(name: string, materialized = 'table', schema = 'marts'): NodeSummary {
  const path = `models/${schema}/${name}.sql`
  return { id: `model.bank.${name}`, kind: 'model', name, path, materialized, relation: { schema, name } }
}

/** The models of the example run. */
export const stgOrders = model('stg_orders', 'view', 'main')
export const orders = model('orders', 'incremental', 'main')
export const revenue = model('revenue')
export const daily = model('daily')

/** The text of `revenue`, with a column that does not exist. */
export const revenueSql = 'select\n  sum(amout) as revenue\nfrom orders\n'

/** What the database says about `revenue`. */
export const unknownColumn: Diagnostic = {
  // The code stands for any of the catalogue: how it is shown does not depend on it.
  code: 'unknown-reporter',
  severity: 'error',
  message: 'Column "amout" does not exist.\nIt is mentioned in sum().',
  hint: 'Did you mean "amount"?',
  at: { path: revenue.path, line: 2, column: 7, endLine: 2, endColumn: 12 },
}

/** A warning without a place. */
export const lateRows: Diagnostic = {
  code: 'reporter-needs-file',
  severity: 'warning',
  message: '3 rows are late.',
}

/** How a node ended: `from` and `until` in milliseconds after the run's start. */
export function ended(
  node: NodeSummary,
  outcome: NodeOutcome,
  times: {
    readonly from: number
    readonly until: number
    readonly thread?: number
    readonly warnings?: readonly Diagnostic[]
  },
): NodeResult {
  const { from, until, thread = 1, warnings = [] } = times
  return { node, outcome, startedAt: startOfRun + from, endedAt: startOfRun + until, thread, warnings }
}

/** A success with the rows that were written. */
export function success(
  action: Extract<NodeOutcome, { status: 'success' }>['action'],
  rows?: number,
): NodeOutcome {
  return { status: 'success', action, because: 'it does not exist yet', rows }
}

/** The results of the example run: one of each kind. */
export const exampleResults: readonly NodeResult[] = [
  ended(stgOrders, success('create'), { from: 0, until: 30 }),
  ended(orders, success('append', 1204), { from: 30, until: 240, warnings: [lateRows] }),
  ended(revenue, { status: 'error', diagnostics: [unknownColumn] }, { from: 240, until: 260 }),
  ended(
    daily,
    { status: 'skipped', because: 'needs marts.revenue', blockedBy: revenue.id },
    { from: 260, until: 260, thread: 0 },
  ),
]

/** The first event of a run of these nodes. */
export function runStart(nodes: readonly NodeSummary[]): RunEvent {
  return { type: 'run:start', at: startOfRun, runId: 'r-1', command: 'run', target: 'dev', threads: 2, nodes }
}

/** The last event of a run with these results. */
export function runEnd(results: readonly NodeResult[], more: Partial<RunResult> = {}): RunEvent {
  const times = { startedAt: startOfRun, endedAt: startOfRun + 1420 }
  const result: RunResult = {
    runId: 'r-1',
    command: 'run',
    target: 'dev',
    ...times,
    results,
    diagnostics: [],
    interrupted: false,
    ...more,
  }
  return { type: 'run:end', at: result.endedAt, result }
}

/** A node's first event. */
export function nodeStart(node: NodeSummary, after = 0): RunEvent {
  return { type: 'node:start', at: startOfRun + after, node, index: 1, total: 4, thread: 1 }
}

/** A node's last event. */
export function nodeEnd(result: NodeResult): RunEvent {
  return { type: 'node:end', at: result.endedAt, result, index: 1, total: 4 }
}

/** The events of a whole run, one node after the other. */
export function eventsOf(results: readonly NodeResult[], more: Partial<RunResult> = {}): readonly RunEvent[] {
  return [
    runStart(results.map(({ node }) => node)),
    ...results.flatMap((result) => [
      ...(result.thread === 0 ? [] : [nodeStart(result.node, result.startedAt - startOfRun)]),
      nodeEnd(result),
    ]),
    runEnd(results, more),
  ]
}
