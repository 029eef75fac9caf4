import { describe, expect, test } from 'vitest'
import { quickBench, engines, type EngineName, type TextRow, type Workbench } from './support/engines.ts'

/** What the first run finds, and what the second run finds as new. */
interface Rows {
  readonly first: string
  readonly second: string
}

const cities: Rows = {
  first:
    "select 'NY' as state, 'Kings' as county, 1 as visits union all select 'NY', 'Queens', 2 union all select 'PA', 'Bucks', 3",
  second: "select 'NY' as state, 'Kings' as county, 10 as visits union all select 'MA', 'Essex', 20",
}

function model(config: string, { first, second }: Rows): string {
  return `{{ config(materialized='incremental', ${config}) }}\n{{#if incremental}}${second}{{else}}${first}{{/if}}\n`
}

async function runTwice(engine: EngineName, config: string, rows: Rows = cities): Promise<Workbench> {
  const bench = await quickBench(engine, { 'models/visits.sql': model(config, rows) })
  await bench.succeed('run')
  await bench.succeed('run')
  return bench
}

async function visits(bench: Workbench): Promise<readonly string[]> {
  const rows = await bench.sql('select state, county, visits from shop.visits order by 1, 2, 3')
  return rows.map((row: TextRow) => [row['state'], row['county'], row['visits']].join(' '))
}

const strategies = ['delete+insert', 'merge'] as const

describe.each(engines)('on %s', (engine) => {
  test('without a unique key every row is added', async () => {
    const bench = await runTwice(engine, "on_schema_change='fail'")
    expect(await visits(bench)).toEqual([
      'MA Essex 20',
      'NY Kings 1',
      'NY Kings 10',
      'NY Queens 2',
      'PA Bucks 3',
    ])
  })

  test.each(['[]', "''"])('an empty unique key (%s) is none', async (key) => {
    const bench = await runTwice(engine, `unique_key=${key}`)
    expect(await visits(bench)).toHaveLength(5)
  })

  describe.each(strategies)('with %s', (strategy) => {
    const config = (key: string): string => `unique_key=${key}, incremental_strategy='${strategy}'`

    test('one column: the new row takes the place of the old one', async () => {
      const bench = await runTwice(engine, config("'county'"))
      expect(await visits(bench)).toEqual(['MA Essex 20', 'NY Kings 10', 'NY Queens 2', 'PA Bucks 3'])
    })

    test('a list with one column', async () => {
      const bench = await runTwice(engine, config("['county']"))
      expect(await visits(bench)).toEqual(['MA Essex 20', 'NY Kings 10', 'NY Queens 2', 'PA Bucks 3'])
    })

    test('a list that names one column twice', async () => {
      const bench = await runTwice(engine, config("['county', 'county']"))
      expect(await visits(bench)).toEqual(['MA Essex 20', 'NY Kings 10', 'NY Queens 2', 'PA Bucks 3'])
    })

    test('three columns', async () => {
      const bench = await runTwice(engine, config("['state', 'county', 'visits']"))
      expect(await visits(bench)).toEqual([
        'MA Essex 20',
        'NY Kings 1',
        'NY Kings 10',
        'NY Queens 2',
        'PA Bucks 3',
      ])
    })

    test('an expression over the columns', async () => {
      const bench = await runTwice(engine, config('"lower(state) || county"').replaceAll('"', "'"), cities)
      expect(await visits(bench)).toEqual(['MA Essex 20', 'NY Kings 10', 'NY Queens 2', 'PA Bucks 3'])
    })

    test('NULL in a key equals NULL: no row is doubled', async () => {
      const rows: Rows = {
        first:
          "select 'NY' as state, cast(null as varchar(20)) as county, 1 as visits union all select null, 'Kings', 2",
        second:
          "select 'NY' as state, cast(null as varchar(20)) as county, 10 as visits union all select null, null, 30",
      }
      const bench = await runTwice(engine, config("['state', 'county']"), rows)
      expect(await visits(bench)).toHaveLength(3)
      expect(
        (await bench.sql("select visits from shop.visits where state = 'NY'")).map(Object.values),
      ).toEqual([['10']])
    })

    test('a key that stands twice in the table: both rows are reached', async () => {
      const rows: Rows = {
        first: "select 'NY' as state, 'Kings' as county, 1 as visits union all select 'NY', 'Kings', 2",
        second: "select 'NY' as state, 'Kings' as county, 10 as visits",
      }
      const bench = await runTwice(engine, config("'county'"), rows)
      const expected = strategy === 'merge' ? ['NY Kings 10', 'NY Kings 10'] : ['NY Kings 10']
      expect(await visits(bench)).toEqual(expected)
    })

    test('a key that stands twice in the new rows is an error that shows it, and nothing changes', async () => {
      const rows: Rows = {
        first: cities.first,
        second:
          "select 'NY' as state, 'Kings' as county, 10 as visits union all select 'NY', 'Kings', 11 union all select 'MA', 'Essex', 1",
      }
      const bench = await quickBench(engine, {
        'models/visits.sql': model(config("['state', 'county']"), rows),
      })
      await bench.succeed('run')
      const { code, stdout } = await bench.xform('run')
      expect(code).toBe(1)
      expect(stdout).toContain('error[duplicate-keys]')
      expect(stdout).toContain("'NY', 'Kings': 2 rows")
      expect(stdout).not.toContain('Essex')
      expect(stdout).toContain('models/visits.sql:1:')
      expect(await visits(bench)).toEqual(['NY Kings 1', 'NY Queens 2', 'PA Bucks 3'])
    })

    test('a name that is not a column is an error with its place and a suggestion', async () => {
      const bench = await quickBench(engine, { 'models/visits.sql': model(config("'conty'"), cities) })
      await bench.succeed('run')
      const { code, stdout } = await bench.xform('run')
      expect(code).toBe(1)
      expect(stdout).toContain('error[unknown-key-column]')
      expect(stdout).toContain('Did you mean "county"?')
      expect(await visits(bench)).toEqual(['NY Kings 1', 'NY Queens 2', 'PA Bucks 3'])
    })
  })

  test('merge_update_columns: only these are updated', async () => {
    const bench = await runTwice(
      engine,
      "unique_key='county', incremental_strategy='merge', merge_update_columns=['state']",
    )
    expect(await visits(bench)).toEqual(['MA Essex 20', 'NY Kings 1', 'NY Queens 2', 'PA Bucks 3'])
  })

  test('merge_exclude_columns: these are not updated', async () => {
    const bench = await runTwice(
      engine,
      "unique_key='county', incremental_strategy='merge', merge_exclude_columns=['visits']",
    )
    expect(await visits(bench)).toEqual(['MA Essex 20', 'NY Kings 1', 'NY Queens 2', 'PA Bucks 3'])
  })

  test.each(strategies)('%s: incremental_predicates bound which rows can match', async (strategy) => {
    const predicate = 'target.visits > 100'
    const bench = await runTwice(
      engine,
      `unique_key='county', incremental_strategy='${strategy}', incremental_predicates=['${predicate}']`,
    )
    expect(await visits(bench)).toEqual([
      'MA Essex 20',
      'NY Kings 1',
      'NY Kings 10',
      'NY Queens 2',
      'PA Bucks 3',
    ])
  })
})
