// What was said of a node's config → the config, complete.
import type {
  ContractConfig,
  GrowthConfig,
  MicrobatchConfig,
  ModelConfig,
  RelationConfig,
  SeedConfig,
} from './config.ts'
import type { modelKeys, seedKeys, snapshotKeys } from './config-keys.ts'
import { completeFreshness } from './freshness.ts'
import { optional } from './optional.ts'
import { valueOf, type Said } from './said.ts'

/** A model's config. With a unique key the default strategy is `delete+insert`, without one `append`. */
export function completeModelConfig(said: Said<typeof modelKeys>): ModelConfig {
  const materialized = valueOf(said.materialized) ?? 'view'
  const uniqueKey = valueOf(said.unique_key) ?? []
  const strategy =
    materialized === 'incremental'
      ? (valueOf(said.incremental_strategy) ?? (uniqueKey.length === 0 ? 'append' : 'delete+insert'))
      : undefined
  return {
    ...completeRelationConfig(said),
    materialized,
    indexes: valueOf(said.indexes) ?? [],
    uniqueKey,
    ...optional('incrementalStrategy', strategy),
    ...optional('eventTime', valueOf(said.event_time)),
    ...optional('microbatch', strategy === 'microbatch' ? completeMicrobatch(said) : undefined),
    incrementalPredicates: valueOf(said.incremental_predicates) ?? [],
    ...optional('mergeUpdateColumns', valueOf(said.merge_update_columns)),
    ...optional('mergeExcludeColumns', valueOf(said.merge_exclude_columns)),
    onSchemaChange: valueOf(said.on_schema_change) ?? 'fail',
    growth: completeGrowth(said),
    ...optional('freshness', completeFreshness(said.freshness)),
    contract: completeContract(said),
  }
}

function completeGrowth(said: Said<typeof modelKeys>): GrowthConfig {
  return {
    ...optional('from', valueOf(said.from)),
    key: valueOf(said.key) ?? [],
    dedupeBy: valueOf(said.dedupe_by) ?? [],
    ...optional('dedupeWithin', valueOf(said.dedupe_within)),
    ...optional('lateness', valueOf(said.lateness)),
    late: valueOf(said.late) ?? 'accept',
    ...optional('onSqlChange', valueOf(said.on_sql_change)),
    emit: valueOf(said.emit) ?? 'all',
  }
}

/** Late rows of one period back are looked for unless the config says otherwise. */
const defaultLookback = 1

/** Undefined where something is missing that has no default. */
function completeMicrobatch(said: Said<typeof modelKeys>): MicrobatchConfig | undefined {
  const eventTime = valueOf(said.event_time)
  const batchSize = valueOf(said.batch_size)
  const begin = valueOf(said.begin)
  if (eventTime === undefined || batchSize === undefined || begin === undefined) return undefined
  return { eventTime, batchSize, begin, lookback: valueOf(said.lookback) ?? defaultLookback }
}

/** A seed's config. */
export function completeSeedConfig(said: Said<typeof seedKeys>): SeedConfig {
  return {
    ...completeRelationConfig(said),
    columnTypes: valueOf(said.column_types) ?? {},
    delimiter: valueOf(said.delimiter) ?? ',',
    quoteColumns: valueOf(said.quote_columns) ?? false,
    ...optional('eventTime', valueOf(said.event_time)),
    ...optional('freshness', completeFreshness(said.freshness)),
    contract: completeContract(said),
  }
}

function completeContract(said: Pick<Said<typeof modelKeys>, 'contract'>): ContractConfig {
  const { enforced = false, alias_types: aliasTypes = true } = valueOf(said.contract) ?? {}
  return { enforced, aliasTypes }
}

type RelationSaid = Pick<Said<typeof snapshotKeys>, keyof typeof snapshotKeys & keyof typeof modelKeys>

/** The part of a config that everything has that becomes a relation. */
export function completeRelationConfig(said: RelationSaid): RelationConfig {
  const persist = valueOf(said.persist_docs)
  return {
    enabled: valueOf(said.enabled) ?? true,
    ...optional('schema', valueOf(said.schema)),
    ...optional('database', valueOf(said.database)),
    ...optional('alias', valueOf(said.alias)),
    tags: valueOf(said.tags) ?? [],
    meta: valueOf(said.meta) ?? {},
    preHooks: valueOf(said.pre_hook) ?? [],
    postHooks: valueOf(said.post_hook) ?? [],
    grants: valueOf(said.grants) ?? {},
    persistDocs: { relation: persist?.relation ?? false, columns: persist?.columns ?? false },
    ...optional('fullRefresh', valueOf(said.full_refresh)),
  }
}
