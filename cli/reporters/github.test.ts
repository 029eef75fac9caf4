import { expect, test } from 'vitest'
import type { Diagnostic } from '../../core/index.ts'
import {
  ended,
  eventsOf,
  exampleResults,
  lateRows,
  model,
  revenue,
  success,
  unknownColumn,
} from '../../tests/reporting/example-run.ts'
import { replay, reporterContext } from '../../tests/reporting/reporter-context.ts'
import { createGithubReporter } from './github.ts'

function annotate(list: readonly Diagnostic[]): string {
  const context = reporterContext()
  createGithubReporter(context).diagnostics(list)
  return context.output.text()
}

test('the findings of a run are annotations at their places in the repository', async () => {
  const context = reporterContext()
  await replay(createGithubReporter(context), eventsOf(exampleResults))
  expect(`\n${context.output.text()}`).toMatchInlineSnapshot(`
    "
    ::warning file=analytics/models/main/orders.sql,title=reporter-needs-file::3 rows are late.
    ::error file=analytics/models/marts/revenue.sql,line=2,col=7,endLine=2,endColumn=12,title=unknown-reporter::Column "amout" does not exist.%0AIt is mentioned in sum().%0Ahelp: Did you mean "amount"?
    "
  `)
})

test('a place over several lines has no columns', () => {
  const at = { path: revenue.path, line: 1, column: 3, endLine: 4, endColumn: 2 }
  expect(annotate([{ ...unknownColumn, at }])).toContain('revenue.sql,line=1,endLine=4,title=')
})

test('what would end a command or a property is escaped', () => {
  const at = { path: 'models/50%, a:b.sql', line: 1, column: 1, endLine: 1, endColumn: 2 }
  const text = annotate([{ ...lateRows, message: '100% :: late,\r\nsee\u001b[31m', at }])
  expect(text).toBe(
    '::warning file=analytics/models/50%25%2C a%3Ab.sql,line=1,col=1,endLine=1,endColumn=2,' +
      String.raw`title=reporter-needs-file::100%25 :: late,%0Asee\x1b[31m` +
      '\n',
  )
})

test('a note is a notice, and related places are named', () => {
  const at = { path: 'macros/money.sql', line: 2, column: 5, endLine: 2, endColumn: 9 }
  const text = annotate([{ ...lateRows, severity: 'note', related: [{ message: 'It is called here.', at }] }])
  expect(text).toContain('::notice title=')
  expect(text).toContain('%0AIt is called here. (macros/money.sql:2:5)')
})

test('the same finding is written once', async () => {
  const context = reporterContext()
  await replay(createGithubReporter(context), eventsOf(exampleResults, { diagnostics: [unknownColumn] }))
  expect(context.output.text().match(/::error/g)).toHaveLength(1)
})

test('the run is added to the summary of the job, failures first', async () => {
  const context = reporterContext({ stepSummary: 'summary.md' })
  await replay(createGithubReporter(context), eventsOf(exampleResults))
  expect(`\n${context.files.get('summary.md') ?? ''}`).toMatchInlineSnapshot(`
    "
    ### xform run on dev

    4 nodes: 2 ok, 1 failed, 1 skipped in 1.4s

    | | node | materialized | time | result |
    | --- | --- | --- | ---: | --- |
    | failed | marts.revenue | table | 0.02s | Column "amout" does not exist. |
    | ok | main.stg\\_orders | view | 0.03s | created |
    | ok | main.orders | incremental | 0.21s | appended, 1,204 rows, 1 warning |
    | skipped | marts.daily | table | 0.00s | needs marts.revenue |

    "
  `)
})

test('markup in the summary is escaped and a huge run is cut', async () => {
  const context = reporterContext({ stepSummary: 'summary.md' })
  const results = Array.from({ length: 1_200 }, (_, at) =>
    ended(model(`<b>|${at}`), success('create'), { from: 0, until: 5 }),
  )
  await replay(createGithubReporter(context), eventsOf(results))
  const summary = context.files.get('summary.md') ?? ''
  expect(summary).toContain(String.raw`\<b\>\|0`)
  expect(summary).toContain('… and 700 more nodes')
})
