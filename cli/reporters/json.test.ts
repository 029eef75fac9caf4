import { expect, test } from 'vitest'
import {
  ended,
  eventsOf,
  exampleResults,
  lateRows,
  orders,
  runEnd,
  stgOrders,
  success,
  unknownColumn,
} from '../../tests/reporting/example-run.ts'
import { replay, reporterContext } from '../../tests/reporting/reporter-context.ts'
import { createJsonReporter } from './json.ts'

test('each event is one line of JSON', async () => {
  const context = reporterContext()
  const events = eventsOf(exampleResults)
  await replay(createJsonReporter(context), events)
  const lines = context.output.text().trimEnd().split('\n')
  expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(
    events.map(({ type }) => type),
  )
})

test('the type and the time come first, then the keys in alphabetical order', async () => {
  const context = reporterContext()
  const result = ended(stgOrders, success('create'), { from: 0, until: 30 })
  await replay(createJsonReporter(context), [runEnd([result])])
  expect(`\n${context.output.text()}`).toMatchInlineSnapshot(`
    "
    {"type":"run:end","at":1709251201420,"result":{"command":"run","diagnostics":[],"endedAt":1709251201420,"interrupted":false,"results":[{"endedAt":1709251200030,"node":{"id":"model.bank.stg_orders","name":"stg_orders","kind":"model","materialized":"view","path":"models/main/stg_orders.sql","relation":{"name":"stg_orders","schema":"main"}},"outcome":{"status":"success","action":"create","because":"it does not exist yet","rows":null},"startedAt":1709251200000,"thread":1,"warnings":[]}],"runId":"r-1","startedAt":1709251200000,"target":"dev"}}
    "
  `)
})

test('the order of the keys does not depend on who made the event', async () => {
  const event = runEnd([])
  const reversed = Object.fromEntries(Object.entries(event).toReversed()) as typeof event
  const [one, other] = [reporterContext(), reporterContext()]
  await replay(createJsonReporter(one), [event])
  await replay(createJsonReporter(other), [reversed])
  expect(other.output.text()).toBe(one.output.text())
})

test('what is unknown is null, so that each line of a kind has the same keys', async () => {
  const context = reporterContext()
  const result = ended(orders, success('create', undefined), { from: 0, until: 30 })
  await replay(createJsonReporter(context), [runEnd([result])])
  expect(context.output.text()).toContain('"rows":null')
})

test('findings outside a run are an event of their own, sorted', () => {
  const context = reporterContext()
  const reporter = createJsonReporter(context)
  reporter.diagnostics([lateRows, unknownColumn])
  reporter.diagnostics([])
  expect(`\n${context.output.text()}`).toMatchInlineSnapshot(`
    "
    {"type":"diagnostics","diagnostics":[{"code":"unknown-reporter","severity":"error","message":"Column \\"amout\\" does not exist.\\nIt is mentioned in sum().","at":{"column":7,"endColumn":12,"endLine":2,"line":2,"path":"models/marts/revenue.sql"},"hint":"Did you mean \\"amount\\"?"},{"code":"reporter-needs-file","severity":"warning","message":"3 rows are late."}]}
    "
  `)
})
