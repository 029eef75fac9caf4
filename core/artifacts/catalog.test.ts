import { expect, test } from 'vitest'
import type { CatalogueEntry } from '../adapter/catalogue-entry.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import { buildGraph } from '../graph/build-graph.ts'
import { model, source } from '../graph/nodes.fixture.ts'
import { catalogOf } from './catalog.ts'

const { graph } = buildGraph([model('orders'), model('unbuilt'), source('raw.payments')], { package: 'bank' })

const entry: CatalogueEntry = {
  asked: { schema: 'main', name: 'orders' },
  database: 'bank',
  schema: 'main',
  name: 'Orders',
  type: 'BASE TABLE',
  columns: [
    { name: '__proto__', type: 'INTEGER', comment: undefined },
    { name: 'id', type: 'BIGINT', comment: 'The number' },
  ],
  owner: 'ada',
  comment: undefined,
  rows: 12,
  bytes: undefined,
}

const provenance = { xformVersion: '0.1.0', invocationId: 'r-1', startedAt: 0, generatedAt: 0 }

test('what stands is in the catalog under its id, with the names of the database', () => {
  const entries = new Map([
    ['source.bank.raw.payments', entry],
    ['model.bank.orders', entry],
  ])
  const { nodes, sources, errors } = JSON.parse(
    JSON.stringify(catalogOf({ graph, entries, diagnostics: [], provenance })),
  ) as Readonly<Record<'nodes' | 'sources' | 'errors', Readonly<Record<string, Record<string, unknown>>>>>
  expect([Object.keys(nodes), Object.keys(sources), errors]).toEqual([
    ['model.bank.orders'],
    ['source.bank.raw.payments'],
    null,
  ])
  expect(nodes['model.bank.orders']?.['metadata']).toEqual({
    type: 'BASE TABLE',
    schema: 'main',
    name: 'Orders',
    database: 'bank',
    comment: null,
    owner: 'ada',
  })
  expect(Object.keys(nodes['model.bank.orders']?.['columns'] ?? {})).toEqual(['__proto__', 'id'])
  expect(nodes['model.bank.orders']?.['stats']).toMatchObject({
    row_count: { value: 12, include: true },
    has_stats: { value: true, include: false },
  })
})

test('what could not be read is listed', () => {
  const refused = diagnostic('permission-denied', { message: 'The schema "raw" cannot be read: denied' })
  const { errors } = catalogOf({ graph, entries: new Map(), diagnostics: [refused], provenance })
  expect(errors).toEqual(['The schema "raw" cannot be read: denied.'])
})
