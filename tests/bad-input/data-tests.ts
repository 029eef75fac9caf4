import { failed, fine, refused, type Fixture } from './fixture.ts'

const file = 'models/orders.yml'

/** A model with two columns, and what its property file says of it. */
const orders = (...lines: readonly string[]): Fixture['files'] => ({
  'models/orders.sql': 'select 1 as id, 10 as amount\n',
  [file]: ['models:', '  - name: orders', ...lines, ''].join('\n'),
})

const onAmount = (declared: string): Fixture['files'] =>
  orders('    columns:', `      - { name: amount, data_tests: [${declared}] }`)

/** Tests of data that cannot be, cannot be run, or fail. */
export const dataTestFixtures: readonly Fixture[] = [
  {
    name: 'tests that there are not, that stand at the wrong place, and that lack an argument',
    command: ['test'],
    files: orders(
      '    data_tests:',
      '      - not_nul',
      '      - not_null',
      '      - is_good: { of: 5 }',
      '    columns:',
      '      - name: amount',
      '        data_tests:',
      '          - not_empty',
      '          - accepted_range',
      '          - accepted_values: { value: [1] }',
      "          - relationships: { to: ref('customers') }",
    ),
    expect: refused(
      { code: 'unknown-test', at: 'models/orders.yml:4:9', hint: 'Did you mean "not_null"?' },
      { code: 'test-of-column', at: 'models/orders.yml:5:9', hint: 'Write it under the `data_tests:` of a' },
      { code: 'unknown-test', at: 'models/orders.yml:6:9', hint: 'Define it as a macro "test_is_good"' },
      {
        code: 'test-of-relation',
        at: 'models/orders.yml:10:13',
        hint: 'Write it under the `data_tests:` of the',
      },
      { code: 'missing-test-argument', at: 'models/orders.yml:11:13', hint: 'Add `min_value:` below' },
      { code: 'missing-test-argument', at: 'models/orders.yml:12:13', hint: 'Add `values:` below' },
      { code: 'unknown-key', at: 'models/orders.yml:12:32', hint: 'Did you mean "values"?' },
      { code: 'missing-test-argument', at: 'models/orders.yml:13:13', hint: 'Add `field:` below' },
      { code: 'unknown-ref', at: 'models/orders.yml:13:38', hint: 'Check the name; `xform ls` lists what' },
    ),
  },
  {
    name: 'tests that are no tests',
    command: ['test'],
    files: orders(
      '    data_tests:',
      '      - 5',
      '      - [unique]',
      '      - { unique: {}, not_null: {} }',
      '      - row_count: many',
      '      - row_count: { equals: many }',
    ),
    expect: refused(
      { code: 'unreadable-test', at: 'models/orders.yml:4:9', hint: 'Write `- not_null`, or `-' },
      { code: 'unreadable-test', at: 'models/orders.yml:5:9', hint: 'Write `- not_null`, or `-' },
      { code: 'unreadable-test', at: 'models/orders.yml:6:9', hint: 'Write `- not_null`, or `-' },
      { code: 'wrong-type', at: 'models/orders.yml:7:20', hint: 'Write `key: value` pairs, on indented' },
      { code: 'wrong-type', at: 'models/orders.yml:8:30', hint: 'Write a' },
    ),
  },
  {
    name: 'configs of tests that nobody has',
    command: ['test'],
    files: onAmount(
      "{ not_null: { config: { severity: fatal, warn_if: 'lots', error_if: '> -', limit: -1, store_failures_as: file, sverity: warn } } }",
    ),
    expect: refused(
      { code: 'unknown-value', at: 'models/orders.yml:4:72', hint: 'Write one of: error,' },
      { code: 'bad-threshold', at: 'models/orders.yml:4:88', hint: 'Write a comparison with a number, such' },
      {
        code: 'bad-threshold',
        at: 'models/orders.yml:4:106',
        hint: 'Write a comparison with a number, such',
      },
      { code: 'wrong-type', at: 'models/orders.yml:4:120', hint: 'Write a whole number, 1 or' },
      { code: 'unknown-value', at: 'models/orders.yml:4:143', hint: 'Write one of: ephemeral, table,' },
      { code: 'unknown-key', at: 'models/orders.yml:4:149', hint: 'Did you mean "severity"?' },
    ),
  },
  {
    name: 'arguments of tests that say something else than they seem to',
    command: ['test'],
    files: orders(
      '    data_tests:',
      '      - not_empty: { least: 1 }',
      '      - dbt_expectations.expect_table_row_count_to_equal: { value: 3 }',
      '    columns:',
      '      - name: id',
      '        data_tests:',
      '          - unique: { columns: [amount] }',
      "          - relationships: { to: ref('orders'), field: [id, amount] }",
      "          - accepted_values: { values: [1, ''] }",
      '          - not_null: { config: { error_if: 5, warn_if: between 5 and 1 } }',
      '          - not_null: { name: known, config: { severity: Warn, warn_if: "!=" } }',
    ),
    expect: refused(
      { code: 'unknown-key', at: 'models/orders.yml:4:22', hint: 'It has none: remove it.' },
      {
        code: 'unknown-test',
        at: 'models/orders.yml:5:9',
        hint: 'Define it as a macro "test_expect_table_row_count_to_equal"',
      },
      { code: 'unknown-key', at: 'models/orders.yml:9:23', hint: 'It is for a test of several columns' },
      { code: 'wrong-type', at: 'models/orders.yml:10:56', hint: 'Write a column.' },
      {
        code: 'bad-threshold',
        at: 'models/orders.yml:12:45',
        hint: 'Write a comparison with a number, such',
      },
      {
        code: 'bad-threshold',
        at: 'models/orders.yml:12:57',
        hint: 'Write a comparison with a number, such',
      },
      {
        code: 'bad-threshold',
        at: 'models/orders.yml:13:73',
        hint: 'Write a comparison with a number, such',
      },
    ),
  },
  {
    name: 'generic tests as dbt writes them',
    command: ['test'],
    files: {
      ...orders(),
      'tests/generic/is_even.sql':
        '{{#macro known model}}select 1{{/macro}}\n{% test is_even(model, column_name) %}\n{% endtest %}\n',
    },
    expect: refused(
      {
        code: 'jinja-tag',
        at: 'tests/generic/is_even.sql:2:1',
        hint: '{{#macro test_is_even model column_name}}',
      },
      { code: 'text-between-macros', at: 'tests/generic/is_even.sql:2:1', hint: 'Put it between' },
      { code: 'jinja-tag', at: 'tests/generic/is_even.sql:3:1', hint: 'Write {{/macro}}.' },
    ),
  },
  {
    name: 'tests that are empty, or more than a query',
    command: ['test'],
    files: {
      ...orders('    data_tests:', '      - nothing'),
      'macros/nothing.sql': '{{#macro test_nothing model}}\n{{/macro}}\n',
      'tests/empty.sql': '-- to be done\n',
      'tests/two.sql': "{{ config(where='id > 1') }}\nselect 1;\nselect 2\n",
    },
    expect: refused(
      {
        code: 'unused-config',
        at: 'tests/two.sql:1:17',
        hint: 'Remove it, or change',
        severity: 'warning',
      },
      { code: 'empty-query', at: 'models/orders.yml:4:9', hint: 'Write a select statement' },
      { code: 'empty-query', at: 'tests/empty.sql:1:1', hint: 'Write a select statement' },
      { code: 'several-statements', at: 'tests/two.sql:3:1', hint: 'Keep the query for the rows that fail.' },
    ),
  },
  {
    name: 'the same test twice',
    command: ['test'],
    files: onAmount('not_null, not_null'),
    expect: refused({
      code: 'duplicate-test',
      at: 'models/orders.yml:4:48',
      hint: 'Keep one of them, or give them',
    }),
  },
  {
    name: 'a name that two tests are given, and config of a query at the wrong place',
    command: ['test'],
    files: {
      ...orders(
        '    columns:',
        '      - { name: id, data_tests: [{ not_null: { name: known } }] }',
        '      - { name: amount, data_tests: [{ not_null: { name: known } }] }',
      ),
      'tests/no_refunds.sql': "select * from {{ ref('orders') }} where amount < 0",
      'tests/no_refunds.yml': 'data_tests:\n  - { name: no_refunds, severity: warn }\n',
    },
    expect: refused(
      { code: 'duplicate-name', at: 'models/orders.yml:5:40', hint: 'Rename one of them' },
      { code: 'unknown-key', at: 'tests/no_refunds.yml:2:25', hint: 'Write it under `config:`.' },
    ),
  },
  {
    name: 'a relationship to a node that there is not',
    command: ['test'],
    files: onAmount('{ relationships: { to: "ref(\'custmers\')", field: id } }'),
    expect: refused({
      code: 'unknown-ref',
      at: 'models/orders.yml:4:66',
      hint: 'Check the name; `xform ls` lists what',
    }),
  },
  {
    name: 'a query of the author in tests/ that mentions nothing that there is',
    command: ['test'],
    files: {
      ...orders(),
      'tests/no_refunds.sql': "select * from {{ ref('ordres') }} where amount < 0",
      'tests/empty.sql': '-- nothing\n',
    },
    expect: refused({ code: 'unknown-ref', at: 'tests/no_refunds.sql:1:22', hint: 'Did you mean "orders"?' }),
  },
  {
    name: 'a failing test holds its model back',
    command: ['build'],
    files: onAmount('{ accepted_range: { max_value: 5 } }'),
    expect: failed(
      { code: 'tests-failed', at: 'models/orders.sql:1:1', hint: 'What stood before still stands. Correct' },
      { code: 'test-failed', at: 'models/orders.yml:4:40', hint: 'The query is in' },
    ),
  },
  {
    name: 'a failing test that only warns',
    command: ['build'],
    files: onAmount('{ accepted_range: { max_value: 5, config: { severity: warn } } }'),
    expect: fine({
      code: 'test-failed',
      at: 'models/orders.yml:4:40',
      hint: 'The query is in',
      severity: 'warning',
    }),
  },
  {
    name: 'tests of columns that there are not',
    command: ['build'],
    files: orders('    columns:', '      - { name: amuont, data_tests: [unique] }'),
    expect: failed(
      { code: 'tests-failed', at: 'models/orders.sql:1:1', hint: 'What stood before still stands. Correct' },
      { code: 'test-error', at: 'models/orders.yml:4:17', hint: 'Candidate bindings:' },
    ),
  },
  {
    name: 'a test whose SQL is wrong',
    command: ['build'],
    files: onAmount("{ expression_is_true: { expression: '> (' } }"),
    expect: failed(
      { code: 'tests-failed', at: 'models/orders.sql:1:1', hint: 'What stood before still stands. Correct' },
      { code: 'test-error', at: 'models/orders.yml:4:40', hint: 'Correct the test, or build what it' },
    ),
  },
  {
    name: 'a query in tests/ that is wrong',
    command: ['build'],
    files: { ...orders(), 'tests/wrong.sql': "select *\nfrom {{ ref('orders') }}\nwhere amuont < 0\n" },
    expect: failed(
      { code: 'tests-failed', at: 'models/orders.sql:1:1', hint: 'What stood before still stands. Correct' },
      { code: 'test-error', at: 'tests/wrong.sql:3:7', hint: 'Candidate bindings:' },
    ),
  },
  {
    name: 'a macro of the project that gives no test',
    command: ['build'],
    files: {
      ...onAmount('{ is_multiple_of: { of: 5, off: 3 } }'),
      'macros/tests.sql':
        '{{#macro test_is_multiple_of model column_name of}}select * from {{ model }} where {{ column_name }} % {{ of }} <> 0{{/macro}}',
    },
    expect: refused({ code: 'unknown-key', at: 'models/orders.yml:4:65', hint: 'Did you mean "of"?' }),
  },
  {
    name: 'a test of what does not stand',
    command: ['test'],
    files: onAmount('not_null'),
    expect: failed({
      code: 'test-error',
      at: 'models/orders.yml:4:38',
      hint: 'Correct the test, or build what it',
    }),
  },
]
