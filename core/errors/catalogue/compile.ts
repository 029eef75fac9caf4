import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

const shorten = {
  alias: 'Give the relation a shorter name, or a shorter `alias` in its config.',
  schema: 'Choose a shorter `schema`; what a config says is appended to the schema of the target.',
  index: 'Give the index a shorter `name`, or leave the name out.',
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
  'several-statements': (p: { readonly name: string }) => ({
    message: `"${p.name}" holds more than one statement; a model is a single query.`,
    hint: 'Keep the query and move what has to run before or after it to `pre_hook` or `post_hook`.',
  }),
} as const satisfies Record<string, Entry>
