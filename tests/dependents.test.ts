import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { quickBench, workbench, type Workbench } from './support/engines.ts'

const orders = (query: string): Readonly<Record<string, string>> => ({
  'models/orders.sql': `{{ config(materialized='table') }}\n${query}`,
})

/** What somebody else made on the table of the model, and gave to a role. */
const strangers = `
  do $$ begin create role bi_reader login; exception when duplicate_object then null; end $$;
  create schema reports;
  grant usage on schema reports, shop to bi_reader;
  grant select on shop.orders to bi_reader;
  create view reports.big_orders as select id, amount from shop.orders where amount > 10;
  comment on view reports.big_orders is 'Made by the finance team';
  comment on column reports.big_orders.amount is 'In euro';
  create view reports.big_total with (security_barrier) as select sum(amount) as total from reports.big_orders;
  create materialized view reports.order_count as select count(*) as orders, sum(amount) as amount from shop.orders;
  create unique index order_count_idx on reports.order_count (orders);
  grant select on reports.big_orders, reports.big_total, reports.order_count to bi_reader;
  grant select (amount) on reports.big_orders to public`

async function catalogue(bench: Workbench): Promise<readonly unknown[]> {
  return bench.sql(`
    select n.nspname, c.relname, c.relkind, pg_get_userbyid(c.relowner) as owner, c.relacl::text as acl, c.reloptions::text as options,
      obj_description(c.oid) as comment, case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as definition,
      (select string_agg(pg_get_indexdef(indexrelid), ';') from pg_index where indrelid = c.oid) as indexes,
      (select string_agg(attname || ':' || coalesce(attacl::text, '') || ':' || coalesce(col_description(c.oid, attnum), ''), ';' order by attnum)
         from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped) as columns
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('shop', 'reports') and c.relkind in ('r', 'v', 'm') order by 1, 2`)
}

test('a table rebuilt under strangers’ views leaves them working, granted and as they were, and no reader notices', async () => {
  const bench = await workbench(
    'postgres',
    orders('select g as id, g * 1.5 as amount from generate_series(1, 100) as s(g)'),
  )
  await bench.succeed('run')
  await bench.sql(strangers)
  const before = await catalogue(bench)
  const reader = await startReader(bench)
  for (let round = 0; round < 5; round++) await bench.succeed('run')
  const { reads, problems } = await reader.stop()
  expect(problems).toEqual([])
  expect(reads).toBeGreaterThan(20)
  expect(await catalogue(bench)).toEqual(before)
})

async function startReader(
  bench: Workbench,
): Promise<{ stop: () => Promise<{ reads: number; problems: readonly string[] }> }> {
  const client = new pg.Client({ connectionString: bench.env['DATABASE_URL'] })
  await client.connect()
  await client.query('set role bi_reader')
  const problems: string[] = []
  let reads = 0
  const stopped = new AbortController()
  const loop = (async () => {
    while (!stopped.signal.aborted) {
      for (const relation of [
        'shop.orders',
        'reports.big_orders',
        'reports.big_total',
        'reports.order_count',
      ]) {
        try {
          const { rows } = await client.query(`select * from ${relation}`)
          reads++
          if (rows.length === 0) problems.push(`${relation} is empty`)
        } catch (error) {
          problems.push(`${relation}: ${String(error)}`)
        }
      }
      await sleep(1)
    }
  })()
  return {
    async stop() {
      stopped.abort()
      await loop
      await client.end()
      return { reads, problems }
    },
  }
}

test('a dependent that no longer fits stops the node, is named, and the old table stays', async () => {
  const bench = await quickBench('postgres', orders('select 1 as id, 20 as amount'))
  await bench.succeed('run')
  await bench.sql('create schema reports; create view reports.amounts as select amount from shop.orders')
  bench.folder.write(orders('select 2 as id'))
  const { code, stdout } = await bench.xform('run')
  expect(code).toBe(1)
  expect(stdout).toContain('error[dependent-does-not-fit]')
  expect(stdout).toContain('"reports"."amounts"')
  expect(await bench.sql('select * from shop.orders')).toEqual([{ id: '1', amount: '20' }])
  expect(await bench.sql('select * from reports.amounts')).toEqual([{ amount: '20' }])
})

test('a dependent that is a model of the run is made from its new SQL', async () => {
  const bench = await quickBench('postgres', {
    ...orders('select 1 as id, 20 as amount'),
    'models/amounts.sql': "select amount from {{ ref('orders') }}",
  })
  await bench.succeed('run')
  bench.folder.write({
    ...orders("select 'x' as id"),
    'models/amounts.sql': "select id from {{ ref('orders') }}",
  })
  await bench.succeed('run')
  expect(await bench.sql('select * from shop.amounts')).toEqual([{ id: 'x' }])
})

test('what cannot be carried over stops the node and is named', async () => {
  const bench = await quickBench('postgres', orders('select 1 as id'))
  await bench.succeed('run')
  await bench.sql(
    `create function shop.recent_orders() returns setof shop.orders language sql as 'select * from shop.orders'`,
  )
  const { code, stdout } = await bench.xform('run')
  expect(code).toBe(1)
  expect(stdout).toContain('error[dependents-in-the-way]')
  expect(stdout).toContain('shop.recent_orders()')
  expect(await bench.sql('select * from shop.orders')).toEqual([{ id: '1' }])
})

test('a long reader delays the swap and is not disturbed; later readers do not queue behind it', async () => {
  const bench = await workbench('postgres', orders('select 1 as id'))
  await bench.succeed('run')
  bench.folder.write(orders('select 2 as id'))
  const long = new pg.Client({ connectionString: bench.env['DATABASE_URL'] })
  await long.connect()
  await long.query('begin; select * from shop.orders')
  const running = bench.xform('run')
  await sleep(1500)
  for (let at = 0; at < 10; at++) {
    expect(await bench.sql('select id from shop.orders')).toEqual([{ id: '1' }])
    await sleep(20)
  }
  await long.query('commit')
  await long.end()
  expect((await running).code).toBe(0)
  expect(await bench.sql('select id from shop.orders')).toEqual([{ id: '2' }])
})

test('a view of ours whose columns change keeps its grants, its comment and its owner', async () => {
  const view = (query: string): Readonly<Record<string, string>> => ({ 'models/open_orders.sql': query })
  const bench = await quickBench('postgres', view('select 1 as id, 20 as amount'))
  await bench.succeed('run')
  await bench.sql(`
    do $$ begin create role bi_reader login; exception when duplicate_object then null; end $$;
    grant select on shop.open_orders to bi_reader;
    comment on view shop.open_orders is 'Made by the finance team'`)
  bench.folder.write(view("select 'x' as name"))
  await bench.succeed('run')
  expect(
    await bench.sql(`select has_table_privilege('bi_reader', 'shop.open_orders', 'select')::text as may,
      obj_description('shop.open_orders'::regclass) as comment`),
  ).toEqual([{ may: 'true', comment: 'Made by the finance team' }])
})

test('an index that a post_hook makes is there once, however often the table is rebuilt', async () => {
  const bench = await quickBench('postgres', {
    'models/orders.sql':
      "{{ config(materialized='table', post_hook='create index on {{ this }} (id)') }}\nselect 1 as id",
  })
  for (let round = 0; round < 3; round++) await bench.succeed('run')
  expect(await bench.sql("select count(*) as indexes from pg_indexes where schemaname = 'shop'")).toEqual([
    { indexes: '1' },
  ])
})

test('an index that somebody else made survives the rebuild, with its name', async () => {
  const bench = await quickBench('postgres', orders('select 1 as id'))
  await bench.succeed('run')
  await bench.sql('create unique index by_id on shop.orders (id)')
  await bench.succeed('run')
  await bench.succeed('run')
  expect(await bench.sql("select indexname from pg_indexes where schemaname = 'shop'")).toEqual([
    { indexname: 'by_id' },
  ])
})

test('indexes of the config are made, and only once', async () => {
  const bench = await quickBench('postgres', {
    'models/orders.sql':
      "{{ config(materialized='table', indexes=[{ columns: ['id'], unique: true }, { columns: ['id', 'day'] }]) }}\nselect 1 as id, 2 as day",
  })
  for (let round = 0; round < 3; round++) await bench.succeed('run')
  expect(
    await bench.sql("select indexname from pg_indexes where schemaname = 'shop' order by 1"),
  ).toHaveLength(2)
})
