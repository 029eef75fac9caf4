import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

export interface Duplicate {
  readonly key: readonly unknown[]
  readonly copies: number
}

/** What can go wrong while nodes are built: code → wording. */
export const executeCatalogue = {
  'foreign-object': (p: { readonly schema: string; readonly name: string }) => ({
    message: `Something that is neither a table nor a view stands as "${p.schema}"."${p.name}"; xform does not replace what it could not have built.`,
    hint: 'Rename or drop it yourself, or give the model another `alias` or `schema`.',
  }),
  'documented-column-missing': (p: { readonly column: string; readonly model: string }) => ({
    message: `The column "${p.column}" is described, but "${p.model}" has no such column.`,
    hint: 'Correct the name in the property file.',
  }),
  'schema-changed': (p: { readonly model: string; readonly differences: readonly string[] }) => ({
    message: `The columns of "${p.model}" changed and its on_schema_change is "fail":\n${bullets(p.differences)}`,
    hint: 'Set on_schema_change to append_new_columns or sync_all_columns, or rebuild the table with --full-refresh.',
  }),
  'type-changed': (p: { readonly model: string; readonly differences: readonly string[] }) => ({
    message: `The table of "${p.model}" cannot hold the new rows unchanged:\n${bullets(p.differences)}`,
    hint: 'append_new_columns only adds and widens columns: use sync_all_columns, or rebuild the table with --full-refresh.',
  }),
  'unknown-key-column': (p: {
    readonly key: string
    readonly column: string
    readonly columns: readonly string[]
    readonly suggestion: string | undefined
  }) => ({
    message: `${p.key} names "${p.column}", which is not a column of the query. It has: ${p.columns.join(', ')}.`,
    hint: p.suggestion ?? 'Name a column of the query.',
  }),
  'duplicate-keys': (p: {
    readonly model: string
    readonly key: readonly string[]
    readonly duplicates: readonly Duplicate[]
    readonly limit: number
  }) => ({
    message: `The new rows of "${p.model}" hold more than one row for the same unique_key (${p.key.join(', ')}):\n${bullets(duplicates(p))}`,
    hint: 'Keep one row a key in the query (for instance with row_number() over (partition by …)), or widen unique_key.',
  }),
  'query-failed': (p: DatabaseWords & { readonly label?: string | undefined }) => ({
    message: databaseSentence(p),
    hint: p.hint ?? 'Correct the SQL; what was sent to the database is in the folder target/.',
  }),
  'lock-timeout': (p: DatabaseWords | WaitedInVain) => ({
    message:
      'waited' in p
        ? `${p.relation} is locked by ${p.holder ?? 'another session'}; waited ${p.waited}. Nothing was changed.`
        : databaseSentence(p),
    hint: 'Let the other run finish and start again, or raise `lock_timeout` in the target.',
  }),
  'publish-timeout': (p: { readonly relation: string; readonly waited: string }) => ({
    message: `${p.relation} was in use for longer than ${p.waited}, so the new rows could not be put in its place. The old ones stand.`,
    hint: 'Look for long transactions that read it (pg_stat_activity), or raise `lock_timeout` in the target.',
  }),
  'transaction-conflict': (p: DatabaseWords & { readonly attempts: number }) => ({
    message: `${databaseSentence(p)}\nTried ${p.attempts} times.`,
    hint: 'Another session works on the same relations; run again when it has finished.',
  }),
  'connection-lost': (p: DatabaseWords) => ({
    message: databaseSentence(p),
    hint:
      p.hint ?? 'Check that the database is running and reachable, then run again: what was committed stays.',
  }),
  'permission-denied': (p: DatabaseWords) => ({
    message: databaseSentence(p),
    hint: p.hint ?? 'Grant the role what it needs, or use another role in the target.',
  }),
  'statement-cancelled': (p: DatabaseWords) => ({
    message: databaseSentence(p),
    hint: 'Somebody cancelled the statement, or it ran into the statement_timeout of the target or the server.',
  }),
  'dependent-does-not-fit': (
    p: DatabaseWords & { readonly relation: string; readonly dependent: string },
  ) => ({
    message: `${p.dependent} depends on ${p.relation} and does not fit its new columns: ${databaseSentence(p)} The old table stands.`,
    hint: 'Change or drop the dependent object, or keep the columns that it reads.',
  }),
  'dependents-in-the-way': (p: { readonly relation: string; readonly obstacles: readonly string[] }) => ({
    message: `${p.relation} cannot be replaced: what depends on it would be lost.\n${bullets(p.obstacles)}`,
    hint: 'Drop these objects, or make the model incremental so that its table stays.',
  }),
  'state-too-new': (p: { readonly version: number; readonly known: number }) => ({
    message: `The bookkeeping in the schema "_xform" was written by a newer xform (layout ${p.version}; this one knows ${p.known}).`,
    hint: 'Use the newer xform for this target.',
  }),
  'hook-failed': (p: DatabaseWords & { readonly hook: string }) => ({
    message: `${p.hook} failed: ${databaseSentence(p)}`,
    hint: p.hint ?? "Correct the hook's SQL, or take the hook away.",
  }),
  'listener-failed': (p: { readonly message: string }) => ({
    message: `A reporter failed and was left out from here on: ${p.message}`,
    hint: 'The run itself is not affected.',
  }),
  'config-without-effect': (p: {
    readonly key: string
    readonly adapter: string
    readonly nodes: readonly string[]
  }) => ({
    message: `\`${p.key}\` has no effect on ${p.adapter} and was left out for ${p.nodes.join(', ')}.`,
    hint: 'It may stay for targets whose database has it.',
  }),
} as const satisfies Record<string, Entry>

export interface WaitedInVain {
  readonly relation: string
  readonly waited: string
  readonly holder?: string | undefined
}

/** What a database said. */
export interface DatabaseWords {
  readonly message: string
  readonly detail?: string | undefined
  readonly hint?: string | undefined
}

function databaseSentence({ message, detail }: DatabaseWords): string {
  const sentence = /[.!?:]$/.test(message) || message.includes('\n') ? message : `${message}.`
  return detail === undefined ? sentence : `${sentence}\n${detail}`
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

function duplicates(p: {
  readonly duplicates: readonly Duplicate[]
  readonly limit: number
}): readonly string[] {
  const shown = p.duplicates.map(({ key, copies }) => `${key.map(keyValue).join(', ')}: ${copies} rows`)
  return p.duplicates.length < p.limit ? shown : [...shown, '… and possibly more']
}

function keyValue(value: unknown): string {
  return value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}
