import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

const shorten = {
  alias: 'Give the relation a shorter name, or a shorter `alias` in its config.',
  schema: 'Choose a shorter `schema`; what a config says is appended to the schema of the target.',
  index: 'Give the index a shorter `name`, or leave the name out.',
  constraint: 'Give the constraint a shorter `name`, or leave the name out.',
} as const

/** What can be wrong when nodes become SQL: code → wording. */
export const compileCatalogue = {
  'name-too-long': (p: {
    readonly what: keyof typeof shorten
    readonly name: string
    readonly bytes: number
    readonly limit: number
  }) => ({
    message: `The name "${p.name}" is ${p.bytes} bytes long; the database would cut it after ${p.limit}.`,
    hint: shorten[p.what],
  }),
  'foreign-key-target': (p: { readonly name: string; readonly because: string }) => ({
    message: `A foreign key cannot refer to "${p.name}": ${p.because}.`,
    hint: 'Let it refer to a table with a `primary_key` or a constraint `unique` on exactly these columns, or test it with `relationships`.',
  }),
  'constraint-name-taken': (p: { readonly name: string; readonly by: string }) => ({
    message: `The name "${p.name}" belongs to ${p.by} already.`,
    hint: 'Give the constraint another `name`: in a table each has its own, and keys share theirs with all keys and relations of the schema.',
  }),
  'constraint-unsupported': (p: { readonly type: string; readonly because: string }) => ({
    message: `The constraint ${p.type} is left out: ${p.because}.`,
    hint: 'A data test can say the same. `warn_unsupported: false` leaves this warning out.',
  }),
  'relation-collision': (p: {
    readonly relation: string
    readonly first: string
    readonly second: string
  }) => ({
    message: `${p.first} and ${p.second} would both be built as ${p.relation}.`,
    hint: 'Give one of them another `alias` or `schema` in its config.',
  }),
  'relation-is-source': (p: {
    readonly relation: string
    readonly model: string
    readonly source: string
  }) => ({
    message: `${p.model} would be built as ${p.relation}, which is declared as ${p.source} and would be overwritten.`,
    hint: 'Give the model another `alias` or `schema` in its config, or correct the source.',
  }),
  'reserved-schema': (p: { readonly schema: string }) => ({
    message: `The schema "${p.schema}" belongs to xform's own bookkeeping.`,
    hint: 'Choose another schema.',
  }),
  'empty-name': (p: { readonly what: string }) => ({
    message: `The ${p.what} is empty.`,
    hint: 'Write a name, or leave the key out.',
  }),
  'foreign-database': (p: { readonly database: string; readonly own: string | undefined }) => ({
    message: `The database "${p.database}" is not the one that the target connects to${p.own === undefined ? '' : ` ("${p.own}")`}, and a transaction can write to one database only.`,
    hint: 'Leave `database` out, or build this model with a target of that database.',
  }),
  'empty-query': (p: { readonly name: string }) => ({
    message: `"${p.name}" comes out without a query: nothing but white space and comments is left after its templates are evaluated.`,
    hint: 'Write a select statement, or set `enabled: false`.',
  }),
  'microbatch-without-input': (p: { readonly model: string }) => ({
    message: `None of what "${p.model}" reads says which column is its event time, so every period of it would read everything.`,
    hint: 'Give an upstream model, seed or source the config `event_time`, or choose another incremental_strategy.',
  }),
  'several-statements': (p: { readonly name: string; readonly what: 'model' | 'test' }) => ({
    message: `"${p.name}" holds more than one statement; a ${p.what} is a single query.`,
    hint:
      p.what === 'test'
        ? 'Keep the query for the rows that fail.'
        : 'Keep the query and move what has to run before or after it to `pre_hook` or `post_hook`.',
  }),
  'no-driver': (p: {
    readonly model: string
    readonly materialized: string
    readonly inputs: readonly string[]
  }) => ({
    message: `"${p.model}" is a ${p.materialized}, and none of its inputs can tell what is new${p.inputs.length === 0 ? '' : `: it reads ${p.inputs.join(', ')}`}.`,
    hint: 'Read a flow or a change log, or give the source a `cursor` or `files` in its property file.',
  }),
  'several-drivers': (p: {
    readonly model: string
    readonly materialized: string
    readonly drivers: readonly string[]
  }) => ({
    message: `"${p.model}" is a ${p.materialized}, and several of its inputs can tell what is new: ${p.drivers.join(', ')}.`,
    hint: `Say which of them drives it: from='${p.drivers[0] ?? ''}'. The others are read whole, as they are at the time.`,
  }),
  'unknown-driver': (p: {
    readonly model: string
    readonly from: string
    readonly suggestion: string | undefined
    readonly inputs: readonly string[]
  }) => ({
    message: `"${p.model}" does not read "${p.from}", so that cannot drive it.`,
    hint: p.suggestion ?? (p.inputs.length === 0 ? 'It reads nothing.' : `It reads ${p.inputs.join(', ')}.`),
  }),
  'cannot-drive': (p: { readonly input: string }) => ({
    message: `"${p.input}" cannot tell what is new in it.`,
    hint: 'A flow, a change log, and a source with a `cursor` or `files` can.',
  }),
  'files-need-flow': (p: { readonly source: string; readonly reader: string }) => ({
    message: `${p.source} is made of files, and "${p.reader}" cannot read them: only a flow that they drive can, each file once.`,
    hint: `Write a flow over ${p.source} and read that.`,
  }),
  'freshness-untold': (p: { readonly name: string; readonly kind: 'source' | 'model' | 'seed' }) => ({
    message: `It is said how fresh "${p.name}" has to be, and nothing tells how fresh it is.`,
    hint:
      p.kind === 'source'
        ? 'Add `loaded_at_field`, `loaded_at_query`, `cursor` or `files`, or take the limits back with `freshness: null`.'
        : 'Name the column that tells when a row came, `freshness: { column: …, … }`, or give it an `event_time`.',
  }),
  'loaded-at-not-a-query': (p: { readonly name: string }) => ({
    message: `The \`loaded_at_query\` of "${p.name}" is not one query.`,
    hint: 'Write one select with one column and one row: the time of the newest row.',
  }),
  'no-watermark': (p: { readonly name: string }) => ({
    message: `"${p.name}" has no watermark.`,
    hint: 'A flow with an `event_time` has one.',
  }),
} as const satisfies Record<string, Entry>
