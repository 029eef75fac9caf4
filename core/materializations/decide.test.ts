import { expect, test } from 'vitest'
import type { RelationKind, RelationState } from '../adapter/relation.ts'
import type { MaterializationName, ModelConfig } from '../parse/config.ts'
import { compiledModel } from './compiled-model.fixture.ts'
import { decide } from './decide.ts'

function standing(kind: RelationKind | 'nothing'): RelationState {
  return kind === 'nothing' ? { exists: false } : { exists: true, kind, columns: [] }
}

function actionFor(
  materialized: MaterializationName,
  stands: RelationKind | 'nothing',
  {
    fullRefresh = false,
    config = {},
  }: { readonly fullRefresh?: boolean; readonly config?: Partial<ModelConfig> } = {},
): string {
  const node = compiledModel({ materialized, ...config })
  return decide({ node, standing: standing(stands), options: { fullRefresh, empty: false } }).kind
}

test.each([
  ['view', 'nothing', 'create'],
  ['view', 'view', 'replace'],
  ['view', 'table', 'replace'],
  ['view', 'materialized_view', 'replace'],
  ['view', 'other', 'refuse'],
  ['table', 'nothing', 'create'],
  ['table', 'view', 'replace'],
  ['table', 'table', 'replace'],
  ['table', 'other', 'refuse'],
  ['incremental', 'nothing', 'create'],
  ['incremental', 'table', 'append'],
  ['incremental', 'view', 'replace'],
  ['incremental', 'materialized_view', 'replace'],
  ['incremental', 'other', 'refuse'],
  ['ephemeral', 'nothing', 'nothing'],
  ['ephemeral', 'table', 'nothing'],
] as const)('a %s model where %s stands: %s', (materialized, stands, action) => {
  expect(actionFor(materialized, stands)).toBe(action)
})

test('an incremental model with a unique key replaces rows unless a strategy is named', () => {
  expect(actionFor('incremental', 'table', { config: { uniqueKey: ['id'] } })).toBe('delete+insert')
  expect(
    actionFor('incremental', 'table', { config: { uniqueKey: ['id'], incrementalStrategy: 'merge' } }),
  ).toBe('merge')
})

test('an incremental table is rebuilt only when that is asked for', () => {
  expect(actionFor('incremental', 'table', { fullRefresh: true })).toBe('replace')
  expect(actionFor('incremental', 'table', { config: { fullRefresh: true } })).toBe('replace')
  expect(actionFor('incremental', 'table', { fullRefresh: true, config: { fullRefresh: false } })).toBe(
    'append',
  )
})

test('a table that stands becomes a flow by being rebuilt, unless its config forbids that', () => {
  expect(actionFor('flow', 'table')).toBe('replace')
  expect(actionFor('flow', 'table', { config: { fullRefresh: false } })).toBe('refuse')
  expect(actionFor('flow', 'view', { config: { fullRefresh: false } })).toBe('replace')
})
