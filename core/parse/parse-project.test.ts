import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Node } from './node.ts'
import { parseProject } from './parse-project.ts'
import { makeProject, type ProjectInput } from './project.fixture.ts'

function parse(input: ProjectInput): ReturnType<typeof parseProject> {
  return parseProject(makeProject(input))
}

function parseClean(input: ProjectInput): readonly Node[] {
  const { nodes, diagnostics } = parse(input)
  expect(diagnostics).toEqual([])
  return nodes
}

const bank = {
  'models/staging/stg_orders.sql': "select * from {{ source('raw', 'orders') }}",
  'models/staging/stg_accounts.sql': "{{ config(materialized='view') }}\nselect * from {{ ref('accounts') }}",
  'models/marts/revenue.sql': `---
materialized: table
tags: nightly
---
select * from {{ ref('stg_orders') }}
{{#if incremental}} join {{ ref('bank', 'stg_accounts') }} using (account_id) {{/if}}
{{ cents('amount') }}
`,
  'macros/money.sql': '{{#macro cents column}}{{ column }} / 100{{/macro}}',
  'seeds/accounts.csv': 'id\n1\n',
  'tests/positive.sql': "select * from {{ ref('revenue') }} where amount < 0",
  'tests/generic/is_even.sql': '{{#macro test_is_even model column_name}}select 1{{/macro}}',
  'snapshots/orders_history.sql':
    "{{ config(strategy='check', check_cols='all', unique_key='id') }}select * from {{ ref('stg_orders') }}",
  'models/bank.yml': `version: 2
sources:
  - name: raw
    description: The shop's own tables
    database: lake
    tables:
      - name: orders
        identifier: ORDERS
        columns:
          - name: id
            data_tests: [not_null]
models:
  - name: revenue
    description: What was earned
    columns:
      - name: amount
        data_type: bigint
        data_tests:
          - accepted_values: { values: [1, 2] }
          - relationships:
              arguments: { to: ref('stg_accounts'), field: id }
              config: { severity: warn }
unit_tests:
  - name: adds_up
    model: revenue
    given:
      - input: ref('stg_orders')
        rows: [{ id: 1 }]
      - input: this
        rows: []
    expect: { rows: [{ amount: 1 }] }
exposures:
  - name: dashboard
    type: dashboard
    owner: { name: Finance, email: finance@example.com }
    depends_on:
      - ref('revenue')
      - source('raw', 'orders')
macros:
  - name: cents
    description: Cents to money
snapshots:
  - name: accounts_history
    relation: ref('accounts')
    config: { strategy: timestamp, updated_at: changed_at, unique_key: id }
`,
}

describe('a project becomes nodes', () => {
  test('of every kind, sorted by id', () => {
    expect(parseClean({ files: bank }).map(({ id }) => id)).toEqual([
      'exposure.bank.dashboard',
      'model.bank.revenue',
      'model.bank.stg_accounts',
      'model.bank.stg_orders',
      'seed.bank.accounts',
      'snapshot.bank.accounts_history',
      'snapshot.bank.orders_history',
      'source.bank.raw.orders',
      'test.bank.accepted_values_revenue_amount__1__2',
      'test.bank.positive',
      'test.bank.relationships_revenue_amount__id__ref_stg_accounts_',
      'test.bank.source_not_null_raw_orders_id',
      'unit_test.bank.revenue.adds_up',
    ])
  })

  test('with references from every branch, each at its place', () => {
    const nodes = parseClean({ files: bank })
    expect(nodes.find(({ name }) => name === 'revenue')).toMatchObject({
      references: [
        { kind: 'ref', name: 'stg_orders', at: { line: 5, column: 22, endColumn: 34 } },
        { kind: 'ref', package: 'bank', name: 'stg_accounts', at: { line: 6, column: 41 } },
      ],
      config: { materialized: 'table', tags: ['nightly'] },
      places: { materialized: { line: 2, column: 15 } },
      description: 'What was earned',
      propertiesPath: 'models/bank.yml',
      columns: [{ name: 'amount', dataType: 'bigint' }],
    })
  })
})

const pieces =
  "{{ }} {{#if {{/if}} config( ref( 'orders' ) = --- \n \" \0 \uFEFF models: sources: - name: orders __proto__ constructor [ ] { } data_tests: &a *a |"
const junk = fc.array(fc.constantFrom(' ', ...pieces.split(' ')))

test('whatever stands in the files, findings come back and nothing is thrown', () => {
  const holds = fc.property(junk, junk, junk, (model, macro, properties) => {
    const files = {
      'models/orders.sql': model.join(''),
      'models/__proto__.sql': model.join(' '),
      'macros/money.sql': macro.join(''),
      'models/bank.yml': properties.join(''),
      'models/constructor/more.yml': properties.join(' '),
    }
    const { nodes, diagnostics } = parse({ files })
    expect(nodes.filter(({ kind }) => kind === 'model')).toHaveLength(2)
    expect(diagnostics.every(({ at }) => at !== undefined)).toBe(true)
  })
  fc.assert(holds, { numRuns: 500 })
})

test('the same project gives the same nodes and findings, byte for byte', () => {
  const project = makeProject({ files: { ...bank, 'models/wrong.sql': '{{ config(x=1) }}{{ y }}' } })
  expect(JSON.stringify(parseProject(project))).toBe(JSON.stringify(parseProject(project)))
})

test('ten thousand wrong names among ten thousand right ones are reported, each once', () => {
  const names = Array.from({ length: 10_000 }, (_, index) => `model_number_${index}`)
  const files = {
    ...Object.fromEntries(names.map((name) => [`models/${name}.sql`, 'select 1'])),
    'models/bank.yml': `models:\n${names.map((name) => `  - name: x_${name}\n`).join('')}`,
  }
  expect(parse({ files }).diagnostics).toHaveLength(10_000)
})
