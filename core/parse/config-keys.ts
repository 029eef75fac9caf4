import { mapOf, oneOrMany, ownMap } from '../project/schema/collections.ts'
import { duration } from '../project/schema/duration.ts'
import { instant } from '../project/schema/instant.ts'
import { choice, flag, inLowerCase, located, sql, wholeNumber, word } from '../project/schema/scalars.ts'
import {
  checkColumns,
  contract,
  delimiter,
  description,
  grants,
  hooks,
  indexes,
  keyColumns,
  metaColumnNames,
  persistDocs,
  persistTestDocs,
  tags,
  uniqueKey,
} from './config-values.ts'
import { builtFreshness, sourceFreshness } from './freshness.ts'
import type { ConfigGrammar } from './said.ts'
import { threshold } from './threshold.ts'

/** What every node can say of itself. */
const commonKeys = { enabled: flag, tags, meta: ownMap }

const relationKeys = {
  ...commonKeys,
  description,
  schema: word,
  database: word,
  alias: word,
  pre_hook: hooks,
  post_hook: hooks,
  grants,
  persist_docs: persistDocs,
  full_refresh: flag,
}

/** The keys of a model's config. */
export const modelKeys = {
  ...relationKeys,
  materialized: choice(['view', 'table', 'incremental', 'flow', 'state', 'changes', 'ephemeral'], {
    materialized_view: 'Write table until then.',
  }),
  indexes,
  unique_key: uniqueKey,
  incremental_strategy: choice(['append', 'delete+insert', 'merge', 'microbatch']),
  event_time: word,
  batch_size: choice(['hour', 'day', 'month', 'year']),
  begin: instant,
  lookback: wholeNumber({ least: 0 }),
  incremental_predicates: oneOrMany(word),
  merge_update_columns: oneOrMany(word),
  merge_exclude_columns: oneOrMany(word),
  on_schema_change: choice(['fail', 'append_new_columns', 'sync_all_columns', 'ignore']),
  from: word,
  key: keyColumns,
  dedupe_by: oneOrMany(word),
  dedupe_within: duration,
  lateness: duration,
  late: choice(['accept', 'divert', 'drop']),
  on_sql_change: choice(['continue', 'rebuild', 'fail']),
  emit: choice(['all', 'final']),
  freshness: builtFreshness,
  contract,
}

/** The keys of a seed's config. */
export const seedKeys = {
  ...relationKeys,
  column_types: mapOf(located(word)),
  delimiter,
  quote_columns: flag,
  event_time: word,
  freshness: builtFreshness,
  contract,
}

/** The keys of a snapshot's config. */
export const snapshotKeys = {
  ...relationKeys,
  strategy: choice(['timestamp', 'check']),
  unique_key: uniqueKey,
  updated_at: word,
  check_cols: checkColumns,
  target_schema: word,
  target_database: word,
  invalidate_hard_deletes: flag,
  hard_deletes: choice(['ignore', 'invalidate', 'new_record']),
  dbt_valid_to_current: word,
  snapshot_meta_column_names: metaColumnNames,
}

/** The keys of a data test's config. */
export const testKeys = {
  ...commonKeys,
  severity: inLowerCase(choice(['error', 'warn'])),
  warn_if: threshold,
  error_if: threshold,
  fail_calc: sql,
  limit: wholeNumber({ least: 1 }),
  where: sql,
  store_failures: flag,
  store_failures_as: choice(['ephemeral', 'table', 'view']),
  persist_docs: persistTestDocs,
  schema: word,
  database: word,
  alias: word,
}

const remove = 'Remove it until then.'

/** The keys of a source's config. */
const sourceKeys = {
  ...commonKeys,
  event_time: word,
  freshness: sourceFreshness,
  loaded_at_field: sql,
  loaded_at_query: sql,
}

const laterModelKeys = {
  concurrent_batches: remove,
}

const ofFreshness = 'Write `freshness: { column: …, error_after: … }`.'

const toMeta = 'It has no meaning here; `meta:` is the place for keys of your own.'

/** Keys of dbt that describe and do nothing, or that are said in another way here. */
const elsewhere = {
  docs: toMeta,
  group: toMeta,
  access: toMeta,
  latest_version: toMeta,
  version: toMeta,
  node_color: toMeta,
  sql_header: 'Write `pre_hook`.',
  quoting: 'Names are always quoted where they need it; `alias` and `identifier` say how a name is written.',
  packages: toMeta,
  static_analysis: toMeta,
  config: 'Write its keys directly here.',
}

/** How a model's config is read. */
export const modelGrammar: ConfigGrammar<typeof modelKeys> = {
  keys: modelKeys,
  notes: {
    owner: "a model's config",
    advice: { ...elsewhere, loaded_at_field: ofFreshness, loaded_at_query: ofFreshness },
    later: laterModelKeys,
  },
}

/** How a seed's config is read. */
export const seedGrammar: ConfigGrammar<typeof seedKeys> = {
  keys: seedKeys,
  notes: {
    owner: "a seed's config",
    advice: { ...elsewhere, loaded_at_field: ofFreshness, loaded_at_query: ofFreshness },
  },
}

/** How a snapshot's config is read. */
export const snapshotGrammar: ConfigGrammar<typeof snapshotKeys> = {
  keys: snapshotKeys,
  notes: {
    owner: "a snapshot's config",
    advice: {
      ...elsewhere,
      contract: 'A snapshot has the columns of what it is taken of; a contract belongs to that.',
    },
    later: { event_time: remove },
  },
}

/** How a data test's config is read. */
export const testGrammar: ConfigGrammar<typeof testKeys> = {
  keys: testKeys,
  notes: { owner: "a test's config", advice: elsewhere },
}

/** How a source's config, or that of one of its tables, is read. */
export const sourceGrammar: ConfigGrammar<typeof sourceKeys> = {
  keys: sourceKeys,
  notes: {
    owner: "a source's config",
    advice: {
      ...elsewhere,
      files: "Write it directly at the source's table.",
      cursor: "Write it directly at the source's table.",
    },
  },
}

/** How the config of what is only described, an exposure or a unit test, is read. */
export const commonGrammar: ConfigGrammar<typeof commonKeys> = {
  keys: commonKeys,
  notes: { owner: 'this config', advice: elsewhere },
}
