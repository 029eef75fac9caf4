import type {
  ContractConfig,
  FreshnessConfig,
  GrowthConfig,
  Hook,
  MicrobatchConfig,
  ModelConfig,
  RelationConfig,
  SeedConfig,
  SnapshotConfig,
} from '../../parse/config.ts'
import { writtenFreshness } from '../../parse/freshness.ts'
import { writtenMetaColumns } from '../../parse/meta-columns.ts'
import type { Node, SourceNode } from '../../parse/node.ts'
import type { PlainValue } from '../../project/project.ts'

/** A config by the keys that a user writes. */
type WrittenConfig = Readonly<Record<string, PlainValue | undefined>>

/** How a user writes a config's key: `onSchemaChange` is `on_schema_change`. */
type WrittenKey<K> = K extends `${infer Kind}Hooks` ? `${Kind}_hook` : K extends string ? SnakeCase<K> : never

type SnakeCase<S extends string> = S extends `${infer First}${infer Rest}`
  ? `${First extends Lowercase<First> ? First : `_${Lowercase<First>}`}${SnakeCase<Rest>}`
  : S

/** Makes a key that is missing below a compile error. */
type Covers<Config> = Record<WrittenKey<keyof Config>, PlainValue | undefined>

/**
 * The value in a node's config at a key (`on_schema_change`, `pre_hook`) and the keys inside it; undefined where there
 * is none. Nodes that have no config have their tags and meta as one.
 */
export function configValueAt(node: Node, key: readonly string[]): PlainValue | undefined {
  const [first = '', ...inner] = key
  const config = writtenConfig(node)
  let value = Object.hasOwn(config, first) ? config[first] : undefined
  for (const name of inner) {
    if (!isMap(value) || !Object.hasOwn(value, name)) return undefined
    value = value[name]
  }
  return value
}

/** The keys of a node's config, whether they are set or not. */
export function configKeys(node: Node): readonly string[] {
  return Object.keys(writtenConfig(node))
}

/** The texts that a criterion's value is compared with: a value itself, a list's items, a map's keys. */
export function comparableTexts(value: PlainValue | undefined): readonly string[] {
  if (value === undefined) return []
  if (isList(value)) return value.flatMap((item) => (isList(item) || isMap(item) ? [] : [String(item)]))
  return isMap(value) ? Object.keys(value) : [String(value)]
}

function writtenConfig(node: Node): WrittenConfig {
  const { tags, meta } = node
  switch (node.kind) {
    case 'model':
      return writtenModelConfig(node.config)
    case 'seed':
      return { materialized: 'seed', ...writtenSeedConfig(node.config) }
    case 'snapshot':
      return { materialized: 'snapshot', ...writtenSnapshotConfig(node.config) }
    case 'test':
      return {
        materialized: 'test',
        enabled: true,
        severity: node.config.severity,
        tags,
        meta,
        ...node.settings,
      }
    case 'source':
      return { enabled: true, tags, meta, ...writtenSourceConfig(node) }
    case 'unit_test':
    case 'exposure':
      return { enabled: true, tags, meta }
  }
}

function writtenSourceConfig({ eventTime, freshness, loadedAt }: SourceNode): WrittenConfig {
  return {
    event_time: eventTime,
    freshness: plainFreshness(freshness),
    loaded_at_field: loadedAt?.kind === 'field' ? loadedAt.sql.value : undefined,
    loaded_at_query: loadedAt?.kind === 'query' ? loadedAt.sql.value : undefined,
  }
}

function writtenRelationConfig(config: RelationConfig): Covers<RelationConfig> {
  const { enabled, schema, database, alias, tags, meta, grants } = config
  return {
    enabled,
    schema,
    database,
    alias,
    tags,
    meta,
    grants,
    pre_hook: hookTexts(config.preHooks),
    post_hook: hookTexts(config.postHooks),
    persist_docs: { ...config.persistDocs },
    full_refresh: config.fullRefresh,
  }
}

function writtenModelConfig(
  config: ModelConfig,
): Covers<Omit<ModelConfig, 'microbatch' | 'growth'> & Omit<MicrobatchConfig, 'eventTime'> & GrowthConfig> {
  return {
    ...writtenRelationConfig(config),
    materialized: config.materialized,
    indexes: config.indexes.flatMap(({ columns }) => columns),
    unique_key: config.uniqueKey,
    incremental_strategy: config.incrementalStrategy,
    incremental_predicates: config.incrementalPredicates,
    merge_update_columns: config.mergeUpdateColumns,
    merge_exclude_columns: config.mergeExcludeColumns,
    on_schema_change: config.onSchemaChange,
    event_time: config.eventTime,
    batch_size: config.microbatch?.batchSize,
    begin: config.microbatch === undefined ? undefined : new Date(config.microbatch.begin).toISOString(),
    lookback: config.microbatch?.lookback,
    ...writtenGrowth(config.growth),
    freshness: plainFreshness(config.freshness),
    contract: plainContract(config.contract),
  }
}

function writtenGrowth(growth: GrowthConfig): Covers<GrowthConfig> {
  return {
    from: growth.from,
    key: growth.key.map(({ name }) => name),
    dedupe_by: growth.dedupeBy,
    dedupe_within: growth.dedupeWithin,
    lateness: growth.lateness,
    late: growth.late,
    on_sql_change: growth.onSqlChange,
    emit: growth.emit,
  }
}

function writtenSeedConfig(config: SeedConfig): Covers<SeedConfig> {
  const types = Object.entries(config.columnTypes).map(([column, { value }]) => [column, value] as const)
  return {
    ...writtenRelationConfig(config),
    column_types: Object.fromEntries(types),
    delimiter: config.delimiter,
    quote_columns: config.quoteColumns,
    event_time: config.eventTime,
    freshness: plainFreshness(config.freshness),
    contract: plainContract(config.contract),
  }
}

function plainContract({ enforced, aliasTypes }: ContractConfig): PlainValue {
  return { enforced, alias_types: aliasTypes }
}

function plainFreshness(config: FreshnessConfig | undefined): PlainValue | undefined {
  return config && { ...writtenFreshness(config), column: config.column?.value ?? null }
}

function writtenSnapshotConfig(
  config: SnapshotConfig,
): Covers<Omit<SnapshotConfig, 'changeTest' | 'validToCurrent' | 'metaColumns'>> & WrittenConfig {
  const { changeTest } = config
  return {
    ...writtenRelationConfig(config),
    strategy: changeTest.strategy,
    updated_at: changeTest.updatedAt,
    check_cols: changeTest.strategy === 'check' ? changeTest.columns : undefined,
    target_schema: config.targetSchema,
    target_database: config.targetDatabase,
    unique_key: config.uniqueKey,
    hard_deletes: config.hardDeletes,
    dbt_valid_to_current: config.validToCurrent,
    snapshot_meta_column_names: writtenMetaColumns(config.metaColumns),
  }
}

function hookTexts(hooks: readonly Hook[]): readonly string[] {
  return hooks.map(({ sql }) => sql.value)
}

function isList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value)
}

function isMap(value: PlainValue | undefined): value is { readonly [key: string]: PlainValue } {
  return typeof value === 'object' && value !== null && !isList(value)
}
