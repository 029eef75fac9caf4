import pg from 'pg'
import { describe, expect, onTestFinished, test } from 'vitest'
import { engines, quickBench, type EngineName, type Workbench } from './support/engines.ts'

const sources = `sources:
  - name: raw
    tables:
      - name: orders
        cursor: { column: id, order: trusted }
`

const columns = 'id, customer_id, amount'

const models: Readonly<Record<string, string>> = {
  orders_view:
    "{{ config(materialized='view') }} select id, customer_id, amount from {{ source('raw', 'orders') }}",
  orders_table:
    "{{ config(materialized='table') }} select id, customer_id, amount from {{ source('raw', 'orders') }}",
  orders_incremental:
    "{{ config(materialized='incremental') }} select id, customer_id, amount from {{ source('raw', 'orders') }} {{#if incremental}} where id > (select max(id) from {{ this }}) {{/if}}",
  orders_merged:
    "{{ config(materialized='incremental', unique_key='id', incremental_strategy='merge') }} select id, customer_id, amount from {{ source('raw', 'orders') }}",
  orders_flow:
    "{{ config(materialized='flow') }} select id, customer_id, amount from {{ source('raw', 'orders') }}",
}

function project(severity: 'error' | 'warn'): Readonly<Record<string, string>> {
  const names = Object.keys(models)
  const tested = names.map(
    (name) =>
      `  - name: ${name}\n    columns:\n      - name: amount\n        data_tests: [{ accepted_range: { min_value: 0, config: { severity: ${severity} } } }]\n`,
  )
  const state = `  - name: balances\n    columns:\n      - name: balance\n        data_tests: [{ accepted_range: { min_value: 0, config: { severity: ${severity} } } }]\n`
  return {
    'models/sources.yml': sources,
    'models/models.yml': `models:\n${tested.join('')}${state}`,
    ...Object.fromEntries(names.map((name) => [`models/${name}.sql`, models[name] ?? ''])),
    ...Object.fromEntries(
      names.map((name) => [`models/after_${name}.sql`, `select count(*) as n from {{ ref('${name}') }}`]),
    ),
    'models/all_orders.sql':
      "{{ config(materialized='flow') }} select id, customer_id, amount from {{ source('raw', 'orders') }}",
    'models/balances.sql':
      "{{ config(materialized='state', key=['customer_id']) }} select customer_id, sum(amount) as balance from {{ ref('all_orders') }} group by customer_id",
    'models/after_balances.sql': "select count(*) as n from {{ ref('balances') }}",
  }
}

const tested = [...Object.keys(models), 'balances']

async function shop(engine: EngineName): Promise<Workbench> {
  const bench = await quickBench(engine, project('error'))
  await bench.sql(
    'create schema raw; create table raw.orders (id integer, customer_id integer, amount integer); insert into raw.orders values (1, 1, 10), (2, 2, 20)',
  )
  return bench
}

async function amountsOf(bench: Workbench): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {}
  for (const name of tested) {
    const column = name === 'balances' ? 'balance' : 'amount'
    const rows = await bench.sql(
      `select cast(${column} as varchar) as value from shop.${name} order by ${column}`,
    )
    found[name] = rows.map(({ value }) => value).join(' ')
  }
  return found
}

function everywhere(values: string): Readonly<Record<string, string>> {
  return Object.fromEntries(tested.map((name) => [name, values]))
}

/** Reads the models again and again as somebody else, and gives the values that were ever seen. */
function startReading(bench: Workbench): { stop(): Promise<ReadonlySet<string>> } {
  const seen = new Set<string>()
  const stopped = new AbortController()
  const pool = new pg.Pool({ connectionString: bench.env['DATABASE_URL'], max: 1 })
  const reading = (async () => {
    while (!stopped.signal.aborted) {
      for (const name of Object.keys(models)) {
        const { rows } = await pool.query<{ n: string }>(`select min(amount)::text as n from shop.${name}`)
        seen.add(rows[0]?.n ?? 'none')
      }
    }
  })()
  onTestFinished(async () => {
    stopped.abort()
    await reading
    await pool.end()
  })
  return {
    async stop() {
      stopped.abort()
      await reading
      return seen
    },
  }
}

describe.each(engines)('a failing test on %s', (engine) => {
  test('keeps every kind of model as it was, and what is behind it is skipped', async () => {
    const bench = await shop(engine)
    await bench.succeed('build')
    expect(await amountsOf(bench)).toEqual(everywhere('10 20'))
    await bench.sql('insert into raw.orders values (3, 1, -50)')
    const ended = await bench.xform('build')
    expect(ended.code).toBe(1)
    const { orders_view: seen, ...stored } = await amountsOf(bench)
    expect(seen).toBe('-50 10 20')
    const { orders_view: _, ...expected } = everywhere('10 20')
    expect(stored).toEqual(expected)
    for (const name of tested)
      expect(ended.stdout).toMatch(new RegExp(`skip .*after_${name} .*needs ${name}`, 'u'))
  })

  test('with the severity warn holds nothing back', async () => {
    const bench = await shop(engine)
    await bench.succeed('build')
    await bench.sql('insert into raw.orders values (3, 1, -50)')
    bench.folder.write(project('warn'))
    const ended = await bench.succeed('build')
    expect(ended.stdout).toContain('warning[test-failed]')
    const { balances, ...rows } = await amountsOf(bench)
    expect(balances).toBe('-40 20')
    expect(new Set(Object.values(rows))).toEqual(new Set(['-50 10 20']))
  })

  test('on the first build leaves no relation', async () => {
    const bench = await shop(engine)
    await bench.sql('insert into raw.orders values (3, 1, -50)')
    expect((await bench.xform('build')).code).toBe(1)
    const rows = await bench.sql(
      "select table_name as name from information_schema.tables where table_schema = 'shop' order by 1",
    )
    expect(rows.map(({ name }) => name)).toEqual(['all_orders'])
  })

  test('--no-audit publishes first, and skips what is behind', async () => {
    const bench = await shop(engine)
    await bench.sql('insert into raw.orders values (3, 1, -50)')
    const ended = await bench.xform('build', '--no-audit', '--select', 'orders_table+')
    expect(ended.code).toBe(1)
    expect(await bench.sql(`select ${columns} from shop.orders_table order by id`)).toHaveLength(3)
    expect(ended.stdout).toMatch(/skip .*after_orders_table/u)
  })

  test('where nothing is to be done, what stands is tested, also by a test that cannot be run', async () => {
    const bench = await shop(engine)
    await bench.succeed('build')
    const idle = await bench.succeed('build', '--select', 'orders_flow', 'balances')
    expect(idle.stdout.match(/nothing to do/gu)).toHaveLength(2)
    expect(idle.stdout.match(/pass +test/gu)).toHaveLength(2)
    bench.folder.write({
      'models/more.yml':
        'models: [{ name: all_orders, data_tests: [not_empty, { expression_is_true: { expression: no_such_column > 0 } }, { row_count: { equals: 3 } }] }]',
    })
    const { code, stdout } = await bench.xform('build', '--select', 'all_orders')
    expect([code, stdout]).toEqual([1, expect.stringContaining('no_such_column')])
    expect(stdout).toMatch(/pass +test +not_empty_all_orders/u)
    expect(stdout).toMatch(/FAIL +test +row_count_all_orders/u)
  })

  test('names the test that cannot be run, among those that share its scan', async () => {
    const bench = await quickBench(engine, {
      'models/orders.sql':
        "{{ config(materialized='table') }} select 1 as id, date '2026-01-01' as ordered_on",
      'models/orders.yml': `models:
  - name: orders
    data_tests: [not_empty]
    columns:
      - { name: id, data_tests: [not_null, { accepted_values: { values: [one] } }] }
      - { name: ordered_on, data_tests: [not_null, { accepted_range: { min_value: 5 } }] }`,
    })
    const { code, stdout } = await bench.xform('build')
    expect(code).toBe(1)
    const errors = stdout.matchAll(/error\[test-error\]: The test "(\w+)"[^]*?orders\.yml:(\d+)/gu)
    expect([...errors].map(([, name, line]) => [name, line])).toEqual([
      ['accepted_values_orders_id__one', '5'],
      ['accepted_range_orders_ordered_on__5', '6'],
    ])
    expect(stdout).not.toContain('aborted')
  })

  test('mentions its model wherever one can stand, also before a column', async () => {
    const bench = await quickBench(engine, {
      'models/orders.sql': "{{ config(materialized='table') }} select 1 as id, 10 as amount",
      'models/paid.sql': "{{ config(materialized='table') }} select id, amount from {{ ref('orders') }}",
      'models/unpaid.sql': "{{ config(materialized='ephemeral') }} select 2 as id, 0 as amount",
      'tests/as_much.sql':
        "select {{ ref('paid') }}.id from {{ ref('orders') }} join {{ ref('paid') }} on {{ ref('orders') }}.id = {{ ref('paid') }}.id, {{ ref('unpaid') }} where {{ ref('paid') }}.amount > {{ ref('unpaid') }}.amount",
    })
    const { stdout } = await bench.xform('build')
    expect(stdout).toContain('1 row fails the test "as_much".')
  })

  test('what was held back is published once it is put right', async () => {
    const bench = await shop(engine)
    await bench.succeed('build')
    await bench.sql('insert into raw.orders values (3, 1, -50)')
    expect((await bench.xform('build')).code).toBe(1)
    // A flow without a test has read the row, and keeps it: what depends on it is put right by another.
    await bench.sql(
      'update raw.orders set amount = 50 where id = 3; insert into raw.orders values (4, 1, 100)',
    )
    await bench.succeed('build')
    const { balances, ...rows } = await amountsOf(bench)
    expect(balances).toBe('20 60')
    expect(new Set(Object.values(rows))).toEqual(new Set(['10 20 50 100']))
  })
})

test('a reader beside the builds never sees what is held back', async () => {
  const bench = await shop('postgres')
  // A view shows what its inputs hold, whatever is tested.
  bench.folder.write({ 'models/orders_view.sql': "select * from {{ ref('orders_table') }}" })
  await bench.succeed('build')
  await bench.sql('insert into raw.orders values (3, 1, -50)')
  const reader = startReading(bench)
  const apart = ['build', '--exclude', 'all_orders+']
  for (let round = 0; round < 5; round++) expect((await bench.xform(...apart)).code).toBe(1)
  await bench.sql('update raw.orders set amount = 5 where id = 3')
  await bench.succeed(...apart)
  const seen = await reader.stop()
  expect(seen.has('10')).toBe(true)
  expect([...seen].filter((value) => value !== '5' && value !== '10')).toEqual([])
})
