import type { Wording } from '../wording.ts'
import {
  alignCells,
  bullets,
  databaseSentence,
  duplicateLines,
  rowsOf,
  type DatabaseWords,
  type Duplicate,
} from './words.ts'

type Entry = (params: never) => Wording

/** What can go wrong while nodes are built: code → wording. */
export const executeCatalogue = {
  'foreign-object': (p: { readonly schema: string; readonly name: string }) => ({
    message: `Something that is neither a table nor a view stands as "${p.schema}"."${p.name}"; xform does not replace what it could not have built.`,
    hint: 'Rename or drop it yourself, or give the model another `alias` or `schema`.',
  }),
  'event-time-missing': (p: {
    readonly of: string
    readonly column: string
    readonly columns: readonly string[]
    readonly suggestion: string | undefined
  }) => ({
    message: `The event_time of "${p.of}" is "${p.column}", which is not one of its columns. It has: ${p.columns.join(', ')}.`,
    hint: p.suggestion ?? 'Name a column that holds a date or a timestamp.',
  }),
  'no-event-time': (p: { readonly of: string; readonly name: string; readonly type: string }) => ({
    message: `The event_time of "${p.of}" is "${p.name}", whose type is ${p.type}: neither a date nor a timestamp.`,
    hint: 'Name another column, or give it a type that holds times (cast … as timestamp).',
  }),
  'rows-outside-period': (p: {
    readonly count: number
    readonly column: string
    readonly period: string
    readonly example: string
  }) => ({
    message: `${p.count === 1 ? '1 row' : `${p.count} rows`} of the period ${p.period} ${p.count === 1 ? 'has' : 'have'} another time in "${p.column}" (${p.example}): when the period is built again they would not be found, and stand twice.`,
    hint: 'Let `event_time` be the column that the inputs are filtered by, unchanged, or filter the rows in the query.',
  }),
  'too-many-periods': (p: { readonly model: string; readonly limit: number }) => ({
    message: `"${p.model}" would be split into more than ${p.limit} periods, each with a transaction of its own.`,
    hint: 'Choose a larger batch_size, or let begin be later.',
  }),
  'period-failed': (p: { readonly period: string; readonly done: number; readonly left: number }) => ({
    message: `This was the period ${p.period}. ${p.done === 0 ? 'No period was built before it' : `${p.done === 1 ? '1 period' : `${p.done} periods`} before it ${p.done === 1 ? 'is' : 'are'} built and ${p.done === 1 ? 'stays' : 'stay'}`}; ${p.left === 1 ? '1 period is' : `${p.left} periods are`} left.`,
    hint: 'The next run takes it up again.',
  }),
  'event-times-without-effect': () => ({
    message:
      'No selected model has the incremental_strategy microbatch, so --event-time-start and --event-time-end have no effect.',
    hint: 'Select a microbatch model, or leave them out.',
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
  'contract-broken': (p: {
    readonly name: string
    /** A heading and rows of cells. */
    readonly table: readonly (readonly string[])[]
    readonly isSeed: boolean
  }) => ({
    message: `${p.isSeed ? 'The file' : 'The query'} of "${p.name}" does not give what its contract declares:\n${alignCells(p.table)}`,
    hint: 'Correct the query (a `cast` gives a column its type) or the declared columns. Nothing was built.',
  }),
  'contract-not-held': (p: {
    readonly name: string
    readonly missing: readonly string[]
    readonly surplus: readonly string[]
  }) => ({
    message: [
      `The table of "${p.name}" was made by another contract than it has now:`,
      bullets([
        ...p.missing.map((one) => `it does not have ${one}`),
        ...p.surplus.map((one) => `it still has ${one}`),
      ]),
    ].join('\n'),
    hint:
      p.missing.length > 0
        ? 'Build it anew with --full-refresh, or add to the table what is missing.'
        : 'It holds until the table is built anew with --full-refresh, or until you drop it.',
  }),
  'constraint-violated': (
    p: DatabaseWords & { readonly name: string; readonly constraint: string | undefined },
  ) => ({
    message: `The rows of "${p.name}" break ${p.constraint === undefined ? 'a constraint of its table, which its contract does not declare' : `the constraint ${p.constraint}`}: ${databaseSentence(p)}`,
    hint:
      p.constraint === undefined
        ? 'What stood before still stands. Drop the constraint, or build the table anew with --full-refresh.'
        : 'What stood before still stands. Correct the rows, or what the contract asks of them.',
  }),
  'rows-referenced': (p: DatabaseWords & { readonly name: string }) => ({
    message: `Rows of "${p.name}" cannot be taken away, because other tables refer to them: ${databaseSentence(p)}`,
    hint: "Let rows be updated in place with incremental_strategy='merge', which columns of lists and columns with a key of their own do not allow; or take the rows that refer to them away first.",
  }),
  'foreign-key-orphans': (p: DatabaseWords & { readonly relation: string; readonly reference: string }) => ({
    message: `${p.relation} cannot be replaced: with its new rows, the ${p.reference} does not hold. ${databaseSentence(p)}`,
    hint: 'The old table stands. Build the table that refers to it in the same run, or take its rows away first.',
  }),
  'foreign-key-unfit': (p: {
    readonly relation: string
    readonly reference: string
    readonly because: string
  }) => ({
    message: `${p.relation} cannot be replaced: the ${p.reference} would not fit the new table. ${p.because}`,
    hint: 'The old table stands. Build the table that refers to it in the same run or before, with a foreign key that fits or without one; or drop the foreign key.',
  }),
  'foreign-key-unchecked': (p: {
    readonly relation: string
    readonly reference: string
    /** What does not fit. */
    readonly because: 'rows' | 'key'
  }) => ({
    message:
      p.because === 'rows'
        ? `The ${p.reference} has rows that the new ${p.relation} does not have. It is left unchecked until this run builds that table anew.`
        : `The ${p.reference} does not fit the new ${p.relation} any more. It is taken away; this run builds that table anew.`,
    hint: 'If building that table fails, its next run makes up for it.',
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
    /** What has the rows, in words. */
    readonly what: 'new rows' | 'result'
    /** The key of the config that says it. */
    readonly config: 'key' | 'unique_key'
    readonly duplicates: readonly Duplicate[]
    readonly limit: number
  }) => ({
    message: `The ${p.what} of "${p.model}" ${p.what === 'result' ? 'holds' : 'hold'} more than one row for the same ${p.config} (${p.key.join(', ')}):\n${bullets(duplicateLines(p))}`,
    hint: `Keep one row a key in the query (for instance with row_number() over (partition by …)), or widen ${p.config}.`,
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
  'cursor-null': (p: { readonly source: string; readonly column: string }) => ({
    message: `Rows of ${p.source} have no value in the cursor "${p.column}", so they would never be read.`,
    hint: 'Choose a column that every row has, and declare it `not null`.',
  }),
  'cursor-needs-order': (p: { readonly source: string; readonly column: string }) => ({
    message: `${p.source} is not a table, so its rows do not tell which transaction wrote them, and the cursor "${p.column}" alone cannot tell what was committed late.`,
    hint: 'Say when rows are complete, `cursor: { column: …, settle: 10 min }`, or that they become visible in order, `order: trusted`.',
  }),
  'cursor-went-back': (p: { readonly source: string; readonly read: string; readonly now: string }) => ({
    message: `${p.source} was read up to transaction ${p.read}, and its server is at ${p.now} now: it is another server, or it was restored.`,
    hint: 'Build the model anew with --full-refresh.',
  }),
  'driver-not-built': (p: { readonly driver: string }) => ({
    message: `"${p.driver}" has not been built yet, so there is nothing to read.`,
    hint: 'Build it first, or together with this one: `--select +model`.',
  }),
  'refresh-forbidden': (p: { readonly model: string; readonly because: string }) => ({
    message: `"${p.model}" has to be built anew, and its config says full_refresh: false: ${p.because}.`,
    hint: 'Take `full_refresh: false` away for one run, or put back what was changed.',
  }),
  'sql-changed': (p: { readonly model: string }) => ({
    message: `The SQL of "${p.model}" is not the one that made its rows.`,
    hint: 'Build it anew with --full-refresh, or say `on_sql_change: continue` to keep the rows that older SQL made.',
  }),
  'reserved-column': (p: { readonly model: string; readonly column: string }) => ({
    message: `"${p.model}" has a column "${p.column}", and names with this beginning are xform's own.`,
    hint: 'Give the column another name, or leave it out.',
  }),
  'mixed-keys': (p: { readonly model: string; readonly key: readonly string[] }) => ({
    message: `The query of "${p.model}" gives rows for keys (${p.key.join(', ')}) that its new rows do not have, so its key does not say which rows depend on which.`,
    hint: 'Let `key` map each key column to the expression over the driver that gives it: key={ day: "date_trunc(\'day\', occurred_at)" }.',
  }),
  'late-table-taken': (p: { readonly flow: string; readonly table: string }) => ({
    message: `Late rows of "${p.flow}" go to ${p.table}, and a table of somebody else's stands there.`,
    hint: 'Rename or remove that table, or give the flow another alias.',
  }),
  'key-not-of-driver': (p: {
    readonly model: string
    readonly driver: string
    readonly key: readonly string[]
  }) => ({
    message: `The key of "${p.model}" names ${p.key.map((name) => `"${name}"`).join(', ')}, and ${p.driver}, which drives it, has no such column: new rows would not tell which keys they touch.`,
    hint: `Say how the key comes from the rows of ${p.driver}: key={ ${p.key[0] ?? ''}: 'an expression over its columns' }.`,
  }),
  'complete-needed': (p: { readonly model: string; readonly type?: string | undefined }) => ({
    message:
      p.type === undefined
        ? `"${p.model}" shows only rows that are complete, and its query has no column "complete".`
        : `The column "complete" of "${p.model}" is ${p.type}, and has to be boolean: true for rows that will not change any more.`,
    hint: "Add a column such as: day + 1 <= {{ watermark('…') }} as complete.",
  }),
  'repeated-column': (p: { readonly model: string; readonly column: string }) => ({
    message: `The query of "${p.model}" has more than one column "${p.column}".`,
    hint: 'Give each column a name of its own.',
  }),
  'weight-missing': (p: { readonly model: string; readonly driver: string }) => ({
    message: `"${p.driver}" adds and withdraws rows, and "${p.model}" leaves out the column that says which (_xform_diff).`,
    hint: 'Add "_xform_diff" to the select list, or sum the rows in a state.',
  }),
  'flow-across-rows': (p: {
    readonly model: string
    readonly driver: string
    /** Clauses: "it has a group by". */
    readonly reasons: readonly string[]
  }) => ({
    message: `"${p.model}" is added to batch by batch, and its query does not go row by row: ${p.reasons.join(', ')}. A full refresh would give other rows.`,
    hint: `Make it a state, which keeps sums right; or let a flow only filter and compute, and compare the rows of ${p.driver} in a state, a table or a view that reads it.`,
  }),
  'key-on-weights': (p: { readonly model: string }) => ({
    message: `"${p.model}" reads rows that are added and withdrawn, and a unique_key would take every withdrawal for a duplicate.`,
    hint: 'Take `unique_key` away.',
  }),
  'file-changed': (p: {
    readonly path: string
    readonly source: string
    readonly before: string
    readonly now: string
  }) => ({
    message: `${p.path} has changed since it was read for ${p.source}: its SHA-256 was ${p.before.slice(0, 16)}…, and is ${p.now.slice(0, 16)}….`,
    hint: 'Put the file back and let what is new come in a file of its own. To read everything again, run with --full-refresh; `on_file_change: warn` keeps what was read.',
  }),
  'file-vanished': (p: { readonly path: string; readonly source: string }) => ({
    message: `${p.path} was read for ${p.source}, and is gone: its rows could not be read again.`,
    hint: 'Put the file back, or say `on_file_change: warn` where files are taken away on purpose.',
  }),
  'no-files': (p: {
    readonly source: string
    readonly patterns: readonly string[]
    /** In words, which files are there and not settled. */
    readonly waits?: string | undefined
  }) => ({
    message: `There are no files of ${p.source} yet: ${p.waits === undefined ? `nothing matches ${p.patterns.join(', ')}` : p.waits}.`,
    hint: 'Correct the pattern, or wait for the first file: its columns become those of the flow.',
  }),
  'differs-from-query': (p: {
    readonly model: string
    readonly missing: number
    readonly surplus: number
    /** A heading and rows of cells. */
    readonly table: readonly (readonly string[])[]
    readonly shown: number
    readonly reasons: readonly string[]
  }) => ({
    message: `"${p.model}" is not what its query gives: ${rowsOf(p.missing)} missing, ${rowsOf(p.surplus)} too many.\n${alignCells(p.table)}${p.shown < p.missing + p.surplus ? '\n… and more' : ''}`,
    hint: `${p.reasons.length === 0 ? 'The table, or what it was made from, was changed by somebody else, or what it reads is not append-only.' : `It may be that ${p.reasons.join('; that ')}.`} A run with --full-refresh makes it what its query gives.`,
  }),
  'batches-differ': (p: {
    readonly model: string
    readonly batches: readonly { readonly batch: number; readonly rows: number; readonly added: number }[]
  }) => ({
    message: `"${p.model}" holds the right rows, but not in the batches that they came in:\n${bullets(p.batches.map(({ batch, rows, added }) => `batch ${batch} has ${rowsOf(rows)}, and ${added} came in it`))}`,
    hint: 'Somebody changed "_xform_batch". Who reads the table goes by it, so build it anew with --full-refresh.',
  }),
  stale: (
    p: Subject & {
      /** In words; without it there are no rows. */
      readonly age: string | undefined
      readonly newest: string | undefined
      readonly limit: string
    },
  ) => ({
    message:
      p.age === undefined
        ? `"${p.name}" has no ${p.what}s, and its newest one may be at most ${p.limit} old.`
        : `The newest ${p.what} of "${p.name}" is ${p.age} old (${p.newest ?? ''}), and may be at most ${p.limit} old.`,
    hint:
      p.kind === 'source'
        ? 'Look at what loads it; nothing that is built from it can be fresher.'
        : `Build it with what it is made from: xform ${p.kind === 'seed' ? 'seed --select ' : 'run --select +'}${p.name}.`,
  }),
  'from-the-future': (p: Subject & { readonly ahead: string }) => ({
    message: `The newest ${p.what} of "${p.name}" is from the future: ${p.ahead} ahead of the clock.`,
    hint:
      p.what === 'file'
        ? 'Whoever writes the file sets its time, or has another clock.'
        : "Times without a time zone are taken as UTC. Say which zone they are meant in: loaded_at at time zone 'Europe/Berlin'.",
  }),
  'loaded-at-not-a-time': (p: {
    readonly name: string
    readonly kind: Subject['kind']
    readonly type: string
    readonly value?: string | undefined
  }) => ({
    message: `What is asked for the age of "${p.name}" has the type ${p.type}${p.value === undefined ? '' : ` and the value "${p.value}"`}: neither a date nor a timestamp.`,
    hint:
      p.kind === 'source'
        ? 'Let `loaded_at_field` make a time of it: cast(loaded_at as timestamp), or to_timestamp(loaded_at) of seconds since 1970.'
        : 'Name another column, or give it a type that holds times (cast … as timestamp).',
  }),
  'freshness-not-built': (p: { readonly name: string }) => ({
    message: `"${p.name}" has not been built yet, so it has no rows whose age could be told.`,
    hint: `Build it: xform build --select ${p.name}.`,
  }),
  'columns-not-compared': (p: { readonly model: string; readonly columns: readonly string[] }) => ({
    message: `Only one of the query and the table of "${p.model}" has ${p.columns.join(', ')}, so that was not compared.`,
    hint: 'The next batch brings the columns together, as on_schema_change says; --full-refresh does it for all rows.',
  }),
} as const satisfies Record<string, Entry>

/** What is told the age of. */
export interface Subject {
  readonly name: string
  readonly kind: 'source' | 'model' | 'seed'
  readonly what: 'row' | 'file'
}

export interface WaitedInVain {
  readonly relation: string
  readonly waited: string
  readonly holder?: string | undefined
}
