// A model's config → what about it contradicts itself, or has no effect.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Report } from '../project/schema/reader.ts'
import type { ModelConfig } from './config.ts'
import type { modelKeys } from './config-keys.ts'
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

/** Reports contradictions as errors and keys without effect as warnings, each where it was said. */
export function checkModelConfig(checked: CheckedConfig, report: Report): void {
  checkMergeColumns(checked, report)
  checkUniqueKey(checked, report)
  checkUnused(checked, report)
}

function checkMergeColumns({ said }: CheckedConfig, report: Report): void {
  const { merge_update_columns: update, merge_exclude_columns: exclude } = said
  if (update === undefined || exclude === undefined || update.value === null || exclude.value === null) return
  const related = [{ message: 'The other list stands here', at: update.at }]
  report(diagnostic('merge-columns-twice', undefined, { at: exclude.at, related }))
}

function checkUniqueKey({ config, said }: CheckedConfig, report: Report): void {
  const { incrementalStrategy: strategy, uniqueKey } = config
  if (strategy === undefined || strategy === 'append' || uniqueKey.length > 0) return
  const at = said.incremental_strategy?.at
  report(diagnostic('unique-key-missing', { strategy }, { at }))
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
  if (materialized !== 'incremental') {
    unused(incrementalKeys, `the model is materialized as ${materialized}, not incremental`)
  } else if (strategy !== 'merge') {
    unused(['merge_update_columns', 'merge_exclude_columns'], `the strategy is ${strategy}, not merge`)
  }
  if (strategy === 'append') unused(['unique_key'], 'the strategy is append, which adds every row')
  if (materialized === 'view')
    unused(['indexes'], 'the model is materialized as view, and a view has no indexes')
  if (materialized === 'ephemeral') {
    const because = 'the model is ephemeral, so nothing is built'
    unused(['indexes', 'pre_hook', 'post_hook', 'grants', 'persist_docs', 'full_refresh'], because)
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}
