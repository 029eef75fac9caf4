import { failed, refused, type Fixture } from './fixture.ts'

const file = 'models/units.yml'

/** A model of a seed, and a unit test of it. */
const unit = (...lines: readonly string[]): Fixture['files'] => ({
  'models/orders.sql': "select id, amount * 2 as twice from {{ ref('raw_orders') }}\n",
  'seeds/raw_orders.csv': 'id,amount,placed_on\n1,10,2026-01-01\n',
  [file]: ['unit_tests:', '  - name: twice', ...lines.map((line) => `    ${line}`), ''].join('\n'),
})

const given = "given: [{ input: ref('raw_orders'), rows: [{ id: 1, amount: 5 }] }]"
const expected = 'expect: { rows: [{ id: 1, twice: 10 }] }'

/** Unit tests that cannot be, cannot be run, or fail. */
export const unitTestFixtures: readonly Fixture[] = [
  {
    name: 'a unit test of nothing, with nothing expected',
    command: ['test'],
    files: unit(given),
    expect: refused(
      { code: 'missing-key', at: 'models/units.yml:2:5', hint: 'Add' },
      { code: 'missing-key', at: 'models/units.yml:2:5', hint: 'Add' },
    ),
  },
  {
    name: 'a unit test of a model that there is not',
    command: ['test'],
    files: unit('model: ordrs', given, expected),
    expect: refused({ code: 'unknown-ref', at: 'models/units.yml:3:12', hint: 'Did you mean "orders"?' }),
  },
  {
    name: 'inputs that are missing, and inputs that the model does not read',
    command: ['test'],
    files: unit(
      'model: orders',
      "given: [{ input: ref('orders'), rows: [] }, { input: raw_orders, rows: [] }]",
      expected,
    ),
    expect: refused({
      code: 'not-a-reference',
      at: 'models/units.yml:4:58',
      hint: "Write ref('name') or source('source',",
    }),
  },
  {
    name: 'an input that is not read',
    command: ['test'],
    files: {
      ...unit('model: orders', "given: [{ input: ref('other'), rows: [] }]", expected),
      'models/other.sql': 'select 1 as id',
    },
    expect: refused(
      {
        code: 'unit-input-missing',
        at: 'models/units.yml:2:11',
        hint: "Add `- input: ref('raw_orders')` under",
      },
      { code: 'unit-input-unread', at: 'models/units.yml:4:22', hint: 'Remove them, or correct the' },
    ),
  },
  {
    name: 'rows that are none',
    command: ['test'],
    files: unit(
      'model: orders',
      "given: [{ input: ref('raw_orders'), rows: [5, { id: 1 }] }]",
      'expect: { rows: { id: 1 } }',
    ),
    expect: refused(
      { code: 'wrong-type', at: 'models/units.yml:4:48', hint: 'Write a row: a map from columns to' },
      { code: 'wrong-type', at: 'models/units.yml:5:21', hint: 'Write a list: `- item` on lines of' },
    ),
  },
  {
    name: 'formats and fixtures that there are not',
    command: ['test'],
    files: unit(
      'model: orders',
      'given:',
      "  - { input: ref('raw_orders'), format: xlsx, fixture: orders }",
      'expect: { format: csv, fixture: ordes, rows: "id" }',
    ),
    expect: refused(
      { code: 'unknown-value', at: 'models/units.yml:5:45', hint: 'Write one of: dict, csv,' },
      { code: 'unknown-fixture', at: 'models/units.yml:5:60', hint: 'Write its rows into a csv or sql file' },
      { code: 'fixture-twice', at: 'models/units.yml:6:37', hint: 'Keep one of' },
    ),
  },
  {
    name: 'a fixture that is in two files',
    command: ['test'],
    files: {
      ...unit('model: orders', "given: [{ input: ref('raw_orders'), fixture: few }]", expected),
      'tests/fixtures/few.csv': 'id,amount\n1,5\n',
      'tests/fixtures/older/few.csv': 'id,amount\n1,6\n',
    },
    expect: refused({ code: 'fixture-ambiguous', at: 'models/units.yml:4:50', hint: 'Rename one of' }),
  },
  {
    name: 'a fixture whose name is wrong by a letter',
    command: ['test'],
    files: {
      ...unit('model: orders', "given: [{ input: ref('raw_orders'), fixture: raw_ordres }]", expected),
      'tests/fixtures/raw_orders.csv': 'id,amount\n1,5\n',
    },
    expect: refused({
      code: 'unknown-fixture',
      at: 'models/units.yml:4:50',
      hint: 'Did you mean "raw_orders"?',
    }),
  },
  {
    name: 'columns that the input and the model do not have',
    command: ['test'],
    files: unit(
      'model: orders',
      "given: [{ input: ref('raw_orders'), rows: [{ id: 1, amuont: 5 }] }]",
      'expect: { rows: [{ id: 1, twise: 10 }] }',
    ),
    expect: failed({
      code: 'unit-column-unknown',
      at: 'models/units.yml:4:57',
      hint: 'Did you mean "amount"?',
    }),
  },
  {
    name: 'expected columns that the model does not have',
    command: ['test'],
    files: unit('model: orders', given, 'expect: { rows: [{ id: 1, twise: 10 }] }'),
    expect: failed({
      code: 'unit-column-unknown',
      at: 'models/units.yml:5:31',
      hint: 'Did you mean "twice"?',
    }),
  },
  {
    name: 'a value that its column cannot hold',
    command: ['test'],
    files: unit(
      'model: orders',
      "given: [{ input: ref('raw_orders'), rows: [{ id: 1, amount: many }] }]",
      expected,
    ),
    expect: failed({
      code: 'unit-value',
      at: 'models/units.yml:4:65',
      hint: 'Correct the value: "amount" is INTEGER.',
    }),
  },
  {
    name: 'a csv file with a row too short, and one with a quote too many',
    command: ['test'],
    files: {
      ...unit(
        'model: orders',
        "given: [{ input: ref('raw_orders'), fixture: short }]",
        'expect: { fixture: quote }',
      ),
      'tests/fixtures/short.csv': 'id,amount\n1,5\n2\n',
      'tests/fixtures/quote.csv': 'id,twice\n1,"10\n',
    },
    expect: failed({
      code: 'fixture-uneven',
      at: 'tests/fixtures/short.csv:3:1',
      hint: 'Put a value that holds a comma in',
    }),
  },
  {
    name: 'SQL of a fixture that is wrong',
    command: ['test'],
    files: unit(
      'model: orders',
      "given: [{ input: ref('raw_orders'), format: sql, rows: 'select 1 as id, as amount' }]",
      expected,
    ),
    expect: failed({
      code: 'unit-value',
      at: 'models/units.yml:4:77',
      hint: 'Correct the SQL of these rows.',
    }),
  },
  {
    name: 'overrides that there are not',
    command: ['test'],
    files: unit(
      'model: orders',
      given,
      expected,
      'overrides: { incremental: perhaps, run: { started: now }, vrs: {} }',
    ),
    expect: refused(
      { code: 'wrong-type', at: 'models/units.yml:6:31', hint: 'Write true or' },
      { code: 'unknown-key', at: 'models/units.yml:6:47', hint: 'Its keys are:' },
      { code: 'unknown-key', at: 'models/units.yml:6:63', hint: 'Did you mean "vars"?' },
    ),
  },
  {
    name: 'a macro that is replaced, and that there is not',
    command: ['test'],
    files: unit('model: orders', given, expected, 'overrides: { macros: { centz: 5 } }'),
    expect: refused({ code: 'unit-macro-unknown', at: 'models/units.yml:6:35', hint: 'Remove it from' }),
  },
  {
    name: 'a csv file with a quote that is not closed',
    command: ['test'],
    files: {
      ...unit('model: orders', given, 'expect: { fixture: quote }'),
      'tests/fixtures/quote.csv': 'id,twice\n1,"10\n',
    },
    expect: failed({
      code: 'seed-quote-unclosed',
      at: 'tests/fixtures/quote.csv:2:3',
      hint: 'End the field with a quote, and write',
    }),
  },
  {
    name: 'other rows than expected hold the model back',
    command: ['build'],
    files: unit('model: orders', given, 'expect: { rows: [{ id: 1, twice: 11 }, { id: 2, twice: null }] }'),
    expect: failed({
      code: 'unit-test-failed',
      at: 'models/units.yml:2:11',
      hint: '"-" is expected and missing, "+" is',
    }),
  },
  {
    name: 'an input that is given twice, and own rows that come in later',
    command: ['test'],
    files: unit(
      'model: orders',
      "given: [{ input: ref('raw_orders'), rows: [] }, { input: ref('raw_orders'), rows: [] }]",
      'later: [[{ input: this, rows: [] }]]',
      expected,
    ),
    expect: refused(
      { code: 'unit-input-twice', at: 'models/units.yml:4:62', hint: 'Put them into one' },
      { code: 'unit-later-this', at: 'models/units.yml:5:23', hint: 'Give them under `given:`' },
    ),
  },
  {
    name: 'rows of a table that the model does not look at',
    command: ['test'],
    files: unit('model: orders', given.replace('] }]', '] }, { input: this, rows: [] }]'), expected),
    expect: refused({ code: 'unit-input-unread', at: 'models/units.yml:4:82', hint: 'Remove them, or' }),
  },
  {
    name: 'two values for a column in one row',
    command: ['test'],
    files: unit('model: orders', given, 'expect: { rows: [{ id: 1, Id: 2 }] }'),
    expect: failed({ code: 'unit-column-twice', at: 'models/units.yml:5:31', hint: 'Remove one of' }),
  },
  {
    name: 'an expected value that its column could only hold rounded',
    command: ['test'],
    files: {
      ...unit('model: orders', given, 'expect: { rows: [{ id: 1, twice: 10.4 }] }'),
    },
    expect: failed({
      code: 'unit-value',
      at: 'models/units.yml:5:38',
      hint: 'Write a value that the column holds',
      message: 'which does not hold 10.4',
    }),
  },
  {
    name: 'SQL of a fixture file that is wrong in its third line',
    command: ['test'],
    files: {
      ...unit('model: orders', "given: [{ input: ref('raw_orders'), fixture: two_orders }]", expected),
      'tests/fixtures/two_orders.sql': 'select\n  1 as id,\n  amuont as amount\n',
    },
    expect: failed({ code: 'unit-value', at: 'tests/fixtures/two_orders.sql:3:3', hint: '' }),
  },
  {
    name: 'nothing to save as a unit test',
    command: ['show', '--inline', 'select 1 as id', '--save-as-unit-test'],
    expect: refused({ code: 'one-model-to-save', hint: 'Name one model of the project: `xform' }),
  },
  {
    name: 'a unit test saved under a name that is none, of rows that stand in files',
    command: ['show', '--select', 'events', '--save-as-unit-test', 'a day'],
    files: {
      'models/raw.yml':
        "sources: [{ name: raw, tables: [{ name: events, files: { path: 'data/*.csv' } }] }]\n",
      'models/events.sql': "{{ config(materialized='flow') }} select * from {{ source('raw', 'events') }}",
      'data/one.csv': 'id\n1\n',
    },
    expect: refused(
      { code: 'bad-name', hint: 'Rename it, for example to' },
      { code: 'files-not-saved', at: 'models/raw.yml:1:41', hint: 'Copy some lines of a file to' },
    ),
  },
  {
    name: 'a unit test saved of rows that do not stand',
    command: ['show', '--select', 'behind', '--save-as-unit-test'],
    files: { 'models/behind.sql': "select id from {{ ref('orders') }}" },
    expect: failed({
      code: 'input-not-standing',
      at: 'models/orders.sql:1:1',
      hint: 'Build it first, with `xform build`; a',
    }),
  },
]
