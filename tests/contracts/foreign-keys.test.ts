import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { engines, quickBench, type EngineName } from '../support/engines.ts'
import { constraintsOf, contracted, propertyFile, rowsOf, type Contracted } from './contract.ts'
import { customers, key, orders, table, takesOrphans } from './customers-and-orders.ts'

function twoTargets(engine: EngineName): string {
  const place = { duckdb: 'path: warehouse.duckdb', postgres: 'url: "${DATABASE_URL}"' }[engine]
  const target = (schema: string): string => `{ type: ${engine}, ${place}, schema: ${schema} }`
  return `name: shop\ntarget: dev\ntargets:\n  dev: ${target('shop')}\n  ci: ${target('ci')}\n`
}

describe.each(engines)('on %s', (engine) => {
  test('a foreign key holds, also when the table that it refers to is built anew, and so does that of somebody else', async () => {
    const bench = await quickBench(
      engine,
      contracted({
        customers: customers([1, 2]),
        orders: orders([
          [10, 1],
          [11, 2],
        ]),
      }),
    )
    await bench.succeed('run')
    await bench.sql(`
      create table shop.payments (id integer primary key, customer integer references shop.customers (id));
      insert into shop.payments values (5, 1);
      create table shop.refunds (payment integer references shop.payments (id));
      insert into shop.refunds values (5)`)
    for (const words of [[], ['--select', 'customers'], ['--select', 'orders']]) {
      await bench.succeed('run', ...words)
      expect(await takesOrphans(bench, 'orders')).toBe(false)
      expect(await takesOrphans(bench, 'payments')).toBe(false)
      expect(await takesOrphans(bench, 'refunds', '99')).toBe(false)
    }
    expect(await rowsOf(bench, 'select * from shop.orders order by 1')).toEqual(['10 1', '11 2'])
    expect(await rowsOf(bench, 'select * from shop.payments')).toEqual(['5 1'])
    expect(await rowsOf(bench, 'select * from shop.refunds')).toEqual(['5'])
    const { stdout } = await bench.succeed('run', '--select', 'customers', '--dry-run')
    expect(stdout).toMatch(/"payments"/u)
  })

  test('a row that others refer to cannot go, unless they are built anew in the same run', async () => {
    const bench = await quickBench(
      engine,
      contracted({
        customers: customers([1, 2]),
        orders: orders([
          [10, 1],
          [11, 2],
        ]),
      }),
    )
    await bench.succeed('run')
    bench.folder.write(contracted({ customers: customers([1, 3]), orders: orders([[10, 1]]) }))
    const refused = await bench.xform('run', '--select', 'customers')
    expect(refused.stdout).toMatch(/error\[foreign-key-orphans\][^]*customer\)? ?=[^]*2/u)
    expect(await rowsOf(bench, 'select id from shop.customers order by 1')).toEqual(['1', '2'])
    const { stdout } = await bench.succeed('run')
    expect(stdout).toContain('warning[foreign-key-unchecked]')
    expect(await rowsOf(bench, 'select id from shop.customers order by 1')).toEqual(['1', '3'])
    expect(await rowsOf(bench, 'select * from shop.orders')).toEqual(['10 1'])
    expect(await constraintsOf(bench, 'orders')).toContain('foreign_key [customer]')
    expect(await takesOrphans(bench, 'orders')).toBe(false)
  })

  test('where building them fails, their next run makes up for it', async () => {
    const bench = await quickBench(
      engine,
      contracted({
        customers: customers([1, 2]),
        orders: orders([
          [10, 1],
          [11, 2],
        ]),
      }),
    )
    await bench.succeed('run')
    bench.folder.write(contracted({ customers: customers([1]), orders: orders([[10, 7]]) }))
    const { stdout } = await bench.xform('run')
    expect(stdout).toContain('break the constraint foreign_key (customer)')
    expect(stdout).toContain('--> models/orders.yml:')
    expect(await rowsOf(bench, 'select * from shop.orders order by 1')).toEqual(['10 1', '11 2'])
    bench.folder.write(contracted({ orders: orders([[10, 1]]) }))
    await bench.succeed('run')
    expect(await constraintsOf(bench, 'orders')).toContain('foreign_key [customer]')
  })

  test('rows that are deleted and inserted again may be referred to, where the database can wait', async () => {
    const incremental = (strategy: string): string =>
      `{{ config(materialized='incremental', unique_key='id', incremental_strategy='${strategy}') }}\n`
    const files = (strategy: string): Readonly<Record<string, string>> =>
      contracted({ customers: customers([1, 2], incremental(strategy)), orders: orders([[10, 1]]) })
    const bench = await quickBench(engine, files('merge'))
    await bench.succeed('run')
    await bench.succeed('run')
    bench.folder.write(files('delete+insert'))
    const { code, stdout } = await bench.xform('run')
    const said = /error\[rows-referenced\][^]*incremental_strategy='merge'/u
    expect([code, said.test(stdout)]).toEqual(engine === 'postgres' ? [0, false] : [1, true])
    expect(await takesOrphans(bench, 'orders')).toBe(false)
    await bench.succeed('run', '--full-refresh')
    expect(await takesOrphans(bench, 'orders')).toBe(false)
  })

  test('many tables that refer to each other are built at once', async () => {
    const both = orders([[10, 1]], `to: "ref('customers')", to_columns: [id]`)
    const models = {
      customers: customers([1]),
      regions: customers([1]),
      orders: {
        ...both,
        constraints: [`{ type: foreign_key, columns: [customer], to: "ref('regions')", to_columns: [id] }`],
      },
      lines: orders([[20, 10]], `to: "ref('orders')"`),
      parcels: orders([[30, 20]], `to: "ref('lines')", to_columns: [id]`),
      invoices: orders([[40, 1]]),
    }
    const bench = await quickBench(engine, contracted(models))
    for (let round = 0; round < 3; round++) await bench.succeed('run', '--threads', '6')
    await bench.succeed('run', '--select', 'customers', 'regions', 'orders')
    for (const name of ['orders', 'lines', 'parcels', 'invoices'])
      expect(await takesOrphans(bench, name)).toBe(false)
    expect(await rowsOf(bench, 'select * from shop.parcels')).toEqual(['30 20'])
  })

  test('a seed is referred to, and refers', async () => {
    const bench = await quickBench(engine, {
      'seeds/regions.csv': 'id\n1\n2\n',
      'seeds/regions.yml': propertyFile('seeds', 'regions', { columns: [key] }),
      'seeds/customers.csv': 'id,region\n7,1\n',
      'seeds/customers.yml': propertyFile('seeds', 'customers', {
        columns: [key, ['region', 'integer', `{ type: foreign_key, to: "ref('regions')" }`]],
      }),
    })
    await bench.succeed('seed')
    await bench.succeed('seed')
    await bench.succeed('seed', '--select', 'regions')
    expect(await takesOrphans(bench, 'customers')).toBe(false)
    bench.folder.write({ 'seeds/customers.csv': 'id,region\n7,9\n' })
    expect((await bench.xform('seed')).stdout).toContain('break the constraint foreign_key (region)')
  })

  test('a foreign key names quoted columns as they are declared', async () => {
    const people: Contracted = {
      sql: `${table}select 1 as "Id"`,
      columns: [['Id\n        quote: true', 'integer', 'type: primary_key']],
    }
    const bench = await quickBench(
      engine,
      contracted({ people, orders: orders([[10, 1]], `to: "ref('people')", to_columns: [Id]`) }),
    )
    for (let round = 0; round < 2; round++) await bench.succeed('run')
    expect(await takesOrphans(bench, 'orders')).toBe(false)
  })

  test('a foreign key may refer to a source, and to a table by its name', async () => {
    const bench = await quickBench(engine, {
      ...contracted({
        orders: orders([[10, 1]], `to: "source('bank', 'people')", to_columns: [id]`),
        lines: orders([[10, 1]], 'to: shop.people, to_columns: [id]'),
        parcels: orders([[10, 1]], 'expression: shop.people (id)'),
      }),
      'models/sources.yml': 'sources: [{ name: bank, schema: shop, tables: [{ name: people }] }]\n',
    })
    await bench.sql(
      'create schema shop; create table shop.people (id integer primary key); insert into shop.people values (1)',
    )
    await bench.succeed('run')
    for (const name of ['orders', 'lines', 'parcels']) expect(await takesOrphans(bench, name)).toBe(false)
  })

  test('nothing refers to what is read from another target', async () => {
    const bench = await quickBench(engine, {
      ...contracted({ customers: customers([1]), orders: orders([[10, 1]]) }),
      'xform.yml': twoTargets(engine),
    })
    await bench.succeed('run')
    const words = ['run', '--target', 'ci', '--defer', 'dev', '--select', 'orders']
    const { stdout } = await bench.succeed(...words)
    expect(stdout).toMatch(/warning\[constraint-unsupported\][^]*is read from elsewhere\.\n.*orders\.yml:/u)
    expect(await rowsOf(bench, 'select * from ci.orders')).toEqual(['10 1'])
    await bench.sql('drop table shop.orders; delete from shop.customers')
  })

  test('to itself and to another schema a foreign key goes where the database has that', async () => {
    const people: Contracted = {
      sql: `${table}select 1 as id, cast(null as integer) as chief union all select 2, 1`,
      columns: [key, ['chief', 'integer', `{ type: foreign_key, to: "ref('people')", to_columns: [id] }`]],
    }
    const bench = await quickBench(
      engine,
      contracted({
        people,
        customers: customers([1], "{{ config(materialized='table', schema='core') }}\n"),
        orders: orders([[10, 1]]),
      }),
    )
    for (let round = 0; round < 2; round++) {
      const { stdout } = await bench.succeed('run')
      const unsupported = stdout.match(/warning\[constraint-unsupported\]/gu) ?? []
      expect(unsupported).toHaveLength(engine === 'postgres' ? 0 : 2)
    }
    expect(await takesOrphans(bench, 'people')).toBe(engine === 'duckdb')
    expect(await takesOrphans(bench, 'orders')).toBe(engine === 'duckdb')
  })
})

test('on Postgres a foreign key keeps its name and what was said of it, and views stand as before', async () => {
  const bench = await quickBench(
    'postgres',
    contracted({ customers: customers([1]), orders: orders([[10, 1]]) }),
  )
  await bench.succeed('run')
  await bench.sql(`
    create view shop.names as select name from shop.customers;
    create table shop.payments (customer integer constraint "who pays" references shop.customers on delete cascade);
    comment on constraint "who pays" on shop.payments is 'the payer'`)
  const keys = (): Promise<readonly string[]> =>
    rowsOf(
      bench,
      `select conname, confrelid::regclass, condeferrable, confdeltype, obj_description(oid, 'pg_constraint') from pg_constraint where contype = 'f' order by 1`,
    )
  const before = await keys()
  await bench.succeed('run', '--select', 'customers')
  expect(await keys()).toEqual(before)
  expect(before).toEqual([
    'orders_customer_xform_fkey shop.customers t a NULL',
    'who pays shop.customers f c the payer',
  ])
  expect(await rowsOf(bench, 'select * from shop.names')).toEqual(['x'])
})

test('on Postgres nobody waits for a swap that waits for him', async () => {
  const files = contracted({ customers: customers([1, 2]), orders: orders([[10, 1]]) })
  const bench = await quickBench('postgres', files)
  await bench.succeed('run')
  await bench.sql(`begin; set local lock_timeout = '10s'; select * from shop.customers`)
  const running = bench.xform('run')
  const isWaiting = `select 1 from pg_locks where relation = 'shop.customers'::regclass and not granted`
  while ((await bench.sql(isWaiting)).length === 0) await sleep(5)
  await bench.sql('insert into shop.orders values (11, 2); commit')
  expect(await running).toMatchObject({ code: 0 })
  expect(await takesOrphans(bench, 'orders')).toBe(false)
})

test('on Postgres a table that others refer to does not become a view', async () => {
  const bench = await quickBench('postgres', contracted({ customers: customers([1]) }))
  await bench.succeed('run')
  await bench.sql('create table shop.payments (customer integer constraint payer references shop.customers)')
  bench.folder.write({
    'models/customers.sql': 'select 1 as id',
    'models/customers.yml': 'models: [{ name: customers }]\n',
  })
  const { stdout } = await bench.xform('run')
  expect(stdout).toMatch(/error\[dependents-in-the-way\][^]*foreign key "payer" of table "shop"\."payments"/u)
})
