// What was said of a snapshot's config → the config, complete.
import type { ChangeTest, HardDeletes, MetaColumnNames, SnapshotConfig } from './config.ts'
import { completeRelationConfig } from './complete-config.ts'
import type { snapshotKeys } from './config-keys.ts'
import { metaColumnKeys } from './meta-columns.ts'
import { optional } from './optional.ts'
import { valueOf, type Said } from './said.ts'

/** A snapshot's config. What is missing and has no default has been reported; something stands in for it. */
export function completeSnapshotConfig(said: Said<typeof snapshotKeys>): SnapshotConfig {
  return {
    ...completeRelationConfig(said),
    ...optional('targetSchema', valueOf(said.target_schema)),
    ...optional('targetDatabase', valueOf(said.target_database)),
    uniqueKey: [...new Set(valueOf(said.unique_key))],
    changeTest: changeTestOf(said),
    hardDeletes: hardDeletesOf(said),
    ...optional('validToCurrent', valueOf(said.dbt_valid_to_current)),
    metaColumns: metaColumnsOf(said),
  }
}

function changeTestOf(said: Said<typeof snapshotKeys>): ChangeTest {
  const updatedAt = valueOf(said.updated_at)
  if (valueOf(said.strategy) === 'timestamp') return { strategy: 'timestamp', updatedAt: updatedAt ?? '' }
  const columns = valueOf(said.check_cols) ?? 'all'
  return { strategy: 'check', columns, ...optional('updatedAt', updatedAt) }
}

/** `invalidate_hard_deletes: true` is how `hard_deletes: invalidate` used to be written. */
function hardDeletesOf(said: Said<typeof snapshotKeys>): HardDeletes {
  const older = valueOf(said.invalidate_hard_deletes) === true ? 'invalidate' : 'ignore'
  return valueOf(said.hard_deletes) ?? older
}

function metaColumnsOf(said: Said<typeof snapshotKeys>): MetaColumnNames {
  const named = valueOf(said.snapshot_meta_column_names) ?? {}
  const nameOf = (column: keyof MetaColumnNames): string => {
    const key = metaColumnKeys[column]
    return named[key]?.value ?? key
  }
  return {
    scdId: nameOf('scdId'),
    updatedAt: nameOf('updatedAt'),
    validFrom: nameOf('validFrom'),
    validTo: nameOf('validTo'),
    isDeleted: nameOf('isDeleted'),
  }
}
