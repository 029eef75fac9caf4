import { describe, expect, test } from 'vitest'
import type { FreshnessConfig } from './config.ts'
import type { Node } from './node.ts'
import { parseProject } from './parse-project.ts'
import { makeProject, places } from './project.fixture.ts'

const models: Readonly<Record<string, string>> = {
  'models/orders.sql': 'select 1 as id',
  'seeds/rates.csv': 'id\n',
}

function parse(properties: string, { config = '', files = models } = {}) {
  return parseProject(makeProject({ files: { ...files, 'models/bank.yml': properties }, config }))
}

function clean(...[properties, more]: Parameters<typeof parse>): ReadonlyMap<string, Node> {
  const { nodes, diagnostics } = parse(properties, more)
  expect(diagnostics).toEqual([])
  return new Map(nodes.map((node) => [node.name, node]))
}

/** What is said of freshness, without places. */
function shown(config: FreshnessConfig | undefined): unknown {
  if (config === undefined) return undefined
  const { warnAfter, errorAfter, filter, column } = config
  const words = (limit: typeof warnAfter) => limit && `${limit.value.count} ${limit.value.period}`
  return {
    ...(warnAfter && { warn: words(warnAfter) }),
    ...(errorAfter && { error: words(errorAfter) }),
    ...(filter && { filter: filter.value }),
    ...(column && { column: column.value }),
  }
}

function sourceOf(nodes: ReadonlyMap<string, Node>, name: string) {
  const node = nodes.get(name)
  return node?.kind === 'source'
    ? {
        freshness: shown(node.freshness),
        loadedAt: node.loadedAt && [node.loadedAt.kind, node.loadedAt.sql.value],
      }
    : undefined
}

describe('freshness of a source', () => {
  test('is said for all tables, refined by one of them key by key, and taken back by another', () => {
    const nodes = clean(`
sources:
  - name: raw
    loaded_at_field: loaded_at
    freshness: { warn_after: { count: 12, period: hour }, error_after: { count: 1, period: day } }
    tables:
      - name: payments
      - name: orders
        config: { freshness: { error_after: 36 hours, filter: paid } }
      - name: visits
        freshness: { warn_after: null }
      - name: countries
        freshness: null
      - name: cities
        config: { freshness: null }
      - name: logins
        freshness:
`)
    const loadedAt = ['field', 'loaded_at']
    expect(sourceOf(nodes, 'payments')).toEqual({ freshness: { warn: '12 hour', error: '1 day' }, loadedAt })
    expect(sourceOf(nodes, 'orders')).toEqual({
      freshness: { warn: '12 hour', error: '36 hour', filter: 'paid' },
      loadedAt,
    })
    expect(sourceOf(nodes, 'visits')).toEqual({ freshness: { error: '1 day' }, loadedAt })
    for (const name of ['countries', 'cities', 'logins'])
      expect(sourceOf(nodes, name)).toEqual({ freshness: undefined, loadedAt })
  })

  test('has defaults in xform.yml', () => {
    const config = 'sources: { raw: { freshness: { error_after: 2 days }, loaded_at_field: loaded_at } }'
    const nodes = clean(
      'sources: [{ name: raw, tables: [{ name: payments, freshness: { warn_after: 1 h } }] }]',
      {
        config,
      },
    )
    expect(sourceOf(nodes, 'payments')).toEqual({
      freshness: { warn: '1 hour', error: '2 day' },
      loadedAt: ['field', 'loaded_at'],
    })
  })

  test('is told by a query of a table instead of the field of its source, and the other way round', () => {
    const nodes = clean(`
sources:
  - name: raw
    loaded_at_field: loaded_at
    tables: [{ name: payments }, { name: orders, loaded_at_query: "select max(at) from {{ this }}_log" }]
  - name: web
    config: { loaded_at_query: select now() }
    tables: [{ name: visits, loaded_at_field: at }]
`)
    expect(sourceOf(nodes, 'payments')?.loadedAt).toEqual(['field', 'loaded_at'])
    expect(sourceOf(nodes, 'orders')?.loadedAt).toEqual(['query', 'select max(at) from {{ this }}_log'])
    expect(sourceOf(nodes, 'visits')?.loadedAt).toEqual(['field', 'at'])
  })
})

test('freshness of a model and a seed is part of the config, wherever that is said', () => {
  const files = {
    ...models,
    'models/visits.sql':
      "{{ config(freshness={ warn_after: { count: 90, period: 'minute' }, column: 'at' }) }} select 1 as at",
  }
  const nodes = clean(
    'models: [{ name: orders, config: { freshness: { error_after: 1 day, column: paid_at } } }]\nseeds: [{ name: rates, config: { freshness: { warn_after: 30 d, column: day } } }]',
    { files, config: 'models: { freshness: { warn_after: 6 h } }' },
  )
  const configs = ['orders', 'visits', 'rates'].map((name) => {
    const node = nodes.get(name)
    return node?.kind === 'model' || node?.kind === 'seed' ? shown(node.config.freshness) : undefined
  })
  expect(configs).toEqual([
    { warn: '6 hour', error: '1 day', column: 'paid_at' },
    { warn: '90 minute', column: 'at' },
    { warn: '30 day', column: 'day' },
  ])
})

const table = (rest: string): string => `sources: [{ name: raw, tables: [{ name: visits, ${rest} }] }]`
const model = (rest: string): string => `models: [{ name: orders, config: { freshness: { ${rest} } } }]`

describe('what is wrong is reported at its place', () => {
  test.each<readonly [string, string, readonly (readonly [code: string, text: string])[]]>([
    ['a limit in no unit', table('freshness: { warn_after: 12 }'), [['wrong-type', '12']]],
    ['a limit finer than minutes', table('freshness: { warn_after: 90 s }'), [['wrong-type', '90 s']]],
    ['a limit that is a list', table('freshness: { warn_after: [1, day] }'), [['wrong-type', '[1, day]']]],
    [
      'a count without period',
      table('freshness: { warn_after: { count: 1 } }'),
      [['missing-key', '{ count: 1 }']],
    ],
    [
      'a period that there is not',
      table('freshness: { warn_after: { count: 1, period: weeks } }'),
      [['unknown-value', 'weeks']],
    ],
    [
      'a count below nothing',
      table('freshness: { warn_after: { count: -1, period: day } }'),
      [['wrong-type', '-1']],
    ],
    [
      'a count in parts',
      table('freshness: { warn_after: { count: 1.5, period: day } }'),
      [['wrong-type', '1.5']],
    ],
    ['a misspelt limit', table('freshness: { warn_aftr: 1 h }'), [['unknown-key', 'warn_aftr']]],
    ['freshness that is a duration', table('freshness: 12 hours'), [['wrong-type', '12 hours']]],
    [
      'a column of a source',
      table('freshness: { warn_after: 1 h, column: at }'),
      [['unknown-key', 'column']],
    ],
    ['an empty field', table('loaded_at_field: " "'), [['wrong-type', '" "']]],
    ['a field that is a number', table('loaded_at_field: 5'), [['wrong-type', '5']]],
    [
      'a filter that is a map',
      table('freshness: { warn_after: 1 h, filter: { a: 1 } }'),
      [['wrong-type', '{ a: 1 }']],
    ],
    [
      'no limit',
      table('loaded_at_field: x, freshness: { filter: paid }'),
      [['unused-config', '{ filter: paid }']],
    ],
    [
      'a warning that could never come',
      table('loaded_at_field: x, freshness: { warn_after: 24 h, error_after: 1 d }'),
      [['unused-config', '24 h']],
    ],
    [
      'a field and a query',
      table('loaded_at_field: at, loaded_at_query: select 1'),
      [['loaded-at-twice', 'select 1']],
    ],
    [
      'a field and a query, one of them in the config',
      table('loaded_at_field: at, config: { loaded_at_query: select 1 }'),
      [['loaded-at-twice', 'select 1']],
    ],
    [
      'a filter beside a query',
      table('loaded_at_query: select 1, freshness: { warn_after: 1 h, filter: paid }'),
      [['unused-config', 'paid']],
    ],
    [
      'a field and a filter of files',
      table('files: a.csv, loaded_at_field: loaded_on, freshness: { warn_after: 1 h, filter: paid }'),
      [
        ['unused-config', 'loaded_on'],
        ['unused-config', 'paid'],
      ],
    ],
    [
      'a mention of a node',
      table(`loaded_at_query: "select max(at) from {{ ref('orders') }}"`),
      [['reference-in-freshness', "'orders'"]],
    ],
    ['a name that there is not', table('loaded_at_field: "{{ when }}"'), [['unknown-name', 'when']]],
    [
      'build_after of a model',
      model('build_after: { count: 1, period: day }, warn_after: 1 h'),
      [['unknown-key', 'build_after']],
    ],
    [
      'a field of a model',
      model('loaded_at_field: at, warn_after: 1 h'),
      [['unknown-key', 'loaded_at_field']],
    ],
    [
      'a filter of a model that mentions another',
      model(`filter: "id in {{ ref('rates') }}", warn_after: 1 h`),
      [['reference-in-freshness', "'rates'"]],
    ],
    [
      'freshness of an ephemeral model',
      'models: [{ name: orders, config: { materialized: ephemeral, freshness: { warn_after: 1 h } } }]',
      [['unused-config', '{ warn_after: 1 h }']],
    ],
  ])('%s', (_, properties, expected) => {
    const found = places(parse(properties).diagnostics)
    expect(found).toEqual(
      expected.map(([code, text]) => `${code} models/bank.yml:1:${properties.indexOf(text) + 1}`),
    )
  })
})
