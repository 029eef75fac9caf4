import { describe, expect, test } from 'vitest'
import { openSchema, reason, schemasStandHere } from './artifacts/dbt-schemas.ts'
import { engines, quickBench, type Workbench } from './support/engines.ts'

interface Table {
  readonly metadata: Readonly<Record<string, unknown>>
  readonly columns: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  readonly stats: Readonly<Record<string, { readonly value: unknown }>>
}

interface Catalog {
  readonly nodes: Readonly<Record<string, Table>>
  readonly sources: Readonly<Record<string, Table>>
  readonly errors: unknown
}

const files = {
  'seeds/accounts.csv': 'id,city\n1,Oslo\n2,Bergen\n',
  'models/sources.yml': `sources:
  - name: bank
    tables:
      - { name: payments, identifier: PAYMENTS_V2 }
      - { name: nowhere }
      - { name: events, files: events/*.csv }
`,
  'models/models.yml': `models:
  - name: cities
    description: Where accounts are
    config: { persist_docs: { relation: true, columns: true } }
    columns: [{ name: city, description: The name of the city }]
`,
  'models/inner_accounts.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('accounts') }}",
  'models/cities.sql':
    "{{ config(materialized='table') }} select distinct city, 1 as \"Number of\" from {{ ref('inner_accounts') }}",
  'models/city_names.sql': "select city from {{ ref('cities') }}",
  'models/later.sql': "select * from {{ ref('cities') }}",
}

function catalogOf(bench: Workbench): Catalog {
  return JSON.parse(bench.folder.read('target/catalog.json')) as Catalog
}

describe.each(engines)('on %s', (engine) => {
  test('the catalog tells what the database says of everything that stands, and of nothing else', async () => {
    const bench = await quickBench(engine, files)
    await bench.sql(
      'create schema bank; create table bank."PAYMENTS_V2" (id bigint, "Amount" numeric(12, 2))',
    )
    await bench.succeed('seed')
    await bench.succeed('run', '--exclude', 'later')
    const { stdout } = await bench.succeed('catalog')
    expect(stdout).toContain('Wrote 4 relations to target/catalog.json.')
    expect(stdout).toMatch(
      /note\[not-standing\]: 2 relations do not stand .* left out: shop\.later, bank\.nowhere\./u,
    )
    const { nodes, sources, errors } = catalogOf(bench)
    expect([Object.keys(nodes), Object.keys(sources), errors]).toEqual([
      ['model.shop.cities', 'model.shop.city_names', 'seed.shop.accounts'],
      ['source.shop.bank.payments'],
      null,
    ])
    const cities = nodes['model.shop.cities']
    expect(cities?.metadata).toMatchObject({
      type: 'BASE TABLE',
      schema: 'shop',
      name: 'cities',
      comment: 'Where accounts are',
    })
    expect(typeof cities?.metadata['owner']).toBe(engine === 'postgres' ? 'string' : 'object')
    expect(
      Object.entries(cities?.columns ?? {}).map(([key, { index, name, comment }]) => [
        key,
        index,
        name,
        comment,
      ]),
    ).toEqual([
      ['city', 1, 'city', 'The name of the city'],
      ['Number of', 2, 'Number of', null],
    ])
    expect(nodes['model.shop.city_names']?.metadata['type']).toBe('VIEW')
    expect(nodes['model.shop.city_names']?.stats).toEqual({
      has_stats: expect.objectContaining({ value: false, include: false }),
    })
    const payments = sources['source.shop.bank.payments']
    expect(payments?.metadata['name']).toBe('PAYMENTS_V2')
    expect(payments?.columns['Amount']?.['type']).toMatch(/^(?:DECIMAL|numeric)\(12,2\)$/u)
    const { metadata: _, ...first } = catalogOf(bench) as Catalog & { readonly metadata: unknown }
    await bench.succeed('catalog')
    expect(catalogOf(bench)).toMatchObject(first)
  })

  test('of a selection, and before anything is built', async () => {
    const bench = await quickBench(engine, files)
    const before = await bench.succeed('catalog', '--quiet')
    expect(before.stdout).toBe('')
    expect(catalogOf(bench)).toMatchObject({ nodes: {}, sources: {}, errors: null })
    await bench.succeed('seed')
    const { stdout } = await bench.succeed('catalog', '--select', 'accounts')
    expect(stdout).toBe('Wrote 1 relation to target/catalog.json.\n')
  })
})

test.skipIf(!schemasStandHere)(`it is valid by dbt's published schema (unless ${reason})`, async () => {
  const check = openSchema('catalog-v1')
  for (const engine of engines) {
    const bench = await quickBench(engine, files)
    await bench.succeed('seed')
    await bench.succeed('run', '--exclude', 'later')
    await bench.sql('analyze')
    await bench.succeed('catalog')
    expect(check(catalogOf(bench))).toEqual([])
    const { row_count: rows } = catalogOf(bench).nodes['seed.shop.accounts']?.stats ?? {}
    expect(rows?.value).toBe(2)
  }
  expect(check({ nodes: {} })).not.toEqual([])
})
