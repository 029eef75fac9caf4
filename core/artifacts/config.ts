import type {
  ContractConfig,
  Hook,
  ModelConfig,
  RelationConfig,
  SeedConfig,
  SnapshotConfig,
} from '../parse/config.ts'
import { writtenMetaColumns } from '../parse/meta-columns.ts'
import type { TestNode } from '../parse/node.ts'
import type { PlainValue } from '../project/project.ts'
import { recordOf } from '../project/tree.ts'
import { joinKeys, type JsonObject } from './json-object.ts'

/** What a reader finds of things that the format knows and xform does not have. */
export const shownDocs: JsonObject = { show: true, node_color: null }
const noContract: ContractConfig = { enforced: false, aliasTypes: true }
const nothing: JsonObject = {}

/** A model's config by the names of its keys as users write them. */
export function modelConfig(config: ModelConfig): JsonObject {
  return joinKeys(relationConfig(config, config.contract), {
    materialized: config.materialized,
    incremental_strategy: config.incrementalStrategy ?? null,
    unique_key: oneOrMany(config.uniqueKey),
    on_schema_change: config.onSchemaChange,
    event_time: config.eventTime ?? null,
    batch_size: config.microbatch?.batchSize ?? null,
    begin: config.microbatch === undefined ? null : new Date(config.microbatch.begin).toISOString(),
    lookback: config.microbatch?.lookback ?? null,
    incremental_predicates: config.incrementalPredicates,
    merge_update_columns: config.mergeUpdateColumns ?? null,
    merge_exclude_columns: config.mergeExcludeColumns ?? null,
    indexes: config.indexes.map(({ columns, unique, type, name }) => ({
      columns,
      unique,
      type: type ?? null,
      name: name ?? null,
    })),
    access: 'protected',
  })
}

/** A seed's config. */
export function seedConfig(config: SeedConfig): JsonObject {
  const types = Object.entries(config.columnTypes).map(([column, { value }]) => [column, value] as const)
  return joinKeys(relationConfig(config, config.contract), {
    materialized: 'seed',
    column_types: recordOf(types),
    delimiter: config.delimiter,
    quote_columns: config.quoteColumns,
    event_time: config.eventTime ?? null,
  })
}

/** A snapshot's config. */
export function snapshotConfig(config: SnapshotConfig): JsonObject {
  const { changeTest } = config
  return joinKeys(relationConfig(config), {
    materialized: 'snapshot',
    strategy: changeTest.strategy,
    unique_key: oneOrMany(config.uniqueKey),
    updated_at: changeTest.updatedAt ?? null,
    check_cols: changeTest.strategy === 'check' ? changeTest.columns : null,
    target_schema: config.targetSchema ?? null,
    target_database: config.targetDatabase ?? null,
    hard_deletes: config.hardDeletes,
    dbt_valid_to_current: config.validToCurrent ?? null,
    snapshot_meta_column_names: writtenMetaColumns(config.metaColumns),
  })
}

/** A test's config: what was said of it, else what holds anyway. */
export function testConfig({ settings, tags, meta }: TestNode): JsonObject {
  return {
    enabled: true,
    alias: null,
    schema: null,
    database: null,
    tags,
    meta,
    group: null,
    materialized: 'test',
    severity: 'error',
    store_failures: null,
    store_failures_as: null,
    where: null,
    limit: null,
    fail_calc: 'count(*)',
    warn_if: '!= 0',
    error_if: '!= 0',
    ...settings,
  }
}

/** What everything that becomes a relation can say of itself; keys of the format that xform has not are at rest. */
function relationConfig(config: RelationConfig, contract: ContractConfig = noContract): JsonObject {
  return {
    enabled: config.enabled,
    alias: config.alias ?? null,
    schema: config.schema ?? null,
    database: config.database ?? null,
    tags: config.tags,
    meta: config.meta,
    group: null,
    persist_docs: config.persistDocs,
    'pre-hook': config.preHooks.map(hookEntry),
    'post-hook': config.postHooks.map(hookEntry),
    quoting: nothing,
    column_types: nothing,
    full_refresh: config.fullRefresh ?? null,
    on_configuration_change: 'apply',
    grants: config.grants,
    packages: [],
    docs: shownDocs,
    contract: { enforced: contract.enforced, alias_types: contract.aliasTypes },
  }
}

function hookEntry({ sql, transaction }: Hook): JsonObject {
  return { sql: sql.value, transaction, index: null }
}

function oneOrMany(values: readonly string[]): PlainValue {
  const [first = null] = values
  return values.length > 1 ? values : first
}
