import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines, quickBench, type EngineName, type Workbench } from './support/engines.ts'

function projectFile(engine: EngineName): string {
  const target = (schema: string): string =>
    engine === 'duckdb'
      ? `{ type: duckdb, path: warehouse.duckdb, schema: ${schema} }`
      : `{ type: postgres, url: "\${DATABASE_URL}", schema: ${schema} }`
  return `name: shop\ntarget: prod\nvars: { rate: 2 }\ntargets:\n  prod: ${target('prod')}\n  ci: ${target('ci')}\n  away: { type: ${engine}, ${engine === 'duckdb' ? 'path: other.duckdb' : 'url: "postgres://nobody@elsewhere/other"'}, schema: x }\n`
}

const files = {
  'seeds/raw_orders.csv': 'id,amount\n1,10\n2,20\n',
  'macros/money.sql':
    '{{#macro money value}} {{ value }} * 1.5 {{/macro}}\n{{#macro plain value}} {{ value }} {{/macro}}',
  'models/orders.sql':
    "{{ config(materialized='table') }} select id, {{ money('amount') }} as amount from {{ ref('raw_orders') }}",
  'models/revenue.sql': "select sum(amount) as revenue from {{ ref('orders') }}",
  'models/other.sql': "select count(*) as n from {{ ref('raw_orders') }}",
  'models/models.yml':
    'models:\n  - name: orders\n    columns: [{ name: id, data_tests: [unique] }]\n  - name: other\n    description: Other things\n',
}

/** A project that was built on prod, with what that left. */
async function shop(engine: EngineName): Promise<Workbench> {
  const bench = await quickBench(engine, { ...files, 'xform.yml': projectFile(engine) })
  await bench.succeed('build')
  cpSync(join(bench.folder.path, 'target'), join(bench.folder.path, 'prod-state'), { recursive: true })
  return bench
}

async function list(
  bench: Workbench,
  selection: string,
  ...kinds: readonly string[]
): Promise<readonly string[]> {
  const words = ['--state', 'prod-state', '--select', selection, '--output', 'json', '--resource-type']
  const { stdout } = await bench.succeed('ls', ...words, 'model', 'seed', ...kinds)
  return stdout
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => (JSON.parse(line) as { readonly name: string }).name)
}

async function relations(bench: Workbench, schema: string): Promise<readonly (string | null | undefined)[]> {
  const rows = await bench.sql(
    `select table_name as name from information_schema.tables where table_schema = '${schema}' order by 1`,
  )
  return rows.map(({ name }) => name)
}

describe.each(engines)('what has changed, on %s', (engine) => {
  test('is selected by state:', async () => {
    const bench = await shop(engine)
    expect(await list(bench, 'state:modified')).toEqual([])
    expect(await list(bench, 'state:unmodified')).toEqual(['orders', 'other', 'revenue', 'raw_orders'])
    bench.folder.write({
      'models/revenue.sql': "select sum(amount) + 0 as revenue from {{ ref('orders') }}",
      'models/fresh.sql': "select 1 as id from {{ ref('revenue') }}",
    })
    expect(await list(bench, 'state:modified')).toEqual(['fresh', 'revenue'])
    expect(await list(bench, 'state:new')).toEqual(['fresh'])
    expect(await list(bench, 'state:old')).toEqual(['orders', 'other', 'revenue', 'raw_orders'])
    expect(await list(bench, 'state:modified.body')).toEqual(['revenue'])
    expect(await list(bench, 'state:modified.config')).toEqual([])
  })

  test('tells configs, names, macros, seeds and tests apart', async () => {
    const bench = await shop(engine)
    bench.folder.write({
      'models/other.sql':
        "{{ config(tags=['nightly'], alias='others') }} select count(*) as n from {{ ref('raw_orders') }}",
      'macros/money.sql': files['macros/money.sql'].replace('1.5', '2.5'),
      'seeds/raw_orders.csv': 'id,amount\n1,10\n',
      'models/models.yml': files['models/models.yml'].replace(
        '[unique]',
        '[{ unique: { config: { severity: warn } } }]',
      ),
    })
    expect(await list(bench, 'state:modified.config', 'test')).toEqual(['other', 'unique_orders_id'])
    expect(await list(bench, 'state:modified.relation')).toEqual(['other'])
    expect(await list(bench, 'state:modified.macros')).toEqual(['orders'])
    expect(await list(bench, 'state:modified.body')).toEqual(['other', 'raw_orders'])
  })

  test.each([
    ['another target', ['--defer', 'prod', '--target', 'ci']],
    ['a manifest', ['--defer', '--target', 'ci']],
  ] as const)('is built alone, and reads the rest from %s', async (...[, options]) => {
    const bench = await shop(engine)
    bench.folder.write({ 'models/revenue.sql': "select sum(amount) + 1 as revenue from {{ ref('orders') }}" })

    await bench.succeed('build', '--select', 'state:modified+', '--state', 'prod-state', ...options)
    expect(await relations(bench, 'ci')).toEqual(['revenue'])
    expect(await bench.sql('select cast(revenue as integer) as revenue from ci.revenue')).toEqual([
      { revenue: '46' },
    ])
    expect(await bench.sql('select cast(revenue as integer) as revenue from prod.revenue')).toEqual([
      { revenue: '45' },
    ])
  })

  test('what stands in the own target is read there', async () => {
    const bench = await shop(engine)
    await bench.succeed('build', '--target', 'ci', '--select', 'raw_orders orders')
    await bench.sql('update ci.orders set amount = 1')
    await bench.succeed('run', '--target', 'ci', '--select', 'revenue', '--defer', 'prod')
    expect(await bench.sql('select cast(revenue as integer) as revenue from ci.revenue')).toEqual([
      { revenue: '2' },
    ])
  })

  test('another database cannot be read from', async () => {
    const bench = await shop(engine)
    const { code, stdout } = await bench.xform(
      'run',
      '--target',
      'ci',
      '--select',
      'revenue',
      '--defer',
      'away',
    )
    expect(code).toBe(2)
    expect(stdout).toContain('error[defer-unreachable]')
  })
})

test('--defer without a place to read from is refused', async () => {
  const bench = await quickBench('duckdb', { ...files, 'xform.yml': projectFile('duckdb') })
  const { code, stdout } = await bench.xform('run', '--select', 'revenue', '--defer')
  expect(code).toBe(2)
  expect(stdout).toContain('error[defer-without-state]')
})
