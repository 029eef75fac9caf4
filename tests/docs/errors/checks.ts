import type { checksCatalogue } from '../../../core/errors/catalogue/checks.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { onCommand, worded, type ErrorExample, type ExampleStep } from './example.ts'

/** An order with an amount that a test does not like. */
const orders = (test: string): ExampleStep['files'] => ({
  'models/orders.sql': "{{ config(materialized='table') }}\nselect 1 as id, -100 as amount\n",
  'models/orders.yml': `models:\n  - name: orders\n    columns:\n      - name: amount\n        data_tests:\n          - ${test}\n`,
})

/** A unit test of the revenue. */
const unit = (definition: string, means: string, files: ExampleStep['files'] = {}): ErrorExample =>
  onCommand(['test', '--quiet'], means, {
    'models/revenue.sql': "select sum(amount) as revenue from {{ ref('orders') }}",
    'models/orders_of_today.sql': "select * from {{ ref('orders') }}",
    'models/units.yml': `unit_tests:\n  - name: adds_up\n    model: revenue\n    ${definition}\n`,
    ...files,
  })

/** The codes of tests. */
export const checksExamples: Readonly<Record<keyof typeof checksCatalogue, ErrorExample>> = {
  'test-failed': onCommand(
    ['build'],
    'Rows fail a test. With the severity `warn` it is a warning: [Data tests](tests.md).',
    orders('accepted_range: { min_value: 0, config: { severity: warn } }'),
  ),
  'tests-failed': onCommand(
    ['build', '--quiet'],
    'In `xform build` tests come before publication, so what fails them is never seen: [Before publication](tests.md#before-publication).',
    orders('accepted_range: { min_value: 0 }'),
  ),
  'test-error': onCommand(
    ['build', '--quiet'],
    "The database refused a test's query. The words are its own; the place is yours.",
    orders('accepted_range: { min_value: smallest }'),
  ),
  'unit-test-failed': unit(
    "given: [{ input: ref('orders'), rows: [{ amount: 5 }, { amount: 7 }] }]\n    expect: { rows: [{ revenue: 10 }] }",
    'The model makes something else of the rows than it should: [Unit tests](unit-tests.md).',
  ),
  'unit-input-missing': unit(
    'given: []\n    expect: { rows: [] }',
    'A unit test says of everything that its model reads which rows it has, also where it has none.',
  ),
  'unit-input-unread': unit(
    "given: [{ input: ref('orders'), rows: [] }, { input: ref('orders_of_today'), rows: [] }]\n    expect: { rows: [] }",
    'Most often the model reads something else by now.',
  ),
  'unit-input-twice': unit(
    "given: [{ input: ref('orders'), rows: [] }, { input: ref('orders'), rows: [] }]\n    expect: { rows: [] }",
    'An input has one list of rows; what comes in later stands under `later`.',
  ),
  'unit-later-this': unit(
    "given: [{ input: ref('orders'), rows: [] }]\n    later: [[{ input: this, rows: [] }]]\n    expect: { rows: [] }",
    'What a table holds before the first run stands under `given`: [Tables](unit-tests.md#tables).',
  ),
  'unit-macro-unknown': unit(
    "overrides: { macros: { round_up: 1 } }\n    given: [{ input: ref('orders'), rows: [] }]\n    expect: { rows: [] }",
    'A unit test can replace macros of the project, and `is_incremental`.',
  ),
  'unit-column-unknown': unit(
    "given: [{ input: ref('orders'), rows: [{ amuont: 5 }] }]\n    expect: { rows: [] }",
    'The columns of an input are those of its query, its file or its declaration.',
  ),
  'unit-column-twice': unit(
    "given: [{ input: ref('orders'), rows: [{ amount: 5, Amount: 7 }] }]\n    expect: { rows: [] }",
    'Names that differ in case alone mean the same column.',
  ),
  'unit-columns-unknown': unit(
    "given: [{ input: \"source('raw', 'visits')\", rows: [] }]\n    expect: { rows: [] }",
    'Of a source nothing is known but what is declared, and what rows say.',
    {
      'models/sources.yml': 'sources: [{ name: raw, tables: [{ name: visits }] }]\n',
      'models/revenue.sql': "select count(*) as visits from {{ source('raw', 'visits') }}",
    },
  ),
  'unit-value': unit(
    "given: [{ input: ref('orders'), rows: [{ amount: plenty }] }]\n    expect: { rows: [] }",
    'A value has to fit the type that its column has, and what is expected must not be rounded by it.',
  ),
  'fixture-uneven': unit(
    'given: [{ input: ref(\'orders\'), format: csv, rows: "id,amount\\n1" }]\n    expect: { rows: [] }',
    'Every row of a csv has a field for each column.',
  ),
  'failures-not-kept': worded(
    diagnostic(
      'failures-not-kept',
      {
        test: 'amount_is_positive',
        message: 'cannot drop table amount_is_positive because other objects depend on it',
      },
      { severity: 'warning' },
    ),
    'The rows that fail a test were to be kept, and the relation of the last time could not be exchanged. The verdict of the test stands.',
  ),
}
