import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { quickBench, type Workbench } from '../support/engines.ts'

const files = {
  'models/orders.sql': "{{ config(materialized='table') }}select 1 as id, 'open' as status\n",
  'snapshots/orders.yml': `
snapshots:
  - name: orders_history
    description: Every state of an order
    relation: ref('orders')
    columns: [{ name: status, description: open or paid }, { name: dbt_valid_from, description: since when }]
    config: { strategy: check, check_cols: all, unique_key: id, target_schema: history, tags: [kept] }
  - name: recent_history
    relation: ref('orders')
    config: { enabled: false, strategy: check, check_cols: all, unique_key: id }
`,
  'snapshots/nightly/statuses.sql': `{{ config(alias='status_history') }}
select id, status from {{ ref('orders') }}
`,
}

const section = `snapshots:
  nightly: { strategy: check, check_cols: [status], unique_key: id, schema: nightly, hard_deletes: invalidate }
`

async function open(
  engine: 'duckdb' | 'postgres',
  more: Readonly<Record<string, string>> = {},
): Promise<Workbench> {
  const bench = await quickBench(engine, { ...files, ...more })
  bench.folder.write({ 'xform.yml': bench.folder.read('xform.yml') + section })
  return bench
}

const read = (bench: Workbench, path: string): string =>
  readFileSync(join(bench.folder.path, 'target', path), 'utf8')

test('snapshot takes snapshots and nothing else, in their own schemas; run leaves them alone', async () => {
  const bench = await open('duckdb')
  expect((await bench.succeed('run')).stdout).not.toContain('history')
  const { stdout } = await bench.succeed('snapshot')
  expect(stdout).toContain('history.orders_history')
  expect(stdout).toContain('shop_nightly.status_history')
  expect(stdout).toContain('2 nodes: 2 ok')
  expect((await bench.succeed('snapshot', '--select', 'tag:kept')).stdout).toContain('1 node: 1 ok')
  expect((await bench.succeed('show', '--select', 'orders_history', '--output', 'csv')).stdout).toMatch(
    /^id,status,dbt_scd_id/u,
  )
  expect((await bench.succeed('ls', '--select', 'orders+', '--resource-type', 'snapshot')).stdout).toBe(
    'snapshot  orders_history    history.orders_history\nsnapshot  statuses          shop_nightly.status_history\n',
  )
})

test('what is compiled and what was run stand in target/, and the manifest and the results tell of them', async () => {
  const bench = await open('duckdb')
  await bench.succeed('run')
  await bench.succeed('snapshot')
  expect(read(bench, 'compiled/snapshots/orders.yml/orders_history.sql')).toBe(
    'select * from "shop"."orders"\n',
  )
  expect(read(bench, 'compiled/snapshots/nightly/statuses.sql')).toContain(
    'select id, status from "shop"."orders"',
  )
  expect(read(bench, 'run/snapshots/orders.yml/orders_history.sql')).toContain(
    'create table "history"."orders_history"',
  )
  expect(JSON.parse(read(bench, 'run_results.json'))).toMatchObject({
    results: [
      {
        unique_id: 'snapshot.shop.orders_history',
        status: 'success',
        compiled: true,
        adapter_response: { code: 'create', rows_affected: 1 },
      },
      {},
    ],
  })
  expect(JSON.parse(read(bench, 'manifest.json'))).toMatchObject({
    nodes: {
      'snapshot.shop.orders_history': {
        schema: 'history',
        compiled_code: 'select * from "shop"."orders"',
        compiled_path: 'target/compiled/snapshots/orders.yml/orders_history.sql',
        config: { strategy: 'check', check_cols: 'all', unique_key: 'id', hard_deletes: 'ignore' },
      },
    },
  })
})

test('a dry run shows the statements and changes nothing; --empty makes a table, and leaves one that stands', async () => {
  const bench = await open('duckdb')
  await bench.succeed('run')
  const dry = await bench.succeed('snapshot', '--dry-run')
  expect(dry.stdout).toContain('-- history.orders_history (snapshot): create, because it does not exist yet')
  const count = 'select count(*) as n from history.orders_history'
  await bench.succeed('snapshot', '--empty')
  expect(await bench.sql(count)).toEqual([{ n: '0' }])
  await bench.succeed('snapshot')
  expect((await bench.succeed('snapshot', '--empty')).stdout).toContain(
    '--empty leaves what it holds as it is',
  )
  bench.folder.write({
    'models/orders.sql': "{{ config(materialized='table') }}select 2 as id, 'paid' as status, 7 as amount\n",
  })
  await bench.succeed('run')
  const { stdout } = await bench.succeed('snapshot', '--dry-run', '--full-refresh')
  expect(stdout).toContain('merge, because the table stands; a snapshot is never built anew')
  expect(stdout).toContain('add column "amount"')
  expect(stdout).toContain('insert into "history"."orders_history"')
  expect(await bench.sql(count)).toEqual([{ n: '1' }])
})

test('hooks, grants and comments are as for models', async () => {
  const config = `{{ config(strategy='check', check_cols='all', unique_key='id', persist_docs={ relation: true, columns: true },
    grants={ select: ['public'] }, pre_hook="create table if not exists shop.audit (said text)",
    post_hook="insert into shop.audit select '{{ this.name }} of {{ run.started_at }}'") }}`
  const bench = await open('postgres', {
    'snapshots/audited.sql': `${config} select id, status from {{ ref('orders') }}`,
    'snapshots/audited.yml':
      'snapshots: [{ name: audited, description: All of it, columns: [{ name: id, description: Which }] }]\n',
  })
  await bench.succeed('run')
  await bench.succeed('snapshot', '--select', 'audited')
  await bench.succeed('snapshot', '--select', 'audited')
  const facts = `select obj_description('shop.audited'::regclass) as of_all, col_description('shop.audited'::regclass, 1) as of_id,
    has_table_privilege('public', 'shop.audited', 'select') as granted, (select string_agg(said, '; ') from shop.audit) as said`
  expect(await bench.sql(facts)).toEqual([
    {
      of_all: 'All of it',
      of_id: 'Which',
      granted: 't',
      said: 'audited of 2026-07-01T06:00:00.000Z; audited of 2026-07-01T06:00:00.000Z',
    },
  ])
})

test('build takes snapshots in the order of the graph, and a test that fails keeps new versions out', async () => {
  const bench = await open('duckdb', {
    'models/open_orders.sql': "select * from {{ ref('orders_history') }} where dbt_valid_to is null\n",
    'snapshots/nightly/statuses.yml': `
snapshots:
  - name: statuses
    columns: [{ name: status, data_tests: [{ accepted_values: { values: [open] } }] }]
`,
  })
  await bench.succeed('build')
  expect(await bench.sql('select status from shop.open_orders')).toEqual([{ status: 'open' }])
  bench.folder.write({
    'models/orders.sql': "{{ config(materialized='table') }}select 1 as id, 'paid' as status\n",
  })
  const { code, stdout } = await bench.xform('build')
  expect(code).toBe(1)
  expect(stdout).toContain('FAIL  snapshot')
  expect(await bench.sql('select status from shop.open_orders')).toEqual([{ status: 'paid' }])
  expect(await bench.sql('select status from shop_nightly.status_history')).toEqual([{ status: 'open' }])
})
