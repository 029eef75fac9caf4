// A model's config → what about it contradicts itself, or has no effect.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Report } from '../project/schema/reader.ts'
import type { ModelConfig } from './config.ts'
import type { modelKeys } from './config-keys.ts'
import { checkFreshness } from './freshness.ts'
import { checkKeyParts } from './key-parts.ts'
import { reportUnused, type Said } from './said.ts'

/** What is checked: the config, what all places say, and what the model's own file and properties say. */
export interface CheckedConfig {
  readonly config: ModelConfig
  readonly said: Said<typeof modelKeys>
  /** Without the defaults of folders: those may well be meant for other models. */
  readonly own: Said<typeof modelKeys>
}

const incrementalKeys = [
  'incremental_strategy',
  'incremental_predicates',
  'merge_update_columns',
  'merge_exclude_columns',
  'on_schema_change',
] as const

/** Keys of models that grow, and which materializations they belong to. */
const keysOfGrowth: readonly (readonly [readonly string[], readonly (keyof typeof modelKeys)[]])[] = [
  [['flow'], ['dedupe_by', 'dedupe_within', 'lateness', 'late']],
  [['state'], ['emit']],
  [['flow', 'state'], ['from']],
  [['state', 'changes'], ['key']],
  [['flow', 'state', 'changes'], ['on_sql_change']],
]
const microbatchKeys = ['batch_size', 'begin', 'lookback'] as const

/** What only strategies have a use for that find rows by their key. */
const keyedKeys = ['unique_key', 'incremental_predicates'] as const

/** Reports contradictions as errors and keys without effect as warnings, each where it was said. */
export function checkModelConfig(checked: CheckedConfig, report: Report): void {
  checkMergeColumns(checked, report)
  checkUniqueKey(checked, report)
  checkKeys(checked, report)
  checkGrowth(checked, report)
  checkMicrobatch(checked, report)
  checkUnused(checked, report)
  checkFreshness(checked.said.freshness, report)
}

function checkMergeColumns({ said }: CheckedConfig, report: Report): void {
  const { merge_update_columns: update, merge_exclude_columns: exclude } = said
  if (update === undefined || exclude === undefined || update.value === null || exclude.value === null) return
  const related = [{ message: 'The other list stands here', at: update.at }]
  report(diagnostic('merge-columns-twice', undefined, { at: exclude.at, related }))
}

function checkUniqueKey({ config, said }: CheckedConfig, report: Report): void {
  const { incrementalStrategy: strategy, uniqueKey } = config
  if (strategy !== 'delete+insert' && strategy !== 'merge') return
  if (uniqueKey.length > 0) return
  const at = said.incremental_strategy?.at
  report(diagnostic('unique-key-missing', { strategy }, { at }))
}

function checkKeys({ config: { uniqueKey, growth }, said }: CheckedConfig, report: Report): void {
  checkKeyParts({ option: 'unique_key', parts: uniqueKey, at: said.unique_key?.at }, report)
  const parts = growth.key.map(({ expression }) => expression)
  checkKeyParts({ option: 'key', parts, at: said.key?.at }, report)
}

function checkGrowth({ config, said }: CheckedConfig, report: Report): void {
  const { materialized, growth, eventTime, uniqueKey } = config
  const needs = (key: string, needed: string, at = said.materialized?.at): void =>
    report(diagnostic('config-needs', { key, needed }, { at }))
  const isKeyed = materialized === 'state' || materialized === 'changes'
  if (isKeyed && growth.key.length === 0) needs(materialized, 'key')
  if (materialized !== 'flow') return
  if (growth.lateness !== undefined && eventTime === undefined)
    needs('lateness', 'event_time', said.lateness?.at)
  if (growth.late !== 'accept' && growth.lateness === undefined)
    needs(`late: ${growth.late}`, 'lateness', said.late?.at)
  if (growth.dedupeBy.length > 0 && uniqueKey.length === 0)
    needs('dedupe_by', 'unique_key', said.dedupe_by?.at)
  if (growth.dedupeWithin === undefined) return
  if (uniqueKey.length === 0) needs('dedupe_within', 'unique_key', said.dedupe_within?.at)
  if (eventTime === undefined) needs('dedupe_within', 'event_time', said.dedupe_within?.at)
}

function checkMicrobatch({ config, said }: CheckedConfig, report: Report): void {
  if (config.incrementalStrategy !== 'microbatch' || config.microbatch !== undefined) return
  const keys = ['event_time', 'batch_size', 'begin'] as const
  const missing = keys.filter((key) => said[key]?.value === undefined || said[key].value === null)
  report(diagnostic('microbatch-incomplete', { missing }, { at: said.incremental_strategy?.at }))
}

function checkUnused({ config, own }: CheckedConfig, report: Report): void {
  const unused = (keys: readonly (keyof typeof modelKeys)[], because: string): void => {
    for (const key of keys) {
      const saying = own[key]
      if (saying !== undefined && !isEmpty(saying.value))
        reportUnused(key, { because, at: saying.at }, report)
    }
  }
  const { materialized, incrementalStrategy: strategy } = config
  const grows = materialized === 'flow' || materialized === 'state' || materialized === 'changes'
  if (materialized !== 'incremental') {
    const because = `the model is materialized as ${materialized}, not incremental`
    const kept = grows ? incrementalKeys.filter((key) => key !== 'on_schema_change') : incrementalKeys
    unused([...kept, ...microbatchKeys], because)
  } else if (strategy !== 'merge') {
    unused(['merge_update_columns', 'merge_exclude_columns'], `the strategy is ${strategy}, not merge`)
  }
  for (const [kinds, keys] of keysOfGrowth) {
    const list = kinds.join(' or ')
    if (!kinds.includes(materialized))
      unused(keys, `the model is materialized as ${materialized}, and it belongs to a ${list}`)
  }
  const computes = config.growth.key.some(({ name, expression }) => name !== expression)
  if (materialized === 'changes' && computes && own.key !== undefined)
    reportUnused(
      'key',
      {
        because: "of a change log's key only the names count",
        at: own.key.at,
      },
      report,
    )
  if (materialized === 'incremental' && strategy !== 'microbatch') {
    unused(microbatchKeys, `the strategy is ${strategy}, not microbatch`)
  }
  if (strategy === 'microbatch') {
    unused(keyedKeys, 'the strategy is microbatch, which replaces rows by their period')
  }
  if (strategy === 'append') unused(['unique_key'], 'the strategy is append, which adds every row')
  if (materialized === 'view')
    unused(['indexes'], 'the model is materialized as view, and a view has no indexes')
  if (materialized === 'ephemeral') {
    const because = 'the model is ephemeral, so nothing is built'
    unused(
      ['indexes', 'pre_hook', 'post_hook', 'grants', 'persist_docs', 'full_refresh', 'freshness'],
      because,
    )
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}
