import type { CompiledModel } from '../compile/compiled.ts'
import type { ModelConfig } from '../parse/config.ts'
import type { Sql } from '../template/sql.ts'

/** A query without a place in any file. */
export function sqlText(text: string): Sql {
  return { text, segments: [] }
}

const noConfig: ModelConfig = {
  enabled: true,
  tags: [],
  meta: {},
  preHooks: [],
  postHooks: [],
  grants: {},
  persistDocs: { relation: false, columns: false },
  materialized: 'table',
  indexes: [],
  uniqueKey: [],
  incrementalPredicates: [],
  onSchemaChange: 'fail',
  growth: { key: [], dedupeBy: [], late: 'accept', emit: 'all' },
  contract: { enforced: false, aliasTypes: true },
}

/** The model "orders" of the schema "shop", with what a test says of it. */
export function compiledModel(
  config: Partial<ModelConfig> = {},
  rest: Partial<CompiledModel> = {},
): CompiledModel {
  const path = 'models/orders.sql'
  return {
    kind: 'model',
    id: 'model.shop.orders',
    name: 'orders',
    path,
    at: { path, line: 1, column: 1, endLine: 1, endColumn: 1 },
    relation: { schema: 'shop', name: 'orders' },
    description: '',
    columns: [],
    places: {},
    preHooks: [],
    postHooks: [],
    config: { ...noConfig, ...config },
    full: sqlText('select 1 as id'),
    ...(config.materialized === 'incremental' ? { delta: sqlText('select 2 as id') } : {}),
    fingerprint: 'f',
    ...rest,
  }
}
