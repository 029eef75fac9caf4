import type { MetaColumnNames } from './config.ts'

/** The keys of `snapshot_meta_column_names`; each column is called like its key where the config does not rename it. */
export const metaColumnKeys = {
  scdId: 'dbt_scd_id',
  updatedAt: 'dbt_updated_at',
  validFrom: 'dbt_valid_from',
  validTo: 'dbt_valid_to',
  isDeleted: 'dbt_is_deleted',
} as const satisfies Record<keyof MetaColumnNames, string>

/** The columns that a snapshot adds, by the keys that a config names them with. */
export function writtenMetaColumns(names: MetaColumnNames): Readonly<Record<string, string>> {
  return {
    [metaColumnKeys.scdId]: names.scdId,
    [metaColumnKeys.updatedAt]: names.updatedAt,
    [metaColumnKeys.validFrom]: names.validFrom,
    [metaColumnKeys.validTo]: names.validTo,
    [metaColumnKeys.isDeleted]: names.isDeleted,
  }
}
