import type { Wording } from '../wording.ts'
import { bullets, duplicateLines, rowsOf, type Duplicate } from './words.ts'

type Entry = (params: never) => Wording

/** What can go wrong while snapshots are taken: code → wording. */
export const snapshotCatalogue = {
  'snapshot-name-taken': (p: { readonly schema: string; readonly name: string; readonly kind: string }) => ({
    message: `A ${p.kind} stands as "${p.schema}"."${p.name}", and a snapshot replaces nothing: its table would hold what cannot be made again.`,
    hint: 'Rename or drop it yourself, or give the snapshot another `alias` or `schema`.',
  }),
  'not-a-snapshot': (p: { readonly table: string; readonly lacks: readonly string[] }) => ({
    message: `The table ${p.table} stands, and no snapshot made it: ${p.lacks.join(', ')}.`,
    hint: 'Say in `snapshot_meta_column_names` how its columns are called; or rename or drop the table yourself, or give the snapshot another `alias`.',
  }),
  'meta-column-taken': (p: { readonly snapshot: string; readonly column: string }) => ({
    message: `The query of "${p.snapshot}" gives a column "${p.column}", and the snapshot adds one of that name itself.`,
    hint: 'Give the column another name in the query, or the one that is added, in `snapshot_meta_column_names`.',
  }),
  'updated-at-no-time': (p: { readonly name: string; readonly type: string }) => ({
    message: `updated_at names "${p.name}", whose type is ${p.type}: it has to be a date or a timestamp.`,
    hint: 'Name another column, or give it a type that holds times in the query (cast … as timestamp).',
  }),
  'updated-at-null': (p: { readonly snapshot: string; readonly column: string; readonly count: number }) => ({
    message: `${rowsOf(p.count)} of the query of "${p.snapshot}" ${p.count === 1 ? 'has' : 'have'} no value in "${p.column}", so it cannot be told when ${p.count === 1 ? 'it' : 'they'} changed.`,
    hint: 'Fill it in the query, coalesce(updated_at, created_at), or leave these rows out.',
  }),
  'key-not-in-snapshot': (p: { readonly snapshot: string; readonly key: readonly string[] }) => ({
    message: `The table of "${p.snapshot}" has no ${p.key.map((name) => `"${name}"`).join(', ')}, so its rows cannot be found by the unique_key: all of them would come again.`,
    hint: 'Keep the unique_key that it was made with; or add the columns to the table and fill them yourself.',
  }),
  'snapshot-type-changed': (p: { readonly snapshot: string; readonly differences: readonly string[] }) => ({
    message: `The table of "${p.snapshot}" cannot hold the new rows unchanged:\n${bullets(p.differences)}`,
    hint: 'Cast the column to its old type in the query, or give it another name: then it is added beside the old one.',
  }),
  'several-current': (p: {
    readonly table: string
    readonly duplicates: readonly Duplicate[]
    readonly limit: number
  }) => ({
    message: `${p.table} holds more than one current row for the same key, and none of them can be told to be the last:\n${bullets(duplicateLines(p))}`,
    hint: 'End all but one of them yourself, or correct the unique_key.',
  }),
  'current-rows-unclear': (p: {
    readonly table: string
    readonly column: string
    readonly count: number
    readonly until: string
    readonly current: string | undefined
  }) => ({
    message: `${rowsOf(p.count)} of ${p.table} ${p.count === 1 ? 'is' : 'are'} valid until ${p.until}, with no version behind ${p.count === 1 ? 'it' : 'them'}, and dbt_valid_to_current is ${p.current ?? 'not set'}: as closed rows, ${p.count === 1 ? 'it' : 'they'} would come a second time.`,
    hint: `Put \`dbt_valid_to_current\` back as it was, or set "${p.column}" to NULL in these rows first.`,
  }),
} as const satisfies Record<string, Entry>
