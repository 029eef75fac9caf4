import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { engines, type Workbench } from '../support/engines.ts'
import { models, runUnits, shop } from './project.ts'

/** What unit tests have left in the warehouse. */
async function traces(bench: Workbench): Promise<readonly unknown[]> {
  if (bench.engine === 'duckdb')
    return existsSync(join(bench.folder.path, 'warehouse.duckdb')) ? ['the file'] : []
  return bench.sql(
    "select schema_name from information_schema.schemata where schema_name like 'xform%' or schema_name in ('shop', '_xform')",
  )
}

describe.each(engines)('unit tests on %s', (engine) => {
  test('need nothing in the warehouse, and leave nothing there', async () => {
    const bench = await shop(
      engine,
      `
  - name: sums
    model: customers
    given:
      - input: ref('stg_orders')
        rows:
          - { customer: ada, amount: 20 }
          - { customer: ada, amount: 15.5 }
          - { customer: grace, amount: 10 }
    expect:
      rows: [{ customer: ada, orders: 2, amount: 35.50 }]
`,
    )
    expect(await runUnits(bench)).toMatchObject({ code: 0, ends: { sums: 'pass' } })
    expect(await traces(bench)).toEqual([])
  })

  test('take rows as maps, as csv and as SQL, in place and from files', async () => {
    const given = (rows: string): string => `
    model: customers
    given: [{ input: ref('stg_orders'), ${rows} }]
    expect: { rows: [{ customer: ada, amount: 20 }] }
`
    const sql = "select 'ada' as customer, 20 as amount union all select 'grace', 1"
    const bench = await shop(
      engine,
      [
        `  - name: as_maps${given('rows: [{ customer: ada, amount: 20 }]')}`,
        `  - name: as_csv${given('format: csv, rows: "customer,amount\\nada,20\\ngrace,"')}`,
        `  - name: as_sql${given(`format: sql, rows: "${sql}"`)}`,
        `  - name: from_csv${given('format: csv, fixture: orders')}`,
        `  - name: from_sql${given('format: sql, fixture: large')}`,
        `  - name: found_by_name${given('fixture: orders')}`,
      ].join('\n'),
      {
        'tests/fixtures/orders.csv': 'customer,amount,placed_at\nada,20.00,2026-01-01 10:00:00\n"grace",,\n',
        'tests/fixtures/nested/large.sql': `${sql};\n`,
      },
    )
    const { code, ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect({ code, ends: Object.values(ends) }).toEqual({ code: 0, ends: Array(6).fill('pass') })
  })

  test('give columns that rows leave out as NULL of the right type', async () => {
    const bench = await shop(
      engine,
      `
  - name: typed
    model: typed
    given:
      - input: ref('stg_orders')
        rows: [{ id: 1 }]
      - input: ref('rates')
        rows: [{ currency: EUR }]
    expect:
      rows: [{ next_day: null, twice: null, customer: none, rate: null }]
`,
      {
        'models/typed.sql':
          "select day + 1 as next_day, amount * 2 as twice, coalesce(customer, 'none') as customer, rate + 0.5 as rate from {{ ref('stg_orders') }} cross join {{ ref('rates') }}",
        'seeds/rates.csv': 'currency,rate,since\nEUR,1.25,2026-01-01\n',
      },
    )
    expect(await runUnits(bench)).toMatchObject({ code: 0, ends: { typed: 'pass' } })
  })

  test('take what nothing is known of for what its rows say', async () => {
    const bench = await shop(
      engine,
      `
  - name: guessed
    model: ages
    given:
      - input: source('raw', 'unknown')
        rows:
          - { since: 2026-01-01 12:00:00, day: 2026-01-31, code: '007', amount: 1.25, open: true }
    expect:
      rows: [{ later: 2026-01-01 13:00:00, next_day: 2026-02-01, code: '007x', twice: 2.5, closed: false }]
`,
      {
        'models/unknown.yml': 'sources: [{ name: raw, tables: [{ name: unknown }] }]',
        'models/raw.yml': '{}',
        'models/stg_orders.sql': 'select 1 as amount, 1 as customer',
        'models/ages.sql':
          "select since + interval '1 hour' as later, day + 1 as next_day, code || 'x' as code, amount * 2 as twice, not open as closed from {{ source('raw', 'unknown') }}",
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({ guessed: 'pass' })
  })

  test('know columns that are declared without a type, also where no row has them', async () => {
    const bench = await shop(
      engine,
      `
  - name: declared
    model: notes
    given: [{ input: "source('raw', 'notes')", rows: [{ id: 1 }] }]
    expect: { rows: [{ id: 1, note: none }] }
`,
      {
        'models/raw.yml': `${models['models/raw.yml']}      - name: notes\n        columns: [{ name: id }, { name: note, description: What was said }]\n`,
        'models/notes.sql': "select id, coalesce(note, 'none') as note from {{ source('raw', 'notes') }}",
      },
    )
    expect(await runUnits(bench)).toMatchObject({ code: 0, ends: { declared: 'pass' } })
  })

  test('know values of many types again', async () => {
    const values: readonly (readonly [type: string, value: string])[] = [
      ['integer', '1'],
      ['bigint', '9007199254740993'],
      ['decimal(12,3)', '1.5'],
      ['double precision', '2.5e3'],
      ['varchar(10)', "'it''s'"],
      ['varchar', "'007'"],
      ['boolean', 'true'],
      ['date', "'2026-02-28'"],
      ['timestamp', "'2026-02-28 12:30:00'"],
      ['timestamp with time zone', "'2026-02-28 12:30:00+00'"],
      ['integer[]', engine === 'duckdb' ? '[1, 2]' : "'{1,2}'"],
      [engine === 'duckdb' ? 'json' : 'jsonb', '{"a": [1, null]}'],
      ['interval', "'2 days'"],
    ]
    const columns = values.map(([type], at) => `          - { name: c${at}, data_type: "${type}" }`)
    const row = `{ ${values.map(([, value], at) => `c${at}: ${value}`).join(', ')} }`
    const bench = await shop(
      engine,
      `  - name: same\n    model: same\n    given: [{ input: "source('raw', 'types')", rows: [${row}, {}] }]\n    expect: { rows: [${row}, {}] }\n`,
      {
        'models/types.yml': `sources:\n  - name: raw\n    tables:\n      - name: types\n        columns:\n${columns.join('\n')}\n`,
        'models/raw.yml': '{}',
        'models/stg_orders.sql': 'select 1 as amount, 1 as customer',
        'models/same.sql': "select * from {{ source('raw', 'types') }}",
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({ same: 'pass' })
  })

  test('know names in other cases, and names that are reserved words', async () => {
    const bench = await shop(
      engine,
      `
  - name: names
    model: names
    given: [{ input: "source('raw', 'groups')", rows: [{ ID: 1, "group": a, order: 5 }] }]
    expect: { rows: [{ Id: 1, GROUP: a, select: 6 }] }
`,
      {
        'models/names.sql':
          'select id as ID, "group", "order" + 1 as "select" from {{ source(\'raw\', \'groups\') }}',
        'models/groups.yml': 'sources: [{ name: raw2, tables: [{ name: x }] }]',
        'models/raw.yml': `${models['models/raw.yml']}      - name: groups\n`,
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({ names: 'pass' })
  })

  test('override variables, macros and the moment of the run', async () => {
    const bench = await shop(
      engine,
      `
  - name: overridden
    model: reported
    overrides:
      vars: { large: 100 }
      macros: { currency: "'USD'" }
      run: { started_at: 2026-05-01T12:00:00 }
    given: [{ input: ref('stg_orders'), rows: [{ amount: 50 }, { amount: 500 }] }]
    expect: { rows: [{ amount: 500, currency: USD, as_of: "2026-05-01T12:00:00.000Z" }] }
  - name: as_usual
    model: reported
    given: [{ input: ref('stg_orders'), rows: [{ amount: 50 }, { amount: 5 }] }]
    expect: { rows: [{ amount: 50, currency: EUR }] }
`,
      {
        'macros/currency.sql': "{{#macro currency}}'EUR'{{/macro}}",
        'models/reported.sql':
          "select amount, {{ currency() }} as currency, {{ literal(run.started_at) }} as as_of from {{ ref('large_orders') }}",
      },
    )
    expect(await runUnits(bench)).toMatchObject({ code: 0, ends: { overridden: 'pass', as_usual: 'pass' } })
  })

  test('give rows for an ephemeral model in its place', async () => {
    const bench = await shop(
      engine,
      `
  - name: placed
    model: customers
    given: [{ input: ref('large_orders'), rows: [{ customer: ada, amount: 1 }] }]
    expect: { rows: [{ customer: ada, orders: 1 }] }
`,
    )
    expect(await runUnits(bench)).toMatchObject({ code: 0, ends: { placed: 'pass' } })
  })

  test('show cell by cell what differs', async () => {
    const bench = await shop(
      engine,
      `
  - name: wrong
    model: customers
    given:
      - input: ref('stg_orders')
        rows: [{ customer: ada, amount: 20 }, { customer: grace, amount: 30 }, { customer: null, amount: 50 }]
    expect:
      rows: [{ customer: ada, orders: 1, amount: 25 }, { customer: linus, orders: 9, amount: 1 }, { orders: 1, amount: 50 }]
`,
    )
    const { code, ends, text } = await runUnits(bench)
    expect({ code, ends }).toEqual({ code: 1, ends: { wrong: 'FAIL' } })
    expect(text).toContain('"wrong" gives other rows than it should, 3 rows of them:')
    expect(text).toMatch(/~ +ada +1 +25(?:\.00)? → 20\.00/u)
    expect(text).toMatch(/- +linus +9 +1/u)
    expect(text).toMatch(/\+ +grace +1 +30/u)
  })

  test('hold back the model that they fail for, and what is behind it', async () => {
    const bench = await shop(
      engine,
      `
  - name: wrong
    model: customers
    given: [{ input: ref('stg_orders'), rows: [{ customer: ada, amount: 20 }] }]
    expect: { rows: [{ customer: grace }] }
`,
      { 'models/behind.sql': "select * from {{ ref('customers') }}" },
    )
    await bench.sql(
      'create schema raw; create table raw.orders (id integer, customer varchar, amount decimal(10,2), placed_at timestamp)',
    )
    const { code, stdout } = await bench.xform('build')
    expect(code).toBe(1)
    expect(stdout).toMatch(/ok .*shop\.stg_orders/u)
    expect(stdout).toMatch(/skip .*shop\.customers .*needs wrong/u)
    expect(stdout).toMatch(/skip .*shop\.behind/u)
  })
})
