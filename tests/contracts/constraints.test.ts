import { describe, expect, test } from 'vitest'
import { engines, quickBench, type EngineName, type Workbench } from '../support/engines.ts'
import { constraintsOf, contracted, propertyFile, rowsOf, type Column } from './contract.ts'

const orderColumns: readonly Column[] = [
  ['id', 'integer', 'type: not_null', 'type: primary_key', '{ type: check, expression: "id > 0" }'],
  ['color', 'varchar'],
  ['region', 'varchar', 'type: not_null'],
]

const orderConstraints = [
  '{ type: unique, columns: [color, region], name: one_color_a_region }',
  '{ type: check, expression: "color <> region", name: not_the_same }',
]

const orders = (rows: string, config = "materialized='table'"): Readonly<Record<string, string>> =>
  contracted({
    orders: {
      sql: `{{ config(${config}) }}\nselect * from (values ${rows}) as v(id, color, region)`,
      columns: orderColumns,
      constraints: orderConstraints,
    },
  })

const good = `(1, 'blue', 'north'), (2, 'blue', 'south')`

/** Rows that break one constraint each, with its words and its line in the property file. */
const breaches = [
  ['not_null', `(3, 'red', cast(null as varchar))`, 'not_null (region)', 19],
  ['a primary key', `(3, 'red', 'north'), (3, 'red', 'south')`, 'primary_key (id)', 12],
  ['unique', `(3, 'red', 'east'), (4, 'red', 'east')`, 'unique (color, region)', 5],
  ["a column's check", `(0, 'red', 'east')`, 'check (id > 0)', 13],
  ["a model's check", `(3, 'east', 'east')`, 'check (color <> region)', 6],
] as const

function isKey(words: string): boolean {
  return words.startsWith('primary_key') || words.startsWith('unique')
}

const made = [
  'check (id > 0)',
  'not_null [id]',
  'not_null [region]',
  'primary_key [id]',
  'unique [color, region]',
]

async function expectMade(bench: Workbench): Promise<void> {
  const found = await constraintsOf(bench, 'orders')
  expect(found).toHaveLength(6)
  expect(found).toEqual(expect.arrayContaining(made))
}

const incremental = "materialized='incremental', unique_key='id', incremental_strategy='delete+insert'"

describe.each(engines)('on %s', (engine) => {
  test('a table has its constraints, whatever happened before', async () => {
    const bench = await quickBench(engine, orders(good))
    for (let round = 0; round < 3; round++) {
      await bench.succeed('run')
      await expectMade(bench)
    }
    bench.folder.write({ 'models/orders.sql': `select * from (values ${good}) as v(id, color, region)` })
    const { stdout } = await bench.succeed('run')
    expect(stdout).toContain('a view has no constraints')
    bench.folder.write(orders(good))
    await bench.succeed('run')
    await expectMade(bench)
    bench.folder.write({ 'models/orders.yml': 'models: [{ name: orders }]\n' })
    await bench.succeed('run')
    expect(await constraintsOf(bench, 'orders')).toEqual([])
  })

  test('a row that breaks a constraint of a table is told by it, and the old table stands', async () => {
    const bench = await quickBench(engine, orders(good))
    await bench.succeed('run')
    for (const [, rows, words, line] of breaches) {
      bench.folder.write(orders(rows))
      const { stdout, code } = await bench.xform('run')
      expect([code, stdout]).toEqual([1, expect.stringContaining('break the constraint ')])
      expect(stdout).toContain(words)
      // Which of several keys it was, DuckDB does not say.
      const isTold = engine === 'postgres' || !isKey(words)
      expect(stdout).toContain(`--> models/orders.yml:${isTold ? line : 3}:`)
    }
    expect(await rowsOf(bench, 'select id, color from shop.orders order by 1')).toEqual(['1 blue', '2 blue'])
    await expectMade(bench)
  })

  test('an incremental model has them from the first run on, and they hold for new rows', async () => {
    const bench = await quickBench(engine, orders(`(0, 'red', 'east')`, incremental))
    expect((await bench.xform('run')).stdout).toContain('break the constraint check (id > 0)')
    bench.folder.write(orders(good, incremental))
    await bench.succeed('run')
    await expectMade(bench)
    for (const [, rows, words] of breaches) {
      bench.folder.write(orders(rows, incremental))
      const { stdout } = await bench.xform('run')
      // Rows that share the key are found before the database sees them.
      const said = words.startsWith('primary_key') ? 'more than one row for the same unique_key' : words
      expect(stdout).toContain(said)
    }
    bench.folder.write(orders(`(2, 'red', 'south'), (3, 'red', 'north')`, incremental))
    await bench.succeed('run')
    expect(await rowsOf(bench, 'select id, color from shop.orders order by 1')).toEqual([
      '1 blue',
      '2 red',
      '3 red',
    ])
  })

  test('a standing table without them takes no rows, and one with more of them says so', async () => {
    const bench = await quickBench(engine, orders(good, incremental))
    bench.folder.write({ 'models/orders.yml': 'models: [{ name: orders }]\n' })
    await bench.succeed('run')
    bench.folder.write(orders(`(3, 'red', 'east')`, incremental))
    const refused = await bench.xform('run')
    expect(refused.stdout).toContain('error[contract-not-held]')
    for (const one of ['not_null (id)', 'primary_key (id)', 'unique (color, region)', 'check ('])
      expect(refused.stdout).toContain(`it does not have ${one}`)
    expect(await rowsOf(bench, 'select id from shop.orders order by 1')).toEqual(['1', '2'])
    await bench.succeed('run', '--full-refresh')
    await expectMade(bench)
    const reworded = orders(`(4, 'red', 'west')`, incremental)
    bench.folder.write({
      ...reworded,
      'models/orders.yml': (reworded['models/orders.yml'] ?? '').replace('id > 0', '( id>0 )'),
    })
    await bench.succeed('run')
    const fewer = { columns: orderColumns, constraints: orderConstraints.slice(1) }
    bench.folder.write({ 'models/orders.yml': propertyFile('models', 'orders', fewer) })
    const { stdout } = await bench.succeed('run')
    expect(stdout).toMatch(/warning\[contract-not-held\][^]*it still has unique \(color, region\)/u)
    const broken = orders(`(5, 'red', 'west')`, incremental)
    bench.folder.write({ 'models/orders.sql': broken['models/orders.sql'] ?? '' })
    expect((await bench.xform('run')).stdout).toContain('which its contract does not declare')
  })

  test('a column that is added by on_schema_change has to be declared, and cannot be without NULL', async () => {
    const config = "materialized='incremental', on_schema_change='append_new_columns'"
    const model = (columns: readonly Column[], query: string): Readonly<Record<string, string>> =>
      contracted({ orders: { sql: `{{ config(${config}) }}\n${query}`, columns } })
    const bench = await quickBench(engine, model([['id', 'integer', 'type: not_null']], 'select 1 as id'))
    await bench.succeed('run')
    bench.folder.write(model([['id', 'integer', 'type: not_null']], 'select 2 as id, 7 as amount'))
    expect((await bench.xform('run')).stdout).toMatch(/amount +integer +it is not declared/iu)
    const amount: Column = ['amount', 'integer']
    bench.folder.write(
      model(
        [
          ['id', 'integer', 'type: not_null'],
          [...amount, 'type: not_null'],
        ],
        'select 2 as id, 7 as amount',
      ),
    )
    expect((await bench.xform('run')).stdout).toContain('it does not have not_null (amount)')
    bench.folder.write(model([['id', 'integer', 'type: not_null'], amount], 'select 2 as id, 7 as amount'))
    await bench.succeed('run')
    expect(await rowsOf(bench, 'select * from shop.orders order by 1')).toEqual(['1 NULL', '2 7'])
  })

  test('comments end where they are written, and long names are told apart', async () => {
    const names = ['first', 'second', 'third'].map((name) => name.padEnd(30, '_'))
    const columns = names.map((name): Column => [name, 'integer'])
    const constraints = [
      `{ type: not_null, columns: [${names.join(', ')}] }`,
      `{ type: not_null, columns: [${names.join(', ')}], name: ${'given'.padEnd(63, '_')} }`,
      `{ type: check, expression: "${names[0]} > 0 -- always" }`,
      `{ type: foreign_key, columns: [${names[0]}], expression: "shop.people (id) -- them" }`,
      `{ type: check, expression: "${names[1]} > 0" }`,
    ]
    const sql = `{{ config(materialized='table') }}\nselect ${names.map((name) => `1 as ${name}`).join(', ')}`
    const bench = await quickBench(engine, contracted({ orders: { sql, columns, constraints } }))
    await bench.sql(
      'create schema shop; create table shop.people (id integer primary key); insert into shop.people values (1)',
    )
    await bench.succeed('run')
    await bench.succeed('run')
    expect(await constraintsOf(bench, 'orders')).toHaveLength(6)
    bench.folder.write({ 'models/orders.yml': 'models: [{ name: orders }]\n' })
    await bench.succeed('run')
    expect(await constraintsOf(bench, 'orders')).toEqual([])
  })

  test('flows, states and change logs have contracts, without the columns of xform’s own', async () => {
    const bench = await quickBench(engine, growing)
    await bench.sql(
      `create schema if not exists shop; create table shop.events (line integer, account varchar, amount integer); insert into shop.events values (1, 'ada', 5), (2, 'bob', 7)`,
    )
    for (const line of [3, 4]) {
      await bench.succeed('run')
      await bench.sql(`insert into shop.events values (${line}, 'ada', ${line})`)
    }
    await bench.succeed('run')
    expect(await rowsOf(bench, 'select account, line, amount from shop.paid order by line')).toHaveLength(4)
    expect(await rowsOf(bench, 'select account, total from shop.balances order by 1')).toEqual([
      'ada 12',
      'bob 7',
    ])
    for (const table of ['paid', 'balances', 'balance_changes'])
      expect(await constraintsOf(bench, table)).toEqual(expect.arrayContaining([held[table]]))
    await bench.sql(`insert into shop.events values (5, 'eve', -1)`)
    const { stdout } = await bench.xform('run')
    expect(stdout).toContain('break the constraint check (amount > 0)')
    expect(await rowsOf(bench, 'select count(*) from shop.paid')).toEqual(['4'])
    await bench.sql('delete from shop.events where line = 5')
    await bench.succeed('run', '--full-refresh')
    await bench.succeed('verify')
    expect(await bench.sql(indexesOf[engine])).toHaveLength(engine === 'postgres' ? 1 : 0)
    for (const table of ['paid', 'balances', 'balance_changes'])
      expect(await constraintsOf(bench, table)).toEqual(expect.arrayContaining([held[table]]))
  })

  test('a microbatch model has them for every period', async () => {
    const config = `materialized='incremental', incremental_strategy='microbatch', event_time='day', batch_size='year', begin='2024-01-01', lookback=0`
    const model = (amount: number): Readonly<Record<string, string>> => ({
      ...contracted({
        daily: {
          sql: `{{ config(${config}) }}\nselect day, ${amount} as amount from {{ ref('days') }}`,
          columns: [
            ['amount', 'integer', '{ type: check, expression: "amount > 0" }'],
            ['day', 'date', 'type: primary_key'],
          ],
        },
      }),
      'models/days.sql': `{{ config(materialized='table', event_time='day') }}\nselect cast('2024-01-01' as date) as day union all select cast('2025-01-02' as date)`,
    })
    const bench = await quickBench(engine, model(1))
    const stretch = ['--event-time-start', '2024-01-01', '--event-time-end', '2026-01-01']
    for (const words of [[], stretch, ['--full-refresh']]) await bench.succeed('run', ...words)
    expect(await constraintsOf(bench, 'daily')).toEqual([
      'check (amount > 0)',
      'not_null [day]',
      'primary_key [day]',
    ])
    bench.folder.write(model(0))
    const { stdout } = await bench.xform('run', ...stretch)
    expect(stdout).toContain('break the constraint check (amount > 0)')
    expect(await rowsOf(bench, 'select amount from shop.daily')).toEqual(['1', '1'])
  })

  test('a seed has them, and a file with other columns is refused', async () => {
    const columns: readonly Column[] = [
      ['name', 'varchar', 'type: not_null'],
      ['code', 'varchar(2)', 'type: primary_key'],
    ]
    const bench = await quickBench(engine, {
      'seeds/countries.csv': 'code,name\nde,Germany\nfr,France\n',
      'seeds/countries.yml': propertyFile('seeds', 'countries', { columns }),
    })
    for (let round = 0; round < 2; round++) {
      await bench.succeed('seed')
      expect(await constraintsOf(bench, 'countries')).toEqual([
        'not_null [code]',
        'not_null [name]',
        'primary_key [code]',
      ])
    }
    expect(await rowsOf(bench, 'select * from shop.countries order by 2')).toEqual([
      'Germany de',
      'France fr',
    ])
    bench.folder.write({ 'seeds/countries.csv': 'code,name\nde,Germany\nde,France\n' })
    expect((await bench.xform('seed')).stdout).toContain('break the constraint primary_key (code)')
    bench.folder.write({ 'seeds/countries.csv': 'code,name\nde,Germany\nfr,\n' })
    const { stdout } = await bench.xform('seed')
    expect(stdout).toContain('break the constraint not_null (name)')
    expect(stdout).toContain(
      engine === 'postgres' ? '--> seeds/countries.csv:3:' : '--> seeds/countries.yml:8:',
    )
    bench.folder.write({ 'seeds/countries.csv': 'code,name,label\nde,Germany,x\n' })
    expect((await bench.xform('seed')).stdout).toContain('The file of "countries" does not give')
    expect(await rowsOf(bench, 'select count(*) from shop.countries')).toEqual(['2'])
  })
})

/** The indexes of a state, beside those that a database keeps to itself. */
const indexesOf: Readonly<Record<EngineName, string>> = {
  duckdb: `select index_name as name from duckdb_indexes() where table_name = 'balances'`,
  postgres: `select indexrelid::regclass as name from pg_index where indrelid = 'shop.balances'::regclass`,
}

const growing: Readonly<Record<string, string>> = {
  ...contracted({
    paid: {
      sql: `{{ config(materialized='flow', unique_key='line') }}\nselect line, account, amount from {{ source('bank', 'events') }}`,
      columns: [
        ['account', 'varchar'],
        ['amount', 'integer', '{ type: check, expression: "amount > 0" }'],
        ['line', 'integer', 'type: primary_key'],
      ],
    },
    balances: {
      sql: `{{ config(materialized='state', key='account') }}\nselect cast(sum(amount) as bigint) as total, account from {{ ref('paid') }} group by account`,
      columns: [
        ['account', 'varchar', 'type: primary_key'],
        ['total', 'bigint'],
      ],
    },
    balance_changes: {
      sql: `{{ config(materialized='changes', key='account') }}\nselect account, total from {{ ref('balances') }}`,
      columns: [
        ['total', 'bigint', 'type: not_null'],
        ['account', 'varchar'],
      ],
    },
  }),
  'models/sources.yml':
    'sources: [{ name: bank, schema: shop, tables: [{ name: events, cursor: { column: line, order: trusted } }] }]\n',
}

const held: Readonly<Record<string, string>> = {
  paid: 'primary_key [line]',
  balances: 'primary_key [account]',
  balance_changes: 'not_null [total]',
}

test('on Postgres a constraint keeps its name from run to run, and one that somebody else made is kept', async () => {
  const bench = await quickBench('postgres', orders(good))
  await bench.succeed('run')
  await bench.sql(`alter table shop.orders add constraint "by hand" check (color <> 'pink')`)
  const names = (): Promise<readonly string[]> =>
    rowsOf(bench, `select conname from pg_constraint where conrelid = 'shop.orders'::regclass order by 1`)
  const before = await names()
  await bench.succeed('run')
  expect(await names()).toEqual(before)
  expect(before).toEqual([
    'by hand',
    'not_the_same',
    'one_color_a_region',
    'orders_id_xform_check',
    'orders_id_xform_not_null',
    'orders_region_xform_not_null',
    'orders_xform_pkey',
  ])
})

test('a unit test needs none of what a contract asks', async () => {
  const engine: EngineName = 'duckdb'
  const bench = await quickBench(engine, {
    ...contracted({
      customers: {
        sql: "{{ config(materialized='table') }}\nselect 1 as id",
        columns: [['id', 'integer', 'type: primary_key']],
      },
      open_orders: {
        sql: "{{ config(materialized='table') }}\nselect id, customer, region from {{ ref('raw_orders') }} where is_open",
        columns: [
          ['id', 'integer', 'type: primary_key'],
          ['customer', 'integer', `{ type: foreign_key, to: "ref('customers')", to_columns: [id] }`],
          ['region', 'varchar', 'type: not_null'],
        ],
      },
    }),
    'models/raw_orders.sql': `select 1 as id, 1 as customer, 'north' as region, true as is_open`,
    'models/units.yml': `
unit_tests:
  - name: closed_ones_are_left_out
    model: open_orders
    given: [{ input: ref('raw_orders'), rows: [{ id: 1, is_open: true }, { id: 2, is_open: false }] }]
    expect: { rows: [{ id: 1 }] }
`,
  })
  expect((await bench.succeed('build')).stdout).toContain('closed_ones_are_left_out')
})
