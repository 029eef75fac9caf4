import { expect, test } from 'vitest'
import {
  ended,
  eventsOf,
  exampleResults,
  lateRows,
  model,
  nodeEnd,
  orders,
  runStart,
  stgOrders,
  success,
  unknownColumn,
} from '../../tests/reporting/example-run.ts'
import { replay, reporterContext } from '../../tests/reporting/reporter-context.ts'
import { createJunitReporter } from './junit.ts'
import type { RunEvent } from '../../core/index.ts'

async function report(events: readonly RunEvent[]): Promise<string> {
  const context = reporterContext()
  await replay(createJunitReporter(context, 'out/junit.xml'), events)
  expect(context.output.text()).toBe('')
  return `\n${context.files.get('out/junit.xml') ?? ''}`
}

test('a run is a suite with a case for each node', async () => {
  expect(await report(eventsOf(exampleResults))).toMatchInlineSnapshot(`
    "
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="xform run" tests="4" failures="0" errors="1" skipped="1" time="1.420">
      <testsuite name="xform run" tests="4" failures="0" errors="1" skipped="1" time="1.420" timestamp="2024-03-01T00:00:00.000Z">
        <properties>
          <property name="run" value="r-1"/>
          <property name="target" value="dev"/>
          <property name="threads" value="2"/>
        </properties>
        <testcase name="main.stg_orders" classname="model.view" file="analytics/models/main/stg_orders.sql" time="0.030"/>
        <testcase name="main.orders" classname="model.incremental" file="analytics/models/main/orders.sql" time="0.210">
          <system-out>warning[reporter-needs-file]: 3 rows are late.
      --&gt; models/main/orders.sql
    </system-out>
        </testcase>
        <testcase name="marts.revenue" classname="model.table" file="analytics/models/marts/revenue.sql" time="0.020">
          <error message="Column &quot;amout&quot; does not exist.&#10;It is mentioned in sum()." type="unknown-reporter">error[unknown-reporter]: Column "amout" does not exist.
      It is mentioned in sum().
      --&gt; models/marts/revenue.sql:2:7
       |
     2 |   sum(amout) as revenue
       |       ^^^^^
    help: Did you mean "amount"?
    </error>
        </testcase>
        <testcase name="marts.daily" classname="model.table" file="analytics/models/marts/daily.sql" time="0.000">
          <skipped message="needs marts.revenue"/>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `)
})

test('a test that does not hold is a failure, not an error', async () => {
  const node = { ...model('orders_are_unique'), kind: 'test' }
  const failed = ended(node, { status: 'error', diagnostics: [unknownColumn] }, { from: 0, until: 5 })
  expect(await report(eventsOf([failed]))).toContain('failures="1" errors="0"')
})

test('markup is escaped and what XML cannot hold is left out', async () => {
  const message = 'a < b && "c" \u0000\u001b[31m\u0085\uffff\ud800 ]]> 👍\ttab\nline'
  const failed = ended(
    orders,
    { status: 'error', diagnostics: [{ ...lateRows, severity: 'error', message }] },
    { from: 0, until: 5 },
  )
  const text = await report(eventsOf([failed]))
  expect(text).toContain('message="a &lt; b &amp;&amp; &quot;c&quot; [31m ]]&gt; 👍&#9;tab&#10;line"')
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cs}\u{ffff}]/u)
})

test('findings that kept a run from starting are errors', async () => {
  const context = reporterContext()
  const reporter = createJunitReporter(context, 'junit.xml')
  reporter.diagnostics([lateRows, unknownColumn])
  await reporter.close?.()
  expect(`\n${context.files.get('junit.xml') ?? ''}`).toMatchInlineSnapshot(`
    "
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="xform" tests="1" failures="0" errors="1" skipped="0" time="0.000">
      <testsuite name="xform" tests="1" failures="0" errors="1" skipped="0" time="0.000">
        <testcase name="unknown-reporter models/marts/revenue.sql:2:7" classname="project" file="analytics/models/marts/revenue.sql" line="2" time="0.000">
          <error message="Column &quot;amout&quot; does not exist.&#10;It is mentioned in sum()." type="unknown-reporter">error[unknown-reporter]: Column "amout" does not exist.
      It is mentioned in sum().
      --&gt; models/marts/revenue.sql:2:7
       |
     2 |   sum(amout) as revenue
       |       ^^^^^
    help: Did you mean "amount"?
    </error>
        </testcase>
      </testsuite>
    </testsuites>
    "
  `)
})

test('a run that was cut off is written as far as it came', async () => {
  const result = ended(stgOrders, success('create'), { from: 0, until: 30 })
  expect(await report([runStart([stgOrders, orders]), nodeEnd(result)])).toContain('tests="1" failures="0"')
})
