import { describe, expect, test } from 'vitest'
import { engines, quickBench, type EngineName, type Workbench } from './support/engines.ts'

const setup = `create schema raw;
create table raw.orders (id integer, amount integer, note varchar);
insert into raw.orders values (1, 10, 'a "quoted", note'), (2, -5, null), (null, -7, '')`

async function shop(
  engine: EngineName,
  tests: readonly string[],
  files: Readonly<Record<string, string>> = {},
): Promise<Workbench> {
  const bench = await quickBench(engine, {
    'models/raw.yml': 'sources: [{ name: raw, tables: [{ name: orders }] }]',
    'models/orders.sql': "{{ config(materialized='table') }} select * from {{ source('raw', 'orders') }}",
    'models/orders.yml': `models:\n  - name: orders\n    data_tests:\n${tests.map((one) => `      - { ${one} }\n`).join('')}`,
    ...files,
  })
  await bench.sql(setup)
  return bench
}

/** Every relation in a schema with its kind. */
async function standing(bench: Workbench, schema = 'shop_test_failures'): Promise<readonly string[]> {
  const rows = await bench.sql(
    `select table_name as name, table_type as kind from information_schema.tables where table_schema = '${schema}' order by 1`,
  )
  return rows.map(({ name, kind }) => `${name} ${kind === 'VIEW' ? 'view' : 'table'}`)
}

/** The comments of the relations that keep rows. */
const commentsOf: Readonly<Record<EngineName, string>> = {
  duckdb: `select table_name as name, comment from duckdb_tables() where schema_name = 'shop_test_failures' order by 1`,
  postgres: `select relname as name, obj_description(oid) as comment from pg_class where relnamespace = 'shop_test_failures'::regnamespace and relkind = 'r' order by 1`,
}

const positive = 'test_name: expression_is_true, expression: "amount > 0"'

const interplay = [
  `name: unsaid, ${positive}`,
  `name: kept, ${positive}, store_failures: true`,
  `name: not_kept, ${positive}, store_failures: false`,
  `name: as_view, ${positive}, store_failures: false, store_failures_as: view`,
  `name: as_table, ${positive}, store_failures_as: table`,
  `name: as_nothing, ${positive}, store_failures: true, store_failures_as: ephemeral`,
]

function projectFile(engine: EngineName, tests: string): string {
  const target =
    engine === 'duckdb'
      ? '{ type: duckdb, path: warehouse.duckdb, schema: shop }'
      : '{ type: postgres, url: "${DATABASE_URL}", schema: shop }'
  return `name: shop\ntests: ${tests}\ntargets:\n  dev: ${target}\n`
}

describe.each(engines)('rows that fail on %s', (engine) => {
  test('are kept as the config says, whether the test passes or fails', async () => {
    const bench = await shop(engine, [
      `name: unsaid, ${positive}`,
      `name: kept, ${positive}, store_failures: true`,
      `name: not_kept, ${positive}, store_failures: false`,
      `name: as_table, ${positive}, store_failures_as: table`,
      `name: as_view, ${positive}, store_failures_as: view`,
      `name: as_nothing, ${positive}, store_failures: true, store_failures_as: ephemeral`,
      `name: as_view_although, ${positive}, store_failures: false, store_failures_as: view`,
      'name: passing, test_name: not_empty, store_failures: true',
      'name: passing_view, test_name: not_empty, store_failures_as: view',
    ])
    await bench.succeed('run')
    const { stdout } = await bench.xform('test')
    expect(await standing(bench)).toEqual([
      'as_table table',
      'as_view view',
      'as_view_although view',
      'kept table',
      'passing table',
      'passing_view view',
    ])
    for (const name of ['kept', 'as_table', 'as_view'])
      expect(await bench.sql(`select amount from shop_test_failures.${name} order by amount`)).toEqual([
        { amount: '-7' },
        { amount: '-5' },
      ])
    expect(await bench.sql('select * from shop_test_failures.passing')).toEqual([])
    expect(stdout).toContain('the rows are kept in "shop_test_failures"."kept"')
  })

  test.each([
    ['{ store_failures: false }', ['as_table table', 'as_view view', 'kept table']],
    [
      '{ store_failures_as: view }',
      ['as_table table', 'as_view view', 'kept view', 'not_kept view', 'unsaid view'],
    ],
    ['{ store_failures_as: ephemeral }', ['as_table table', 'as_view view']],
  ])('are kept as the nearest place says, where the project says %s', async (said, expected) => {
    const bench = await shop(engine, interplay, { 'xform.yml': projectFile(engine, said) })
    await bench.succeed('run')
    await bench.xform('test')
    expect(await standing(bench)).toEqual(expected)
  })

  test('are kept with --store-failures too, unless a config says something else', async () => {
    const bench = await shop(engine, [...interplay, `name: taken_back, ${positive}, store_failures: null`])
    await bench.succeed('run')
    await bench.xform('test', '--store-failures')
    const expected = ['as_table table', 'as_view view', 'kept table', 'taken_back table', 'unsaid table']
    expect(await standing(bench)).toEqual(expected)
    await bench.sql('drop schema shop_test_failures cascade')
    await bench.xform('test')
    expect(await standing(bench)).toEqual(['as_table table', 'as_view view', 'kept table'])
  })

  test('are kept by a retry as by what it takes up', async () => {
    const bench = await shop(engine, [`name: unsaid, ${positive}`])
    await bench.xform('build', '--store-failures')
    expect(await standing(bench)).toEqual(['unsaid table'])
    await bench.sql('drop schema shop_test_failures cascade')
    await bench.xform('retry')
    expect(await standing(bench)).toEqual(['unsaid table'])
  })

  test('are kept under a default of the project, which a test can take back', async () => {
    const bench = await shop(
      engine,
      [
        `name: usual, ${positive}`,
        `name: other, ${positive}, store_failures: false`,
        `name: viewed, ${positive}, store_failures_as: view`,
      ],
      { 'xform.yml': projectFile(engine, '{ store_failures: true, schema: findings }') },
    )
    await bench.succeed('run')
    await bench.xform('test')
    expect(await standing(bench, 'shop_findings')).toEqual(['usual table', 'viewed view'])
  })

  test('are exchanged by the next run, also for another kind of relation', async () => {
    const bench = await shop(engine, [`name: kept, ${positive}, store_failures: true`])
    await bench.succeed('run')
    await bench.xform('test')
    await bench.sql('delete from shop.orders where id is null')
    await bench.xform('test')
    expect(await bench.sql('select id from shop_test_failures.kept')).toEqual([{ id: '2' }])
    bench.folder.write({
      'models/orders.yml': `models: [{ name: orders, data_tests: [{ name: kept, ${positive}, store_failures_as: view }] }]`,
    })
    await bench.xform('test')
    expect(await standing(bench)).toEqual(['kept view'])
    await bench.sql('update shop.orders set amount = 5')
    expect(await bench.sql('select id from shop_test_failures.kept')).toEqual([])
  })

  test('are kept although they were never published', async () => {
    const bench = await shop(engine, [
      `name: kept, ${positive}, store_failures: true, alias: negative_orders, description: "Orders that owe us"`,
      `name: seen, ${positive}, store_failures_as: view`,
      `name: first_only, ${positive}, store_failures: true, limit: 1, description: Untold, persist_docs: { relation: false }`,
    ])
    expect((await bench.xform('build')).code).toBe(1)
    expect(await standing(bench, 'shop')).toEqual([])
    expect(await standing(bench)).toEqual(['first_only table', 'negative_orders table', 'seen table'])
    expect(await bench.sql('select * from shop_test_failures.negative_orders order by amount')).toEqual([
      { id: null, amount: '-7', note: '' },
      { id: '2', amount: '-5', note: null },
    ])
    expect(await bench.sql('select count(*) as n from shop_test_failures.first_only')).toEqual([{ n: '1' }])
    expect(await bench.sql(commentsOf[engine])).toEqual([
      { name: 'first_only', comment: null },
      { name: 'negative_orders', comment: 'Orders that owe us' },
      { name: 'seen', comment: null },
    ])
  })

  test('are none of a test that passes, also where another held its model back', async () => {
    const bench = await shop(engine, [
      `name: failing, ${positive}, store_failures: true`,
      'name: passing, test_name: not_empty, store_failures: true',
      'name: passing_view, test_name: not_empty, store_failures_as: view',
      'name: enough, test_name: not_null, column_name: id, store_failures: true, warn_if: "> 1", error_if: "> 1"',
    ])
    expect((await bench.xform('build')).stdout).not.toContain('failures-not-kept')
    const kept = ['failing', 'passing', 'passing_view', 'enough']
    expect(await standing(bench)).toEqual(kept.toSorted().map((name) => `${name} table`))
    const counts = kept.map((name) => `(select count(*) from shop_test_failures.${name}) as ${name}`)
    expect(await bench.sql(`select ${counts.join(', ')}`)).toEqual([
      { failing: '2', passing: '0', passing_view: '0', enough: '1' },
    ])
  })

  test('that cannot be read before they are rolled back are a warning, and the others are kept', async () => {
    const bench = await shop(
      engine,
      [
        `name: failing, ${positive}, store_failures: true`,
        'name: a_null, test_name: not_null, column_name: id',
      ],
      {
        'tests/a_pair.sql':
          "{{ config(store_failures=true) }} select a.id, b.id from {{ ref('orders') }} as a join {{ ref('orders') }} as b on a.id = b.id",
      },
    )
    const { code, stdout } = await bench.xform('build')
    expect(code).toBe(1)
    expect(stdout).toContain('2 rows fail the test "a_pair".')
    expect(await standing(bench)).toContain('failing table')
    expect(stdout).toContain('warning[failures-not-kept]: The rows that fail "a_pair"')
    expect(stdout).not.toContain('the rows are kept in "shop_test_failures"."a_pair"')
  })

  test('are kept in the same table as before, for those who have built on it', async () => {
    const bench = await shop(engine, [`name: kept, ${positive}, store_failures: true, severity: warn`])
    await bench.succeed('build')
    await bench.sql('create view shop.watching as select id, amount from shop_test_failures.kept')
    await bench.sql('delete from shop.orders where id is null')
    expect((await bench.succeed('test')).stdout).not.toContain('failures-not-kept')
    expect(await bench.sql('select * from shop.watching')).toEqual([{ id: '2', amount: '-5' }])
    await bench.sql('update raw.orders set amount = 3 where id = 2')
    await bench.succeed('build')
    expect(await bench.sql('select * from shop.watching')).toEqual([{ id: null, amount: '-7' }])
  })

  test('that cannot be kept are a warning, and the verdict stands', async () => {
    const declared = `name: kept, ${positive}, severity: warn`
    const bench = await shop(engine, [`${declared}, store_failures: true`])
    await bench.succeed('build')
    const inTheWay =
      engine === 'postgres' ? 'create view shop.watching as select * from shop_test_failures.kept' : undefined
    if (inTheWay === undefined) return
    await bench.sql(inTheWay)
    bench.folder.write({
      'models/orders.yml': `models: [{ name: orders, data_tests: [{ ${declared}, store_failures_as: view }] }]`,
    })
    const { stdout } = await bench.succeed('test')
    expect(stdout).toContain('warning[failures-not-kept]')
    expect(stdout).toContain('2 rows fail the test "kept".')
  })
})

test('a relation that keeps rows cannot have the name of another', async () => {
  const bench = await shop('duckdb', [
    `name: kept, ${positive}, store_failures: true, alias: same`,
    `name: other, ${positive}, store_failures: true, alias: same`,
  ])
  const { code, stdout } = await bench.xform('test')
  expect(code).toBe(2)
  expect(stdout).toContain('error[relation-collision]')
})
