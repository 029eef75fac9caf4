import { describe, expect, test } from 'vitest'
import type { Node } from '../node.ts'
import { parseProject } from '../parse-project.ts'
import { makeProject } from '../project.fixture.ts'

const files = {
  'models/orders.sql': 'select 1',
  'models/accounts.sql': 'select 1',
  'seeds/countries.csv': 'code\n',
  'tests/positive.sql': 'select 1',
  'macros/money.sql': '{{#macro cents column}}{{ column }} / 100{{/macro}}',
}

function parse(properties: string, config = '') {
  return parseProject(makeProject({ files: { ...files, 'models/bank.yml': properties }, config }))
}

function parseClean(properties: string, config = ''): readonly Node[] {
  const { nodes, diagnostics } = parse(properties, config)
  expect(diagnostics).toEqual([])
  return nodes
}

function find<K extends Node['kind']>(
  nodes: readonly Node[],
  kind: K,
): readonly Extract<Node, { kind: K }>[] {
  return nodes.filter((node): node is Extract<Node, { kind: K }> => node.kind === kind)
}

describe('a source is declared', () => {
  test('with its tables, which inherit what it says', () => {
    const [orders, payments] = find(
      parseClean(`
sources:
  - name: raw
    schema: landing
    database: lake
    loader: airbyte
    tags: [external]
    meta: { owner: shop }
    tables:
      - name: orders
        description: One row an order
        identifier: ORDERS_V2
        tags: pii
        config: { meta: { sla: 1 } }
        external: { location: s3://lake/orders }
        columns: [{ name: id, description: The key, data_type: bigint, quote: true, meta: { pk: true }, tags: [key], config: { tags: [pk] } }]
      - name: payments
        loader: csv
`),
      'source',
    )
    expect(orders).toMatchObject({
      id: 'source.bank.raw.orders',
      at: { line: 10, column: 15 },
      schema: 'landing',
      database: 'lake',
      identifier: 'ORDERS_V2',
      loader: 'airbyte',
      tags: ['external', 'pii'],
      meta: { owner: 'shop', sla: 1 },
      external: { location: 's3://lake/orders' },
      columns: [
        {
          name: 'id',
          description: 'The key',
          dataType: 'bigint',
          quote: true,
          meta: { pk: true },
          tags: ['key', 'pk'],
        },
      ],
    })
    expect(payments).toMatchObject({ identifier: 'payments', loader: 'csv', description: '' })
  })

  test('in the schema of its own name, and disabled where its config or xform.yml says so', () => {
    const sources = find(
      parseClean(
        `sources:
  - name: raw
    tables: [{ name: a }, { name: b, config: { enabled: false } }]
  - name: old
    tables: [{ name: c }]
`,
        'sources: { old: { enabled: false } }',
      ),
      'source',
    )
    expect(sources.map(({ id, schema, enabled }) => [id, schema, enabled])).toEqual([
      ['source.bank.old.c', 'old', false],
      ['source.bank.raw.a', 'raw', true],
      ['source.bank.raw.b', 'raw', false],
    ])
  })
})

describe('a test is declared', () => {
  test.each([
    ['by its name', '- not_null', { test: 'not_null', column: { name: 'id' }, arguments: {} }, {}],
    ['with arguments below', '- accepted_values: { values: [1, 2] }', { arguments: { values: [1, 2] } }, {}],
    [
      'with `arguments:`',
      '- accepted_values: { arguments: { values: [1] }, config: { severity: warn } }',
      { arguments: { values: [1] } },
      { severity: 'warn' },
    ],
    [
      'with settings beside arguments',
      '- unique: { severity: warn, where: "id > 1", limit: 5 }',
      { test: 'unique', arguments: {} },
      { severity: 'warn', where: 'id > 1', limit: 5 },
    ],
    [
      'under `test_name`',
      '- { name: own_name, test_name: unique, config: { enabled: false } }',
      { test: 'unique' },
      { enabled: false },
    ],
    [
      'as dbt_utils names it',
      '- dbt_utils.accepted_range: { min_value: 0 }',
      { test: 'dbt_utils.accepted_range' },
      {},
    ],
  ])('%s', (...[, declaration, declared, settings]) => {
    const found = find(
      parseClean(
        `models: [{ name: orders, columns: [{ name: id, data_tests: [${declaration.slice(2)}] }] }]`,
      ),
      'test',
    ).find(({ test: { form } }) => form === 'generic')
    expect(found?.test).toMatchObject(declared)
    expect({ ...found?.settings }).toEqual(settings)
    expect(found?.references[0]).toMatchObject({ kind: 'ref', name: 'orders' })
  })

  test('and refers to what its arguments mention', () => {
    const tests = find(
      parseClean(
        `models:
  - name: orders
    data_tests:
      - equal_row_count: { compare_model: ref('accounts'), config: { where: "id in (select id from {{ source('raw', 'orders') }})" } }
    columns:
      - name: account_id
        tests:
          - relationships: { to: ref('accounts'), field: id }
`,
      ),
      'test',
    ).filter(({ test: { form } }) => form === 'generic')
    expect(tests.map(({ references }) => references.slice(1))).toMatchObject([
      [{ name: 'accounts' }, { kind: 'source', source: 'raw', table: 'orders' }],
      [{ name: 'accounts', at: { line: 8, column: 38 } }],
    ])
  })

  test('several times with other arguments, each with a name of its own that stays', () => {
    const declare = (tests: string) =>
      find(parseClean(`models: [{ name: orders, columns: [{ name: id, data_tests: [${tests}] }] }]`), 'test')
        .map(({ name }) => name)
        .filter((name) => name !== 'positive')
    const both = declare('{ not_null: { where: a } }, { not_null: { where: b } }')
    expect(both).toHaveLength(2)
    expect(declare('{ not_null: { where: b } }, { not_null: { where: a } }')).toEqual(both)
    expect(declare('{ not_null: { where: a } }')).toEqual(['not_null_orders_id'])
  })

  test('with defaults from xform.yml', () => {
    const nodes = parseClean(
      'models: [{ name: orders, data_tests: [not_empty] }]',
      'tests: { severity: warn, tags: all, not_empty_orders: { severity: error } }',
    )
    expect(find(nodes, 'test').map(({ name, settings, tags }) => [name, settings['severity'], tags])).toEqual(
      [
        ['not_empty_orders', 'error', ['all']],
        ['positive', 'warn', ['all']],
      ],
    )
  })

  test('as a query, and described', () => {
    const nodes = parseClean(
      'data_tests: [{ name: positive, description: No debts, config: { severity: warn } }]',
    )
    expect(find(nodes, 'test')).toMatchObject([
      {
        id: 'test.bank.positive',
        description: 'No debts',
        settings: { severity: 'warn' },
        test: { form: 'singular' },
      },
    ])
  })
})

test('a snapshot, a unit test and an exposure keep what they say', () => {
  const nodes = parseClean(
    `
snapshots:
  - name: history
    relation: source('raw', 'orders')
    description: What was
    config: { strategy: check, check_cols: [a, b], unique_key: id, schema: history }
unit_tests:
  - name: adds_up
    model: orders
    given:
      - { input: ref('accounts'), rows: [{ id: 1 }] }
      - { input: this, format: csv, rows: "id" }
    expect: { rows: [] }
    overrides: { vars: { day: 2024-01-01 } }
    config: { tags: unit }
exposures:
  - name: dashboard
    label: The dashboard
    type: dashboard
    maturity: high
    url: https://bi.example.com
    owner: { email: a@example.com }
    depends_on: [ref('orders')]
    tags: [bi]
`.replace("relation: source('raw', 'orders')", "relation: source('raw', 'orders')"),
  )
  expect(find(nodes, 'snapshot')).toMatchObject([
    {
      id: 'snapshot.bank.history',
      description: 'What was',
      query: { form: 'relation', relation: { kind: 'source', table: 'orders' } },
      config: {
        schema: 'history',
        changeTest: { strategy: 'check', columns: ['a', 'b'] },
        uniqueKey: ['id'],
      },
      references: [{ kind: 'source', table: 'orders' }],
    },
  ])
  expect(find(nodes, 'unit_test')).toMatchObject([
    {
      id: 'unit_test.bank.orders.adds_up',
      model: 'orders',
      tags: ['unit'],
      definition: {
        given: [
          { input: "ref('accounts')", rows: [{ id: 1 }] },
          { input: 'this', format: 'csv' },
        ],
        expect: { rows: [] },
        overrides: { vars: { day: '2024-01-01' } },
      },
      references: [{ name: 'orders', at: { line: 9, column: 12 } }, { name: 'accounts' }],
    },
  ])
  expect(find(nodes, 'exposure')).toMatchObject([
    {
      id: 'exposure.bank.dashboard',
      type: 'dashboard',
      maturity: 'high',
      label: 'The dashboard',
      url: 'https://bi.example.com',
      owner: { email: 'a@example.com' },
      tags: ['bi'],
      references: [{ name: 'orders', at: { line: 23, column: 22 } }],
    },
  ])
})

test('a seed keeps what it says', () => {
  const [seed] = find(
    parseClean(
      "seeds: [{ name: countries, config: { column_types: { code: varchar(2) }, delimiter: ';', quote_columns: true, alias: c } }]",
    ),
    'seed',
  )
  expect(seed).toMatchObject({
    id: 'seed.bank.countries',
    size: 5,
    config: {
      columnTypes: { code: { value: 'varchar(2)', at: { line: 1, column: 60 } } },
      delimiter: ';',
      quoteColumns: true,
      alias: 'c',
    },
  })
})

test('an empty file, and one of comments, say nothing', () => {
  expect(parseClean('')).toEqual(parseClean('# nothing yet\n'))
})
