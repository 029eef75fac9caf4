import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines, workbench, type EngineName, type Workbench } from '../support/engines.ts'

const rows = [
  "(1, 'ada', 20.50, timestamp '2026-01-01 10:00:00', 'a, \"b\"')",
  "(2, 'grace', null, timestamp '2026-01-02 00:10:00', '')",
  "(3, 'ada', 5, timestamp '2026-01-01 23:55:00', null)",
]

async function bank(
  engine: EngineName,
  files: Readonly<Record<string, string>> = {},
  filled = true,
): Promise<Workbench> {
  const bench = await workbench(
    engine,
    {
      'models/raw.yml': 'sources: [{ name: raw, tables: [{ name: payments, cursor: id }, { name: small }] }]',
      'models/large.sql':
        "{{ config(materialized='ephemeral') }} select * from {{ ref('flow') }} where amount > 10",
      'models/area/flow.sql': `{{ config(materialized='flow', unique_key='id', event_time='paid_at') }}
select id, customer, amount, paid_at, note from {{ source('raw', 'payments') }}`,
      'models/area/customers.sql':
        "{{ config(materialized='table') }} select customer, count(*) as payments, max(note) as note from {{ ref('large') }} group by customer",
      'models/area/days.sql': `{{ config(materialized='state', key={ day: 'cast(paid_at as date)' }) }}
select cast(paid_at as date) as day, sum(amount) as amount from {{ ref('flow') }} group by cast(paid_at as date)`,
      'models/ages.sql':
        "select id, cast('{{ run.started_at }}' as timestamp) > paid_at as is_old from {{ ref('flow') }}",
      'models/moves.sql':
        "{{ config(materialized='changes', key='id') }} select id, customer from {{ ref('flow') }}",
      'models/standing.sql':
        "select moves.id, accounts.dbt_valid_from from {{ ref('moves') }} as moves join {{ ref('accounts') }} as accounts on accounts.id = moves.id where dbt_valid_to is null and moves._xform_diff > 0",
      'models/nothing.sql': 'select cast(null as integer) as only_one',
      'snapshots/accounts.yml':
        "snapshots: [{ name: accounts, relation: \"source('raw', 'small')\", config: { strategy: check, unique_key: id, check_cols: all } }]",
      ...files,
    },
    { ownProcess: false, now: Date.now },
  )
  if (!filled) return bench
  await bench.sql('create schema raw')
  await bench.sql(
    `create table raw.payments as select * from (values ${rows.join(', ')}) as v(id, customer, amount, paid_at, note)`,
  )
  await bench.sql(
    "create table raw.small as select * from (values (1, 'x'), (2, null)) as v(id, name) where id > 0",
  )
  await bench.succeed('build')
  return bench
}

describe.each(engines)('a unit test saved from rows that stand, on %s', (engine) => {
  test('passes, says what stood there, and keeps passing when the rows have gone', async () => {
    const bench = await bank(engine)
    const names = ['flow', 'customers', 'days', 'ages', 'nothing', 'accounts', 'moves', 'standing']
    for (const name of names) await bench.succeed('show', '--select', name, '--save-as-unit-test')
    expect(bench.folder.read('tests/fixtures/customers_example__flow.csv').split('\n').slice(0, 3)).toEqual([
      'id,customer,amount,paid_at,note',
      '1,ada,20.50,2026-01-01 10:00:00,"a, ""b"""',
      '2,grace,,2026-01-02 00:10:00,""',
    ])
    expect(bench.folder.read('models/area/customers_example.yml')).toBe(`unit_tests:
  - name: customers_example
    model: customers
    given:
      - input: ref('flow')
        fixture: customers_example__flow
    expect:
      fixture: customers_example__expected
`)
    expect(bench.folder.read('models/nothing_example.yml')).toContain('- {"only_one":null}')
    expect(bench.folder.read('models/ages_example.yml')).toContain('overrides: { run: { started_at: ')
    await bench.sql('drop table raw.payments cascade')
    const { stdout } = await bench.succeed('test', '--select', 'test_type:unit')
    expect(stdout).toContain(`${names.length} ok`)
  })

  test('notices what the model does differently, and has the name that it was given', async () => {
    const bench = await bank(engine)
    await bench.succeed('show', '--select', 'days', '--save-as-unit-test=two_days')
    bench.folder.write({
      'models/area/days.sql': bench.folder
        .read('models/area/days.sql')
        .replace('sum(amount)', 'max(amount) * 2'),
    })
    const { code, stdout } = await bench.xform('test', '--select', 'two_days')
    expect([code, stdout]).toEqual([1, expect.stringContaining('25.50 → 41.00')])
  })

  test('is written over nothing, and half of it is never taken for a whole', async () => {
    const bench = await bank(engine)
    await bench.succeed('show', '--select', 'days', '--save-as-unit-test')
    const again = await bench.xform('show', '--select', 'days', '--save-as-unit-test')
    expect([again.code, again.stdout]).toEqual([2, expect.stringContaining('models/area/days_example.yml')])
    bench.folder.write({ 'tests/fixtures/mine__flow.csv': 'id\n7\n' })
    const other = await bench.xform('show', '--select', 'days', '--save-as-unit-test', 'mine')
    expect([other.code, other.stdout]).toEqual([2, expect.stringContaining('error[file-stands]')])
    expect(bench.folder.read('tests/fixtures/mine__flow.csv')).toBe('id\n7\n')
    expect(existsSync(join(bench.folder.path, 'models/area/mine.yml'))).toBe(false)
  })

  test('needs what the model reads to stand', async () => {
    const bench = await bank(engine, {}, false)
    const { code, stdout } = await bench.xform('show', '--select', 'days', '--save-as-unit-test')
    expect([code, stdout]).toEqual([1, expect.stringContaining('models/area/flow.sql')])
    expect(existsSync(join(bench.folder.path, 'tests'))).toBe(false)
  })
})
