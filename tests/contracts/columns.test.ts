import { describe, expect, test } from 'vitest'
import { engines, quickBench, type EngineName, type Workbench } from '../support/engines.ts'
import { contracted, rowsOf, type Column } from './contract.ts'

const declared: readonly Column[] = [
  ['id', 'integer', 'type: not_null'],
  ['color', 'varchar'],
  ['date_day', 'date'],
]

const right = `select 1 as id, 'blue' as color, cast('2019-01-01' as date) as date_day`
const swapped = `select 'blue' as color, cast('2019-01-01' as date) as date_day, 1 as id`
const otherName = `select 1 as error, 'blue' as color, cast('2019-01-01' as date) as date_day`
const otherType = `select '1' as id, 'blue' as color, cast('2019-01-01' as date) as date_day`

const kinds = ['table', 'view', 'incremental'] as const

/** The same query as a table, a view and an incremental model. */
function asEach(query: string): Readonly<Record<string, string>> {
  return contracted(
    Object.fromEntries(
      kinds.map((kind) => [
        `${kind}_orders`,
        { sql: `{{ config(materialized='${kind}') }}\n${query}`, columns: declared },
      ]),
    ),
  )
}

/** What was said of each of them. */
async function run(bench: Workbench): Promise<readonly string[]> {
  const { stdout } = await bench.xform('run', '--reporter', 'json')
  const events = stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line)]))
  return events.flatMap(({ type, result }) =>
    type !== 'node:end'
      ? []
      : [
          `${result.node.name}: ${result.outcome.diagnostics?.map(({ message }: { message: string }) => message).join() ?? result.outcome.status}`,
        ],
  )
}

describe.each(engines)('on %s', (engine) => {
  test('what is declared stands in its order, for a table, a view and an incremental model', async () => {
    const bench = await quickBench(engine, asEach(swapped))
    for (let round = 0; round < 2; round++) {
      expect((await run(bench)).toSorted()).toEqual(kinds.map((kind) => `${kind}_orders: success`).toSorted())
    }
    for (const kind of kinds) {
      const [row] = await bench.sql(`select * from shop.${kind}_orders`)
      expect(Object.entries(row ?? {})).toEqual([
        ['id', '1'],
        ['color', 'blue'],
        ['date_day', '2019-01-01'],
      ])
    }
  })

  test.each([
    [
      'another name',
      otherName,
      /id +integer +the query does not give it\nerror +integer +it is not declared/iu,
    ],
    ['another type', otherType, /^id +integer +(?:text|varchar) +another type$/imu],
  ])('%s is found before anything is built', async (_, query, words) => {
    const bench = await quickBench(engine, asEach(query))
    const said = await run(bench)
    expect(said).toHaveLength(3)
    for (const one of said) expect(one).toMatch(words)
    expect(await standing(bench)).toEqual([])
  })

  test('what stood before still stands', async () => {
    const bench = await quickBench(engine, asEach(right))
    await bench.succeed('run')
    bench.folder.write(asEach(otherType.replace('blue', 'red')))
    expect(await run(bench)).not.toContain('success')
    for (const kind of kinds)
      expect(await rowsOf(bench, `select id, color from shop.${kind}_orders`)).toEqual(['1 blue'])
  })

  test('types are what the database understands by them', async () => {
    const spellings = types(engine)
    const columns = spellings.map(([, type], index): Column => [`c${index}`, type])
    const query = spellings.map(([expression], index) => `${expression} as c${index}`).join(', ')
    const bench = await quickBench(
      engine,
      contracted({ spelled: { sql: `{{ config(materialized='table') }}\nselect ${query}`, columns } }),
    )
    await bench.succeed('run')
    expect(await bench.sql('select * from shop.spelled')).toHaveLength(1)
  })

  test('decimals that would be rounded are found, and those that would not are taken', async () => {
    const columns: readonly Column[] = [
      ['rounded', 'numeric(10,2)'],
      ['whole', 'numeric(12,4)'],
    ]
    const sql = 'select cast(1.234 as numeric(10,3)) as rounded, cast(1.2 as numeric(10,1)) as whole'
    const bench = await quickBench(engine, contracted({ amounts: { sql, columns } }))
    const [said = ''] = await run(bench)
    expect(said).toMatch(/rounded .*it would be rounded/u)
    expect(said).not.toMatch(/whole/u)
  })

  test('a type that there is not is an error where it stands', async () => {
    const bench = await quickBench(
      engine,
      contracted({ orders: { sql: right, columns: [['id', 'strnig']] } }),
    )
    const { stdout } = await bench.xform('run')
    expect(stdout).toMatch(/error\[query-failed\]: [^]*strnig[^]*--> models\/orders\.yml:6:20/u)
  })

  test('quoted columns are quoted, and others folded', async () => {
    const columns: readonly Column[] = [
      ['from', 'integer\n        quote: true', 'type: not_null', `{ type: check, expression: '"from" > 0' }`],
      ['"Customer Id"\n        quote: true', 'integer', 'type: unique'],
      ['ORDER_ID', 'integer', 'type: primary_key'],
    ]
    const sql = `{{ config(materialized='table') }}\nselect 1 as "from", 2 as "Customer Id", 3 as order_id`
    const bench = await quickBench(engine, contracted({ quoted: { sql, columns } }))
    await bench.succeed('run')
    await bench.succeed('run')
    const [row] = await bench.sql('select * from shop.quoted')
    expect(Object.keys(row ?? {})).toEqual(['from', 'Customer Id', 'order_id'])
  })
})

test('what a dry run shows is the definition, also where nothing stands yet', async () => {
  const bench = await quickBench('duckdb', {
    ...contracted({
      orders: {
        sql: "{{ config(materialized='table') }}\nselect * from {{ ref('raw_orders') }}",
        columns: declared,
      },
    }),
    'models/raw_orders.sql': `{{ config(materialized='table') }}\n${right}`,
  })
  const { stdout } = await bench.succeed('run', '--dry-run')
  expect(stdout).toContain(
    `create table "shop"."orders" (\n  "id" integer constraint "orders_id_xform_not_null" not null,`,
  )
})

test('on Postgres an interval whose seconds would be rounded is found', async () => {
  const columns: readonly Column[] = [['waited', 'interval(0)']]
  const model = (type: string): Readonly<Record<string, string>> =>
    contracted({ orders: { sql: `select cast('1.5 seconds' as ${type}) as waited`, columns } })
  const bench = await quickBench('postgres', model('interval'))
  expect((await run(bench)).join()).toMatch(/waited +interval\(0\) +interval +it would be rounded/u)
  bench.folder.write(model('interval(0)'))
  await bench.succeed('run')
})

test('a type of dbt’s own that Postgres has not is translated, unless that is not wanted', async () => {
  const files = contracted({ orders: { sql: `select 'blue' as color`, columns: [['color', 'string']] } })
  const bench = await quickBench('postgres', files)
  await bench.succeed('run')
  const plain = Object.entries(files).map(([path, text]) => [
    path,
    text.replace('enforced: true', 'enforced: true, alias_types: false'),
  ])
  bench.folder.write(Object.fromEntries(plain))
  expect((await bench.xform('run')).stdout).toContain('type "string" does not exist')
})

/** Expressions, and types that they have by another spelling. */
function types(engine: EngineName): readonly (readonly [expression: string, type: string])[] {
  const both = [
    ['1', 'int'],
    ['1', 'INTEGER'],
    ['cast(1 as bigint)', 'int8'],
    [`'1'`, 'text'],
    [`'1'`, 'varchar'],
    [`cast('1' as varchar(5))`, 'varchar'],
    [`'1'`, 'varchar(20)'],
    [`cast('2019-01-01' as date)`, 'DATE'],
    ['true', 'bool'],
    [`cast('2013-11-03 00:00:00-07' as timestamptz)`, 'timestamp with time zone'],
    [`cast('2013-11-03 00:00:00' as timestamp)`, 'timestamp'],
    [`cast('1' as numeric)`, 'numeric'],
    [`cast('1' as decimal(10,2))`, 'numeric( 10 , 2 )'],
    ['cast(1 as double precision)', 'float8'],
    [`cast('{"bar": "baz"}' as json)`, 'json'],
  ] as const
  return engine === 'duckdb'
    ? [...both, [`['a', 'b']`, 'varchar[]'], ['[1, 2]', 'int[]'], [`{ 'a': 1 }`, 'struct(a int)']]
    : [
        ...both,
        [`array['a', 'b']`, 'text[]'],
        ['array[1, 2]', 'int4[]'],
        ['cast(1 as numeric)', 'numeric(10,2)'],
      ]
}

async function standing(bench: Workbench): Promise<readonly unknown[]> {
  return bench.sql(`select table_name from information_schema.tables where table_schema = 'shop'`)
}
