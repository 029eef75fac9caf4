import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines, quickBench, workbench } from './support/engines.ts'
import { projectFolder } from './support/project-folder.ts'
import { xform } from './support/xform.ts'

const project = {
  'models/staging/stg_orders.sql':
    "{{ config(tags=['nightly']) }}\nselect 1 as id, 12.5 as amount union all select 2, 7.5",
  'models/revenue.sql':
    "{{ config(materialized='table') }}\nselect sum(amount) as revenue from {{ ref('stg_orders') }}",
  'models/kept.sql': "{{ config(materialized='incremental') }}\nselect id from {{ ref('stg_orders') }}",
}

describe('init', () => {
  test('makes a project that runs at once', async () => {
    const folder = projectFolder({})
    expect((await xform(['init', 'bank'], { cwd: folder.path })).code).toBe(0)
    const bank = { cwd: join(folder.path, 'bank') }
    expect((await xform(['seed'], bank)).code).toBe(0)
    expect((await xform(['run'], bank)).code).toBe(0)
    const shown = await xform(['show', '--select', 'revenue_by_month', '--output', 'csv'], bank)
    expect(shown.stdout).toContain('2026-01-01,2,46.50')
  })

  test('overwrites nothing', async () => {
    const folder = projectFolder({ 'xform.yml': 'mine' })
    const { code, stdout } = await xform(['init'], { cwd: folder.path })
    expect(code).toBe(0)
    expect(stdout).toContain('kept  xform.yml')
    expect(folder.read('xform.yml')).toBe('mine')
  })
})

test('a project is found from any folder inside it', async () => {
  const bench = await workbench('duckdb', project)
  mkdirSync(join(bench.folder.path, 'models/staging/deep'), { recursive: true })
  const listed = await xform(['ls', '--output', 'paths'], {
    cwd: join(bench.folder.path, 'models/staging/deep'),
  })
  expect(listed.stdout.split('\n')).toEqual([
    'models/kept.sql',
    'models/revenue.sql',
    'models/staging/stg_orders.sql',
    '',
  ])
})

describe('ls', () => {
  test('lists as JSON, one node a line', async () => {
    const bench = await workbench('duckdb', project)
    const { stdout } = await bench.succeed('ls', '--select', '+revenue', '--output', 'json')
    const nodes = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown)
    expect(nodes).toMatchObject([
      { unique_id: 'model.shop.revenue', materialized: 'table', depends_on: ['model.shop.stg_orders'] },
      { unique_id: 'model.shop.stg_orders', materialized: 'view', tags: ['nightly'] },
    ])
  })

  test('the same project gives the same bytes', async () => {
    const bench = await workbench('duckdb', project)
    const first = await bench.succeed('ls', '--output', 'json')
    expect((await bench.succeed('ls', '--output', 'json')).stdout).toBe(first.stdout)
  })
})

test('compile writes the SQL of models without a database', async () => {
  const bench = await workbench('duckdb', project)
  await bench.succeed('compile')
  expect(bench.folder.read('target/compiled/models/revenue.sql')).toBe(
    'select sum(amount) as revenue from "shop"."stg_orders"\n',
  )
  expect(existsSync(join(bench.folder.path, 'warehouse.duckdb'))).toBe(false)
  await bench.succeed('clean')
  expect(existsSync(join(bench.folder.path, 'target'))).toBe(false)
})

describe.each(engines)('on %s', (engine) => {
  test('show previews a model and a query of one’s own', async () => {
    const bench = await quickBench(engine, project)
    await bench.succeed('run')
    const model = await bench.succeed('show', '--select', 'stg_orders', '--output', 'json', '--limit', '1')
    expect(JSON.parse(model.stdout)).toHaveLength(1)
    const own = await bench.succeed(
      'show',
      '--inline',
      "select count(*) as orders from {{ ref('stg_orders') }}",
      '--output',
      'csv',
    )
    expect(own.stdout).toBe('orders\n2\n')
  })

  test('--dry-run shows actions, reasons and SQL, and touches nothing', async () => {
    const bench = await quickBench(engine, project)
    const first = await bench.succeed('run', '--dry-run')
    expect(first.stdout).toContain('shop.revenue (table): create, because it does not exist yet')
    expect(first.stdout).toContain('select sum(amount) as revenue')
    expect(
      await bench.sql(
        "select schema_name from information_schema.schemata where schema_name in ('shop', '_xform')",
      ),
    ).toEqual([])
    await bench.succeed('run')
    const then = await bench.succeed('run', '--dry-run', '--select', 'kept')
    expect(then.stdout).toContain('shop.kept (incremental): append, because the table stands')
    expect(then.stdout).toContain('insert into "shop"."kept"')
    expect(await bench.sql('select count(*) as runs from _xform.runs')).toEqual([{ runs: '1' }])
  })

  test('--empty builds columns without rows', async () => {
    const bench = await quickBench(engine, project)
    await bench.succeed('run', '--empty')
    expect(await bench.sql('select count(*) as rows from shop.revenue')).toEqual([{ rows: '0' }])
    expect(await bench.sql('select count(*) as rows from shop.kept')).toEqual([{ rows: '0' }])
  })

  test('--full-refresh rebuilds an incremental model', async () => {
    const bench = await quickBench(engine, project)
    await bench.succeed('run')
    await bench.succeed('run')
    expect(await bench.sql('select count(*) as rows from shop.kept')).toEqual([{ rows: '4' }])
    const { stdout } = await bench.succeed('run', '--full-refresh')
    expect(stdout).toContain('--full-refresh')
    expect(await bench.sql('select count(*) as rows from shop.kept')).toEqual([{ rows: '2' }])
  })

  test('hooks run around a model, and around a run', async () => {
    const bench = await quickBench(engine, {
      'models/orders.sql': `{{ config(materialized='table', post_hook=['insert into {{ this }} values (2)', { sql: 'insert into {{ this }} values (3)', transaction: false }]) }}\nselect 1 as id`,
    })
    const hooks =
      'on_run_start:\n  - create schema if not exists audit\n  - create table if not exists audit.runs (run_at integer)\non_run_end:\n  - insert into audit.runs values (1)\n'
    bench.folder.write({ 'xform.yml': bench.folder.read('xform.yml') + hooks })
    await bench.succeed('run')
    expect(await bench.sql('select count(*) as rows from shop.orders')).toEqual([{ rows: '3' }])
    expect(await bench.sql('select count(*) as rows from audit.runs')).toEqual([{ rows: '1' }])
  })

  test('descriptions become comments where persist_docs asks for it', async () => {
    const bench = await quickBench(engine, {
      'models/orders.sql':
        "{{ config(materialized='table', persist_docs={ relation: true, columns: true }) }}\nselect 1 as id",
      'models/orders.yml':
        "models:\n  - name: orders\n    description: Every order, it's true.\n    columns: [{ name: id, description: The key. }]\n",
    })
    await bench.succeed('run')
    await bench.succeed('run')
    const query =
      engine === 'duckdb'
        ? "select comment from duckdb_tables() where table_name = 'orders' union all select comment from duckdb_columns() where table_name = 'orders'"
        : "select obj_description('shop.orders'::regclass) as comment union all select col_description('shop.orders'::regclass, 1)"
    expect(new Set((await bench.sql(query)).map(({ comment }) => comment))).toEqual(
      new Set(["Every order, it's true.", 'The key.']),
    )
  })

  test('junit and github reporters tell of a failure', async () => {
    const bench = await quickBench(engine, {
      'models/orders.sql': 'select nothing_here from (select 1 as id) as t',
    })
    const { code, stdout } = await bench.xform(
      'run',
      '--reporter',
      'github',
      '--reporter',
      'junit=report.xml',
    )
    expect(code).toBe(1)
    expect(stdout).toMatch(/::error file=.*models\/orders\.sql,line=1,col=8/)
    expect(bench.folder.read('report.xml')).toContain('nothing_here')
  })
})

test('grants of the config are given, and taken back when the config no longer asks for them', async () => {
  const orders = (roles: string): Readonly<Record<string, string>> => ({
    'models/orders.sql': `{{ config(materialized='table', grants={ select: [${roles}] }) }}\nselect 1 as id`,
  })
  const bench = await quickBench('postgres', orders("'xform_reader_a', 'xform_reader_b'"))
  await bench.sql(
    `do $$ begin create role xform_reader_a; exception when duplicate_object then null; end $$;
     do $$ begin create role xform_reader_b; exception when duplicate_object then null; end $$`,
  )
  const readers = async (): Promise<unknown> =>
    bench.sql(
      "select grantee from information_schema.role_table_grants where table_name = 'orders' and grantee like 'xform_reader%' order by 1",
    )
  await bench.succeed('run')
  expect(await readers()).toEqual([{ grantee: 'xform_reader_a' }, { grantee: 'xform_reader_b' }])
  bench.folder.write(orders("'xform_reader_b'"))
  await bench.succeed('run')
  expect(await readers()).toEqual([{ grantee: 'xform_reader_b' }])
})
