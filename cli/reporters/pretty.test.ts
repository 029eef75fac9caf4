import { expect, test } from 'vitest'
import type { RunEvent } from '../../core/index.ts'
import {
  daily,
  ended,
  eventsOf,
  exampleResults,
  lateRows,
  model,
  nodeEnd,
  nodeStart,
  orders,
  revenue,
  runEnd,
  runStart,
  startOfRun,
  stgOrders,
  success,
  unknownColumn,
} from '../../tests/reporting/example-run.ts'
import { memoryOutput } from '../../tests/reporting/memory-output.ts'
import { replay, reporterContext } from '../../tests/reporting/reporter-context.ts'
import { readScreen, widestLine } from '../../tests/reporting/screen-reader.ts'
import { createPrettyReporter } from './pretty.ts'
import type { ReporterContext } from './reporter.ts'

async function show(events: readonly RunEvent[], changes: Partial<ReporterContext> = {}): Promise<string> {
  const context = { ...reporterContext(), ...changes }
  const output = memoryOutput()
  await replay(createPrettyReporter({ ...context, output }), events)
  return `\n${output.text()}`
}

test('elsewhere than on a terminal a run is lines that stay, the findings and a summary', async () => {
  expect(await show(eventsOf(exampleResults))).toMatchInlineSnapshot(`
    "
    xform run: 4 nodes on target dev, 2 threads

     1/4  ok    view         main.stg_orders   0.03s  created
     2/4  warn  incremental  main.orders       0.21s  appended, 1,204 rows, 1 warning
     3/4  FAIL  table        marts.revenue     0.02s  Column "amout" does not exist.
     4/4  skip  table        marts.daily              needs marts.revenue

    error[unknown-reporter]: Column "amout" does not exist.
      It is mentioned in sum().
      --> models/marts/revenue.sql:2:7
       |
     2 |   sum(amout) as revenue
       |       ^^^^^
    help: Did you mean "amount"?

    warning[reporter-needs-file]: 3 rows are late.
      --> models/main/orders.sql

    4 nodes: 2 ok, 1 failed, 1 skipped in 1.4s; 1 warning
    To try again what failed and what was skipped:
      xform retry --target dev
    "
  `)
})

test('when all is well the summary is one line', async () => {
  const results = [
    ended(stgOrders, success('create'), { from: 0, until: 30 }),
    ended(orders, success('merge', 12), { from: 30, until: 240 }),
  ]
  expect(await show(eventsOf(results))).toMatchInlineSnapshot(`
    "
    xform run: 2 nodes on target dev, 2 threads

     1/2  ok    view         main.stg_orders   0.03s  created
     2/2  ok    incremental  main.orders       0.21s  merged, 12 rows

    2 nodes: 2 ok in 1.4s
    "
  `)
})

test('quiet tells only of failures and the summary', async () => {
  expect(await show(eventsOf(exampleResults), { verbosity: 'quiet' })).toMatchInlineSnapshot(`
    "
     3/4  FAIL  table        marts.revenue     0.02s  Column "amout" does not exist.

    error[unknown-reporter]: Column "amout" does not exist.
      It is mentioned in sum().
      --> models/marts/revenue.sql:2:7
       |
     2 |   sum(amout) as revenue
       |       ^^^^^
    help: Did you mean "amount"?

    4 nodes: 2 ok, 1 failed, 1 skipped in 1.4s; 1 warning
    To try again what failed and what was skipped:
      xform retry --target dev
    "
  `)
})

test('debug shows each statement with its time', async () => {
  const statement: RunEvent = {
    type: 'statement',
    at: startOfRun + 200,
    node: orders,
    label: 'insert the new rows',
    sql: 'insert into main.orders\nselect * from new_rows',
    milliseconds: 170,
    rows: 1204,
  }
  const result = ended(orders, success('append', 1204), { from: 0, until: 240 })
  const events = [runStart([orders]), nodeStart(orders), statement, nodeEnd(result), runEnd([result])]
  expect(await show(events, { verbosity: 'debug' })).toMatchInlineSnapshot(`
    "
    xform run: 1 node on target dev, 2 threads, run r-1

          sql   incremental  main.orders   0.17s  insert the new rows, 1,204 rows
          insert into main.orders
          select * from new_rows
     1/1  ok    incremental  main.orders   0.24s  appended, 1,204 rows

    1 node: 1 ok in 1.4s
    "
  `)
})

test('a run without nodes says that there is nothing to do', async () => {
  expect(await show(eventsOf([]))).toBe('\nNothing to do: no node was selected.\n')
})

test('an interrupted run says what was done and what was rolled back', async () => {
  const results = [
    ended(stgOrders, success('create'), { from: 0, until: 30 }),
    ended(orders, { status: 'cancelled' }, { from: 30, until: 800 }),
    ended(revenue, { status: 'cancelled' }, { from: 800, until: 800, thread: 0 }),
    ended(daily, { status: 'cancelled' }, { from: 800, until: 800, thread: 0 }),
  ]
  expect(await show(eventsOf(results, { interrupted: true }))).toMatchInlineSnapshot(`
    "
    xform run: 4 nodes on target dev, 2 threads

     1/4  ok    view         main.stg_orders   0.03s  created
     2/4  stop  incremental  main.orders       0.77s  cancelled, rolled back

    Interrupted after 1.4s. What was done stays; the rest was cancelled and rolled back.
    4 nodes: 1 ok, 1 cancelled and rolled back, 2 not started
    "
  `)
})

test('waiting is told where there is no live line', async () => {
  const events: readonly RunEvent[] = [
    { type: 'node:wait', at: startOfRun, node: undefined, because: 'PID 4711 has bank.duckdb open' },
    runStart([orders]),
    nodeStart(orders),
    {
      type: 'node:wait',
      at: startOfRun + 500,
      node: orders,
      because: 'main.orders is being built by PID 4711',
    },
  ]
  expect(await show(events)).toMatchInlineSnapshot(`
    "
          wait  PID 4711 has bank.duckdb open
    xform run: 1 node on target dev, 2 threads

          wait  incremental  main.orders   0.50s  main.orders is being built by PID 4711
    "
  `)
})

test('a notice is shown at once and not again at the end', async () => {
  const events: readonly RunEvent[] = [
    runStart([orders]),
    { type: 'notice', at: startOfRun, diagnostic: lateRows },
    runEnd([ended(orders, success('create'), { from: 0, until: 5 })], { diagnostics: [lateRows] }),
  ]
  const text = await show(events)
  expect(text.match(/3 rows are late/g)).toHaveLength(1)
  expect(text).toContain('1 warning')
})

test('an incremental model that is replaced says why', async () => {
  const outcome = {
    status: 'success',
    action: 'replace',
    because: '--full-refresh was asked for',
    rows: 2,
  } as const
  expect(await show(eventsOf([ended(orders, outcome, { from: 0, until: 5 })]))).toContain(
    'replaced, 2 rows (--full-refresh was asked for)',
  )
})

test('findings outside a run are shown with their places and counted', () => {
  const context = reporterContext()
  createPrettyReporter(context).diagnostics([unknownColumn])
  expect(`\n${context.output.text()}`).toMatchInlineSnapshot(`
    "
    error[unknown-reporter]: Column "amout" does not exist.
      It is mentioned in sum().
      --> models/marts/revenue.sql:2:7
       |
     2 |   sum(amout) as revenue
       |       ^^^^^
    help: Did you mean "amount"?

    1 error
    "
  `)
})

test('a log does not fall silent while a node is built for long', () => {
  const context = reporterContext()
  const reporter = createPrettyReporter(context)
  reporter.onEvent(runStart([orders]))
  reporter.onEvent(nodeStart(orders))
  context.clock.pass(130_000)
  const beats = context.output.text().split('\n').slice(2, -1)
  expect(beats.map((line) => line.trim())).toEqual([
    'run   incremental  main.orders   30.0s',
    'run   incremental  main.orders  1m 00s',
    'run   incremental  main.orders  2m 00s',
  ])
})

function terminal(columns: number) {
  const output = memoryOutput({ isTerminal: true, columns, rows: 30 })
  const context = reporterContext({ output })
  const reporter = createPrettyReporter(context)
  return { ...context, output, reporter, screen: () => readScreen(output.text()) }
}

test('on a terminal the running nodes and a bar stand below what is finished', () => {
  const { reporter, clock, screen } = terminal(80)
  reporter.onEvent(runStart([stgOrders, orders, revenue, daily]))
  reporter.onEvent(nodeStart(stgOrders))
  reporter.onEvent(nodeStart(orders))
  clock.pass(1_500)
  reporter.onEvent(nodeEnd(ended(stgOrders, success('create'), { from: 0, until: 1_500 })))
  clock.pass(100)
  expect(`\n${screen().lines.join('\n')}`).toMatchInlineSnapshot(`
    "
    xform run: 4 nodes on target dev, 2 threads

     1/4  ok    view         main.stg_orders    1.5s  created
          run   incremental  main.orders        1.6s
     ━━━━━━━───────────────────────  1 of 4 nodes, 1 running  1.6s
    "
  `)
})

test('waiting is visible at once, and is over with the next sign of life', () => {
  const { reporter, clock, screen } = terminal(100)
  reporter.onEvent(runStart([orders]))
  reporter.onEvent(nodeStart(orders))
  reporter.onEvent({
    type: 'node:wait',
    at: startOfRun,
    node: orders,
    because: 'PID 4711 builds main.orders',
  })
  expect(screen().lines.join('\n')).toContain(
    'wait  incremental  main.orders   0.00s  PID 4711 builds main.orders',
  )
  const statement = { label: 'lock', sql: 'select 1', milliseconds: 1, rows: undefined }
  reporter.onEvent({ type: 'statement', at: startOfRun, node: orders, ...statement })
  clock.pass(100)
  expect(screen().lines.join('\n')).toContain('run   incremental  main.orders')
})

test('a run that waits before it begins shows so', () => {
  const { reporter, clock, screen } = terminal(80)
  reporter.onEvent({
    type: 'node:wait',
    at: startOfRun,
    node: undefined,
    because: 'PID 4711 has bank.duckdb open',
  })
  clock.pass(2_000)
  expect(screen().lines[0]?.trim()).toBe('wait  PID 4711 has bank.duckdb open  2.0s')
})

test('at the end nothing live is left, the cursor stands below, and no timer runs', async () => {
  const { reporter, clock, screen } = terminal(80)
  await replay(reporter, eventsOf(exampleResults))
  const { lines, row } = screen()
  expect(row).toBe(lines.length - 1)
  expect(lines.at(-1)).toBe('')
  expect(lines.join('\n')).not.toContain('━')
  expect(lines.join('\n')).not.toContain('run   ')
  expect(clock.timers()).toBe(0)
})

test('closing before the end of the run leaves the terminal clean', async () => {
  const { reporter, clock, screen } = terminal(80)
  reporter.onEvent(runStart([orders]))
  reporter.onEvent(nodeStart(orders))
  await reporter.close?.()
  expect(screen().lines.join('\n')).not.toContain('main.orders')
  expect(clock.timers()).toBe(0)
})

test('a reporter that throws leaves the terminal clean', () => {
  const { reporter, clock, screen } = terminal(80)
  reporter.onEvent(runStart([orders]))
  reporter.onEvent(nodeStart(orders))
  const broken = { type: 'node:end', at: startOfRun, index: 1, total: 1 } as unknown as RunEvent
  expect(() => {
    reporter.onEvent(broken)
  }).toThrow(TypeError)
  expect(screen().lines.join('\n')).not.toContain('main.orders')
  expect(clock.timers()).toBe(0)
})

test('it writes at most about ten times a second, however fast nodes end', () => {
  let writes = 0
  const output = { ...memoryOutput({ isTerminal: true, columns: 80, rows: 30 }), write: () => (writes += 1) }
  const context = reporterContext()
  const reporter = createPrettyReporter({ ...context, output })
  const nodes = Array.from({ length: 1_000 }, (_, at) => model(`table_${at}`))
  reporter.onEvent(runStart(nodes))
  for (const [at, node] of nodes.entries()) {
    reporter.onEvent(nodeStart(node, at))
    context.clock.pass(1)
    reporter.onEvent(nodeEnd(ended(node, success('create'), { from: at, until: at + 1 })))
  }
  expect(writes).toBeLessThan(25)
})

test('more running nodes than the terminal has lines are counted', () => {
  const output = memoryOutput({ isTerminal: true, columns: 80, rows: 8 })
  const { clock, ...context } = reporterContext({ output })
  const reporter = createPrettyReporter({ ...context, clock })
  const nodes = Array.from({ length: 20 }, (_, at) => model(`table_${at}`))
  reporter.onEvent(runStart(nodes))
  for (const node of nodes) reporter.onEvent(nodeStart(node))
  clock.pass(100)
  const { lines } = readScreen(output.text())
  expect(lines.join('\n')).toContain('… and 16 more')
  expect(lines.slice(2)).toHaveLength(7)
})

test.each([40, 60, 80, 100, 160])('no line is wider than a terminal of %d columns', async (columns) => {
  const { reporter, screen } = terminal(columns)
  const long = model('the_very_long_name_of_a_model_that_nobody_can_read_in_one_go_顧客', 'incremental')
  const results = [...exampleResults, ended(long, success('append', 1_234_567), { from: 0, until: 754_000 })]
  for (const event of eventsOf(results).slice(0, -1)) reporter.onEvent(event)
  expect(widestLine(screen().lines)).toBeLessThan(columns)
})
