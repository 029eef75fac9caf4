import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines, quickBench, type EngineName, type Workbench } from './support/engines.ts'

const setup = `create schema raw;
create table raw.customers (id integer, name varchar(20));
insert into raw.customers values (1, 'Ada'), (2, 'Grace'), (3, null);
create table raw.orders (id integer, customer_id integer, status varchar(20), amount integer, "order" integer, placed_at timestamp);
insert into raw.orders values
  (1, 1, 'placed', 10, 1, timestamp '2026-06-30 10:00:00'),
  (2, 1, 'shipped', 20, 2, timestamp '2026-06-30 12:00:00'),
  (2, 9, 'lost', -5, 2, timestamp '2026-06-01 00:00:00'),
  (3, null, 'lost', null, null, null),
  (null, 8, 'odd', 7, null, null)`

const query = 'id, customer_id, status, amount, "order", placed_at'

const relations = {
  'models/orders.sql': `select ${query} from {{ source('raw', 'orders') }}`,
  'models/customers.sql': "select * from {{ source('raw', 'customers') }}",
}

/** Test → its status and how many rows fail. */
type Results = Readonly<Record<string, string>>

interface Outcome {
  readonly code: number | null
  readonly results: Results
  readonly text: string
}

interface RunResults {
  readonly results: readonly {
    readonly unique_id: string
    readonly status: string
    readonly failures: number | null
  }[]
}

function readResults({ folder }: Workbench): RunResults {
  return JSON.parse(readFileSync(join(folder.path, 'target/run_results.json'), 'utf8')) as RunResults
}

async function runTests(bench: Workbench, ...words: readonly string[]): Promise<Outcome> {
  const { code, stdout } = await bench.xform('test', ...words)
  const found = readResults(bench).results.map(
    ({ unique_id: id, status, failures }) =>
      [id.replace('test.shop.', ''), `${status} ${String(failures)}`] as const,
  )
  return { code, results: Object.fromEntries<string>(found), text: stdout }
}

async function shop(engine: EngineName, files: Readonly<Record<string, string>>): Promise<Workbench> {
  const bench = await quickBench(engine, {
    ...relations,
    'models/raw.yml': 'sources: [{ name: raw, tables: [{ name: orders }, { name: customers }] }]',
    ...files,
  })
  await bench.sql(setup)
  await bench.succeed('run')
  return bench
}

/** Declares tests of the orders, each with the name of its line, and of their columns. */
function ofOrders(
  tests: Readonly<Record<string, string>>,
  columns: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): Readonly<Record<string, string>> {
  const list = (named: Readonly<Record<string, string>>): string =>
    Object.entries(named)
      .map(([name, declared]) => `{ name: ${name}, ${declared} }`)
      .join(', ')
  const ofColumns = Object.entries(columns).map(
    ([name, named]) => `      - { name: ${name}, data_tests: [${list(named)}] }\n`,
  )
  return {
    'models/orders.yml': `models:\n  - name: orders\n    data_tests: [${list(tests)}]\n    columns:\n${ofColumns.join('')}`,
  }
}

describe.each(engines)('data tests on %s', (engine) => {
  test('each find what they are there for, and nothing else', async () => {
    const bench = await shop(
      engine,
      ofOrders(
        {
          unique_pair: 'test_name: unique, columns: [id, customer_id]',
          unique_both: 'test_name: unique, columns: [id, "order"]',
          expression: 'test_name: unique, column_name: "status || \'-\' || amount"',
          expression_twice:
            'test_name: unique, column_name: "coalesce(status, \'none\')", store_failures: true',
          expressions:
            'test_name: unique_combination_of_columns, combination_of_columns: [lower(status), id]',
          expression_known:
            'test_name: accepted_values, column_name: upper(status), values: [PLACED, SHIPPED]',
          unique_quoted: 'test_name: unique, columns: [ID, \'"order"\']',
          combination: 'test_name: unique_combination_of_columns, combination_of_columns: [status]',
          combination_ok:
            'test_name: unique_combination_of_columns, combination_of_columns: [id, customer_id]',
          positive: 'test_name: expression_is_true, expression: "amount > 0"',
          positive_ok: 'test_name: expression_is_true, expression: "amount > -10"',
          five: 'test_name: row_count, equals: 5',
          at_most_four: 'test_name: row_count, at_most: 4',
          at_least_six: 'test_name: row_count, at_least: 6',
          as_customers: "test_name: equal_row_count, compare_model: ref('customers')",
          as_itself: "test_name: equal_row_count, compare_model: ref('orders')",
          filled: 'test_name: not_empty',
          filled_late: 'test_name: not_empty, where: "id > 90"',
          recent: 'test_name: recency, field: placed_at, datepart: day, interval: 1',
          recent_hour: 'test_name: recency, field: placed_at, datepart: hour, interval: 2',
          recent_none: 'test_name: recency, field: placed_at, datepart: year, interval: 1, where: "id > 90"',
        },
        {
          id: { id_unique: 'test_name: unique', id_known: 'test_name: not_null' },
          customer_id: {
            customer: "test_name: relationships, to: ref('customers'), field: id",
            customer_known: 'test_name: relationships, to: ref(\'customers\'), field: id, where: "id < 2"',
          },
          status: {
            status_known: 'test_name: accepted_values, values: [placed, shipped]',
            status_ok: 'test_name: accepted_values, values: [placed, shipped, lost, odd]',
          },
          amount: {
            amount_range: 'test_name: accepted_range, min_value: 0, max_value: 15',
            amount_inside: 'test_name: accepted_range, min_value: 10, inclusive: false',
            amount_values: 'test_name: accepted_values, values: [10, 20, -5], quote: false',
            amount_numbers: 'test_name: accepted_values, values: [10, 20, 7, -5]',
            amount_column: 'test_name: expression_is_true, expression: "<= 20"',
          },
          order: { reserved: 'test_name: not_null', reserved_unique: 'test_name: unique' },
        },
      ),
    )
    const { code, results } = await runTests(bench)
    expect(code).toBe(1)
    expect(results).toEqual({
      unique_pair: 'pass 0',
      unique_both: 'fail 1',
      expression: 'pass 0',
      expression_twice: 'fail 1',
      expressions: 'pass 0',
      expression_known: 'fail 2',
      unique_quoted: 'fail 1',
      combination: 'fail 1',
      combination_ok: 'pass 0',
      positive: 'fail 1',
      positive_ok: 'pass 0',
      five: 'pass 0',
      at_most_four: 'fail 1',
      at_least_six: 'fail 1',
      as_customers: 'fail 1',
      as_itself: 'pass 0',
      filled: 'pass 0',
      filled_late: 'fail 1',
      recent: 'pass 0',
      recent_hour: 'fail 1',
      recent_none: 'fail 1',
      id_unique: 'fail 1',
      id_known: 'fail 1',
      customer: 'fail 2',
      customer_known: 'pass 0',
      status_known: 'fail 2',
      status_ok: 'pass 0',
      amount_range: 'fail 2',
      amount_inside: 'fail 3',
      amount_values: 'fail 1',
      amount_numbers: 'pass 0',
      amount_column: 'pass 0',
      reserved: 'fail 2',
      reserved_unique: 'fail 1',
    })
  })

  test('of a project are macros with a model and arguments, or queries', async () => {
    const bench = await shop(engine, {
      ...ofOrders(
        { big: 'test_name: has_rows, least: 9' },
        {
          amount: {
            even: 'test_name: is_even',
            even_few: 'test_name: is_even, where: "id = 1"',
            known: "test_name: among, parent: ref('customers'), column: \"{{ var('parent_column') }}\"",
            overridden: 'test_name: not_null',
            of_a_package: 'test_name: dbt_expectations.not_null',
            not_overridden: 'test_name: dbt_utils.accepted_range, min_value: -9',
          },
        },
      ),
      'macros/even.sql':
        '{{#macro test_is_even model column_name}} select * from {{ model }} where {{ column_name }} % 2 <> 0 {{/macro}}',
      'tests/generic/rows.sql':
        '{{#macro has_rows model least=1}} select count(*) as n from {{ model }} having count(*) < {{ least }} {{/macro}}',
      'macros/among.sql':
        '{{#macro test_among model column_name parent column}} select m.{{ column_name }} from {{ model }} as m where m.{{ column_name }} not in (select {{ column }} from {{ parent }}) {{/macro}}',
      'macros/range.sql': '{{#macro test_accepted_range model column_name}} select 1 as always {{/macro}}',
      'macros/not_null.sql': '{{#macro test_not_null model column_name}} select 1 as always {{/macro}}',
      'tests/negative.sql': "-- amounts\nselect * from {{ ref('orders') }} where amount < 0;",
      'xform.yml': `name: shop\nvars: { parent_column: id }\ntargets:\n  dev: ${engine === 'duckdb' ? '{ type: duckdb, path: warehouse.duckdb, schema: shop }' : '{ type: postgres, url: "${DATABASE_URL}", schema: shop }'}\n`,
    })
    expect((await runTests(bench)).results).toEqual({
      big: 'fail 1',
      even: 'fail 2',
      even_few: 'pass 0',
      known: 'fail 4',
      overridden: 'fail 1',
      of_a_package: 'fail 1',
      not_overridden: 'pass 0',
      negative: 'fail 1',
    })
  })

  test('are as bad as their thresholds say', async () => {
    const orders = 'test_name: not_null, column_name: "order"'
    const bench = await shop(
      engine,
      ofOrders({
        as_error: orders,
        as_warning: `${orders}, severity: warn`,
        in_capitals: `${orders}, severity: WARN`,
        few: `${orders}, error_if: "> 2"`,
        many: `${orders}, warn_if: "> 5", error_if: ">= 10"`,
        exactly: `${orders}, error_if: "= 2"`,
        within: `${orders}, error_if: "between 3 and 5", warn_if: "between 1 and 2"`,
        limited: `${orders}, limit: 1`,
        calculated: `${orders}, fail_calc: "sum(amount)", error_if: "> 7", warn_if: "= 7"`,
        nothing: `${orders}, fail_calc: "sum(amount)", where: "id = 3"`,
        disabled: `${orders}, enabled: false`,
      }),
    )
    const { results, text } = await runTests(bench)
    expect(results).toEqual({
      as_error: 'fail 2',
      as_warning: 'warn 2',
      in_capitals: 'warn 2',
      few: 'warn 2',
      many: 'pass 2',
      exactly: 'fail 2',
      within: 'warn 2',
      limited: 'fail 1',
      calculated: 'warn 7',
      nothing: 'pass 0',
    })
    expect(text).toContain('2 rows fail the test "within" (warn_if between 1 and 2).')
    expect(text).toMatch(/warn +test +calculated .*comes to 7/u)
    const [limited = ''] = /fails the test "limited"[^]*?-->/u.exec(text) ?? []
    expect(limited.match(/NULL +NULL/gu)).toHaveLength(1)
  })

  test('are chosen by their type, their name and their tags', async () => {
    const bench = await shop(engine, {
      ...ofOrders(
        { filled: 'test_name: not_empty, tags: [nightly]' },
        { amount: { amount_known: 'test_name: not_null' } },
      ),
      'models/customers.yml':
        'models: [{ name: customers, columns: [{ name: id, tags: [keys], data_tests: [{ name: customer_key, test_name: unique }] }] }]',
      'tests/negative.sql': "select * from {{ ref('orders') }} where amount < -90",
    })
    const chosen = async (...words: readonly string[]): Promise<readonly string[]> =>
      Object.keys((await runTests(bench, ...words)).results).toSorted()
    expect(await chosen('--select', 'test_type:singular')).toEqual(['negative'])
    expect(await chosen('--select', 'test_type:generic')).toEqual(['amount_known', 'customer_key', 'filled'])
    expect(await chosen('--select', 'test_name:not_null')).toEqual(['amount_known'])
    expect(await chosen('--select', 'tag:nightly')).toEqual(['filled'])
    expect(await chosen('--select', 'tag:keys')).toEqual(['customer_key'])
    expect(await chosen('--select', 'config.severity:error')).toHaveLength(4)
    expect(await chosen('--select', 'orders')).toEqual(['amount_known', 'filled', 'negative'])
    expect(await chosen('--exclude', 'amount_known')).toEqual(['customer_key', 'filled', 'negative'])
  })

  test('of sources hold back what reads them', async () => {
    const bench = await shop(engine, {
      'models/raw.yml':
        'sources: [{ name: raw, tables: [{ name: orders, columns: [{ name: id, data_tests: [not_null] }] }, { name: customers, data_tests: [not_empty] }] }]',
    })
    const ended = await bench.xform('build')
    expect(ended.code).toBe(1)
    expect(ended.stdout).toMatch(/skip .*shop\.orders .*needs source_not_null_raw_orders_id/u)
    expect(ended.stdout).toMatch(/ok .*shop\.customers/u)
  })

  test('that cannot be run say where they are wrong, and let the others run', async () => {
    const bench = await shop(
      engine,
      ofOrders({
        wrong: 'test_name: expression_is_true, expression: "no_such_column > 0"',
        filled: 'test_name: not_empty',
      }),
    )
    const { code, results, text } = await runTests(bench)
    expect(code).toBe(1)
    expect(results).toEqual({ wrong: 'error null', filled: 'pass 0' })
    expect(text).toMatch(/error\[test-error\]: The test "wrong" could not be run: .*no_such_column/u)
    expect(text).toMatch(/--> models\/orders\.yml:3:\d+/u)
  })

  test('show some of the rows that fail, and the file of their query', async () => {
    const bench = await shop(engine, ofOrders({}, { id: { id_known: 'test_name: not_null' } }))
    const { text } = await runTests(bench)
    expect(text).toContain('1 row fails the test "id_known".')
    expect(text).toMatch(/NULL +8 +odd +7 +NULL +NULL/u)
    const path = 'target/compiled/models/orders.yml/id_known.sql'
    expect(text).toContain(`The query is in ${path}.`)
    expect(readFileSync(join(bench.folder.path, path), 'utf8')).toContain('is null')
  })
})
