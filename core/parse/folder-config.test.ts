import { describe, expect, test } from 'vitest'
import type { ModelNode } from './node.ts'
import { parseProject } from './parse-project.ts'
import { makeProject, places } from './project.fixture.ts'

const files = {
  'models/staging/shop/stg_orders.sql': 'select 1',
  'models/staging/stg_accounts.sql': 'select 1',
  'models/revenue.sql': 'select 1',
}

function parse(config: string) {
  const { nodes, diagnostics } = parseProject(makeProject({ files, config }))
  const models = nodes.filter((node): node is ModelNode => node.kind === 'model')
  return { diagnostics, of: (name: string) => models.find((model) => model.name === name)?.config }
}

describe('defaults hold by folder', () => {
  test('the nearest folder wins, and a name is nearer than its folder', () => {
    const { of, diagnostics } = parse(`
models:
  +materialized: view
  tags: all
  staging:
    materialized: table
    tags: staging
    shop: { schema: shop, stg_orders: { schema: orders } }
`)
    expect(diagnostics).toEqual([])
    expect(of('stg_orders')).toMatchObject({
      materialized: 'table',
      schema: 'orders',
      tags: ['all', 'staging'],
    })
    expect(of('stg_accounts')).toMatchObject({ materialized: 'table', tags: ['all', 'staging'] })
    expect(of('revenue')).toMatchObject({ materialized: 'view', tags: ['all'] })
    expect(of('stg_accounts')).not.toHaveProperty('schema')
  })

  test('a wrong value is reported once, where it stands', () => {
    expect(places(parse('models: { staging: { materialized: tabel } }').diagnostics)).toEqual([
      'unknown-value xform.yml:3:36',
    ])
  })

  test.each<readonly [string, string, readonly [string, unknown]]>([
    [
      'a misspelt folder',
      'models: { stagign: { schema: x } }',
      ['unmatched-defaults xform.yml:3:11', 'Did you mean "staging"?'],
    ],
    [
      'a misspelt name',
      'models: { staging: { shop: { stg_order: { schema: x } } } }',
      ['unmatched-defaults xform.yml:3:30', 'Did you mean "stg_orders"?'],
    ],
    [
      "the project's name",
      'models: { bank: { staging: { schema: x } } }',
      ['unmatched-defaults xform.yml:3:11', expect.stringContaining('Leave out')],
    ],
    [
      'a misspelt key',
      'models: { staging: { materialised: x } }',
      ['unknown-key xform.yml:3:22', 'Did you mean "materialized"?'],
    ],
    [
      'a key that is planned',
      'models: { +concurrent_batches: true }',
      ['not-yet xform.yml:3:11', expect.anything()],
    ],
    [
      'seeds where there are none',
      'seeds: { shop: { schema: x } }',
      ['unmatched-defaults xform.yml:3:10', 'Check the name, or remove the entry.'],
    ],
  ])('%s', (_, config, [place, hint]) => {
    const { diagnostics } = parse(config)
    expect(places(diagnostics)).toEqual([place])
    expect(diagnostics[0]?.hint).toEqual(hint)
  })
})
