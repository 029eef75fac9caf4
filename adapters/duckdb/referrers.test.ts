import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import type { Adapter } from '../../core/adapter/adapter.ts'
import type { HoldOfKey, Referrer } from '../../core/adapter/publishing.ts'
import type { Row } from '../../core/adapter/session.ts'
import { temporaryFolder } from '../../tests/databases/duckdb.ts'
import { problemOf } from '../conformance/subject.ts'
import { duckdb } from './index.ts'

const folder = temporaryFolder()
const opened: Adapter[] = []
const customers = { schema: 'shop', name: 'customers' }

afterEach(async () => {
  await Promise.all(opened.splice(0).map((adapter) => adapter.close()))
})

async function open(path: string, settings: Readonly<Record<string, unknown>> = {}): Promise<Adapter> {
  const reading = duckdb.readTarget({ path, settings })
  if (!reading.ok) throw new Error('The settings were refused.')
  const adapter = await duckdb.open(reading.target, {
    threads: 1,
    lockTimeout: 300,
    folder,
    applicationName: 'xform test',
    onWait: () => undefined,
  })
  opened.push(adapter)
  return adapter
}

const run = async (adapter: Adapter, ...statements: readonly string[]): Promise<readonly Row[]> =>
  adapter.session(async (session) => (await session.execute(statements)).at(-1)?.rows ?? [])

/** Customers, orders that refer to them, and lines that refer to the orders and, in another way, to the customers. */
const tables = [
  'create schema shop',
  'create table shop.customers (id integer primary key, mail varchar unique)',
  `insert into shop.customers values (1, 'ada'), (2, 'bob')`,
  `create table shop."the ""orders""" ("the id" integer unique, customer integer not null references shop.customers (id), note varchar default 'x, FOREIGN KEY (customer) REFERENCES shop.customers(id)')`,
  `insert into shop."the ""orders""" values (10, 1, 'a'), (11, 2, null)`,
  'create index by_note on shop."the ""orders""" (note)',
  `comment on table shop."the ""orders""" is 'orders'; comment on column shop."the ""orders""".note is 'said'`,
  'create table shop.lines (order_id integer references shop."the ""orders""" ("the id"), mail varchar references shop.customers (mail), check (order_id > 0))',
  `insert into shop.lines values (10, 'bob')`,
]

/** What the catalogue says of a schema. */
const dump = (adapter: Adapter): Promise<readonly Row[]> =>
  run(
    adapter,
    `select table_name as name, sql, comment from duckdb_tables() where schema_name = 'shop'
     union all select index_name, sql, comment from duckdb_indexes() where schema_name = 'shop'
     union all select table_name || column_name, data_type, comment from duckdb_columns() where schema_name = 'shop'
     order by 1`,
  )

async function referrersOf(adapter: Adapter): Promise<readonly Referrer[]> {
  return adapter.session(async (session) => (await adapter.belongings(session, customers)).referrers)
}

/** Replaces the customers as core does. */
async function replace(adapter: Adapter, rows: string, hold: HoldOfKey = 'checked'): Promise<void> {
  const carried = (await referrersOf(adapter)).map((referrer) => referrer.carry(customers, hold))
  const name = adapter.dialect.relation(customers)
  await run(
    adapter,
    'begin',
    ...carried.flatMap(({ down }) => down),
    `drop table ${name}`,
    `create table ${name} (id integer primary key, mail varchar unique)`,
    `insert into ${name} values ${rows}`,
    ...carried.toReversed().flatMap(({ up }) => up),
    'commit',
  )
}

test('tables that refer to a replaced one stand as before, with their rows', async () => {
  const adapter = await open(':memory:')
  await run(adapter, ...tables)
  const before = await dump(adapter)
  await replace(adapter, `(2, 'bob'), (1, 'ada'), (3, 'eve')`)
  expect(await dump(adapter)).toEqual(before)
  expect(await run(adapter, 'select * from shop."the ""orders""" order by 1')).toEqual([
    { 'the id': 10, customer: 1, note: 'a' },
    { 'the id': 11, customer: 2, note: null },
  ])
  expect(await run(adapter, 'select * from shop.lines')).toEqual([{ order_id: 10, mail: 'bob' }])
})

test('a database that was not closed has them as well', async () => {
  const adapter = await open('warehouse.duckdb', { checkpoint_threshold: '10GB' })
  await run(adapter, ...tables)
  await run(adapter, 'checkpoint')
  await replace(adapter, `(1, 'ada'), (2, 'bob'), (3, 'eve')`)
  const before = await dump(adapter)
  for (const end of ['', '.wal'])
    copyFileSync(join(folder, `warehouse.duckdb${end}`), join(folder, `copy.duckdb${end}`))
  const copy = await open('copy.duckdb')
  expect(await dump(copy)).toEqual(before)
  expect(await run(copy, 'select count(*) as n from shop.customers')).toEqual([{ n: 3 }])
  expect(await run(copy, 'select count(*) as n from shop."the ""orders"""')).toEqual([{ n: 2 }])
  const problem = await problemOf(copy, () => run(copy, 'delete from shop.customers where id = 1'))
  expect(problem.violation).toEqual({ kind: 'referenced' })
})

test('a row that is gone is refused, and everything stands as it was', async () => {
  const adapter = await open(':memory:')
  await run(adapter, ...tables)
  const before = await dump(adapter)
  const problem = await problemOf(adapter, () => replace(adapter, `(1, 'ada')`))
  expect(problem.violation).toEqual({ kind: 'foreign_key' })
  expect(await dump(adapter)).toEqual(before)
  expect(await run(adapter, 'select count(*) as n from shop.customers')).toEqual([{ n: 2 }])
})

test('unchecked, tables stand without the keys to it, and with all others', async () => {
  const adapter = await open(':memory:')
  await run(adapter, ...tables)
  await replace(adapter, `(1, 'ada')`, 'unchecked')
  const keys = `select table_name as name, constraint_text as text from duckdb_constraints() where constraint_type = 'FOREIGN KEY'`
  expect(await run(adapter, keys)).toEqual([
    { name: 'lines', text: 'FOREIGN KEY (order_id) REFERENCES shop.the "orders"("the id")' },
  ])
})

test('the schema may have the name of the database', async () => {
  const adapter = await open('shop.duckdb')
  await run(adapter, 'create schema shop.shop', ...tables.slice(1).map(inSchemaOfItsName))
  const before = await dump(adapter)
  await replace(adapter, `(1, 'ada'), (2, 'bob')`)
  expect(await dump(adapter)).toEqual(before)
})

/** Only behind `references` the database must not be named. */
function inSchemaOfItsName(sql: string): string {
  return sql.replaceAll('shop.', 'shop.shop.').replaceAll('references shop.shop.', 'references shop.')
}

test.each([
  [
    'refers to itself',
    'create table shop.people (id integer primary key, chief integer references shop.people (id), customer integer references shop.customers (id))',
    'which refers to itself as well',
  ],
  [
    'has generated columns',
    'create table shop.people (customer integer references shop.customers (id), twice integer generated always as (customer * 2))',
    'which has generated columns',
  ],
])('a table that %s is in the way', async (_, sql, obstacle) => {
  const adapter = await open(':memory:')
  await run(adapter, ...tables.slice(0, 2), sql)
  expect(await referrersOf(adapter)).toMatchObject([{ obstacle }])
})
