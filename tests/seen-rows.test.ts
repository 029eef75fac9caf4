import { describe, expect, test } from 'vitest'
import { engines, quickBench, type EngineName, type Workbench } from './support/engines.ts'

const orders =
  "{{ config(materialized='flow', on_schema_change='append_new_columns') }}\nselect id, amount, note from {{ source('raw', 'orders') }}"

function properties(declared: string): string {
  return `models:\n  - name: orders\n    columns:\n      - { name: amount, data_tests: [${declared}] }\n`
}

const range = '{ accepted_range: { min_value: 0 } }'

async function shop(engine: EngineName, tests: string = range): Promise<Workbench> {
  const bench = await quickBench(engine, {
    'models/sources.yml':
      'sources: [{ name: raw, tables: [{ name: orders, cursor: { column: id, order: trusted } }] }]\n',
    'models/orders.sql': orders,
    'models/orders.yml': properties(tests),
  })
  await bench.sql(
    "create schema raw; create table raw.orders (id integer, amount integer, note varchar); insert into raw.orders values (1, 10, 'a'), (2, 20, 'b')",
  )
  await bench.succeed('build')
  return bench
}

async function add(bench: Workbench, id: number, amount: number): Promise<void> {
  await bench.sql(`insert into raw.orders values (${id}, ${amount}, 'n')`)
}

/** Makes a row bad that the tests have seen: only a test that looks at it again can tell. */
async function spoil(bench: Workbench): Promise<void> {
  await bench.sql('update shop.orders set amount = -1 where id = 1')
}

describe.each(engines)('tests of a flow on %s', (engine) => {
  test.each([
    '{ accepted_range: { min_value: 0 } }',
    '{ accepted_values: { values: [10, 20, 30] } }',
    "{ expression_is_true: { expression: '>= 0' } }",
  ])('that look at rows one by one look at new ones: %s', async (declared) => {
    const bench = await shop(engine, declared)
    await spoil(bench)
    await add(bench, 3, 30)
    expect((await bench.succeed('build')).stdout).toMatch(/appended, 1 row[^]*pass +test/u)
    expect((await bench.succeed('build')).stdout).toMatch(/nothing to do[^]*pass +test/u)
    expect((await bench.xform('test')).code).toBe(1)
    await add(bench, 4, -5)
    const { code, stdout } = await bench.xform('build')
    expect([code, stdout]).toEqual([1, expect.stringContaining('1 row fails')])
    expect(await bench.sql('select count(*) as n from shop.orders')).toEqual([{ n: '3' }])
  })

  test.each([
    'unique',
    "{ expression_is_true: { expression: '>= abs(random()) * 0' } }",
    '{ accepted_range: { min_value: 0, config: { where: id < 100 } } }',
  ])('look at all rows where that can make a difference: %s', async (declared) => {
    const bench = await shop(engine, declared)
    await bench.sql('update shop.orders set amount = -20')
    await add(bench, 3, 30)
    expect((await bench.xform('build')).code).toBe(1)
  })

  test('look at all rows again when they are told something else', async () => {
    const bench = await shop(engine)
    await spoil(bench)
    bench.folder.write({
      'models/orders.yml': properties('{ accepted_range: { min_value: 0, max_value: 100 } }'),
    })
    await add(bench, 3, 30)
    expect((await bench.xform('build')).stdout).toContain('1 row fails')
  })

  test.each([
    ['may change rows', 'update {{ this }} set note = note where id = 1', 1],
    ['makes an index', 'create index if not exists by_note on {{ this }} (note)', 0],
  ])('look at all rows again where a hook %s', async (_, hook, code) => {
    const bench = await shop(engine)
    bench.folder.write({
      'models/orders.sql': orders.replace("materialized='flow'", `materialized='flow', post_hook='${hook}'`),
    })
    await bench.succeed('build')
    await spoil(bench)
    await add(bench, 3, 30)
    expect((await bench.xform('build')).code).toBe(code)
  })

  test('look at all rows of a table that was built anew', async () => {
    const bench = await shop(engine)
    await bench.sql('update raw.orders set amount = -1 where id = 1')
    await add(bench, 3, 30)
    expect((await bench.xform('build', '--full-refresh')).stdout).toContain('1 row fails')
    expect(await bench.sql('select sum(amount) as total from shop.orders')).toEqual([{ total: '30' }])
    await bench.sql('update raw.orders set amount = 1 where id = 1')
    await bench.succeed('build', '--full-refresh')
    await add(bench, 4, -40)
    expect((await bench.xform('build')).stdout).toContain('1 row fails')
  })

  test('look at all rows when these have got another column', async () => {
    const bench = await shop(engine)
    await spoil(bench)
    bench.folder.write({ 'models/orders.sql': orders.replace('note from', 'note, 1 as more from') })
    await add(bench, 3, 30)
    await bench.succeed('run')
    expect((await bench.xform('build')).stdout).toContain('1 row fails')
  })

  test('look at the rows that runs without tests have added', async () => {
    const bench = await shop(engine)
    await add(bench, 3, -5)
    await bench.succeed('run')
    await add(bench, 4, 40)
    expect((await bench.xform('build')).stdout).toContain('1 row fails')
  })

  test('that only warn look at the same rows again as long as one fails', async () => {
    const bench = await shop(engine, '{ accepted_range: { min_value: 0, config: { severity: warn } } }')
    await add(bench, 3, -5)
    expect((await bench.succeed('build')).stdout).toContain('1 row fails')
    await add(bench, 4, 40)
    expect((await bench.succeed('build')).stdout).toContain('1 row fails')
  })
})
