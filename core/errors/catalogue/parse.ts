import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

/** What can be wrong in the room `parse`: code → wording. */
export const parseCatalogue = {
  'bad-name': (p: { readonly name: string; readonly suggestion: string | undefined }) => ({
    message: `"${p.name}" cannot be a name: a name is made of letters, digits, "_", "-" and "$", and begins with a letter, a digit or "_".`,
    hint: p.suggestion === undefined ? 'Rename it.' : `Rename it, for example to "${p.suggestion}".`,
  }),
  'unused-config': (p: { readonly key: string; readonly because: string }) => ({
    message: `"${p.key}" has no effect: ${p.because}.`,
    hint: 'Remove it, or change what it goes with.',
  }),
  'bad-privilege': (p: { readonly name: string }) => ({
    message: `"${p.name}" is not a privilege.`,
    hint: 'Write the privilege itself, such as select.',
  }),
  'merge-columns-twice': () => ({
    message:
      'Both merge_update_columns and merge_exclude_columns are given, and either alone decides what is updated.',
    hint: 'Keep one of them.',
  }),
  'unique-key-missing': (p: { readonly strategy: string }) => ({
    message: `The strategy ${p.strategy} replaces rows by their key, and there is no unique_key.`,
    hint: 'Add `unique_key`, or write append to add every row.',
  }),
  'microbatch-incomplete': (p: { readonly missing: readonly string[] }) => ({
    message: `The strategy microbatch builds a model period by period, and ${p.missing.map((key) => `\`${key}\``).join(' and ')} ${p.missing.length === 1 ? 'is' : 'are'} missing.`,
    hint: "Say which column holds the time (event_time='occurred_at'), how long a period is (batch_size='day'), and where the first one begins (begin='2024-01-01').",
  }),
  'unmatched-defaults': (p: {
    readonly name: string
    readonly suggestion: string | undefined
    readonly isProject: boolean
  }) => ({
    message: `Nothing is in a folder "${p.name}" here, so its defaults hold for nothing.`,
    hint: adviseFolder(p),
  }),
  'unclosed-front-matter': () => ({
    message: 'Front matter begins here and does not end.',
    hint: 'Close it by a line `---`.',
  }),
  'not-a-reference': (p: { readonly text: string }) => ({
    message: `"${p.text}" is not a reference.`,
    hint: "Write ref('name') or source('source', 'table').",
  }),
  'duplicate-column': (p: { readonly name: string }) => ({
    message: `The column "${p.name}" is described twice.`,
    hint: 'Keep one description.',
  }),
  'config-needs': (p: { readonly key: string; readonly needed: string }) => ({
    message: `"${p.key}" needs \`${p.needed}\`, and there is none.`,
    hint: `Add \`${p.needed}\` to the config.`,
  }),
  'key-with-comma': (p: { readonly option: string; readonly key: string; readonly list: string }) => ({
    message: `"${p.key}" as one part of ${p.option} would be a row of several values, which no column can hold.`,
    hint: `Write a list: ${p.list}.`,
  }),
  'hard-deletes-twice': () => ({
    message:
      'Both hard_deletes and invalidate_hard_deletes are given, and the second is only an older spelling of hard_deletes: invalidate.',
    hint: 'Keep `hard_deletes`.',
  }),
  'meta-column-twice': (p: { readonly name: string; readonly key: string; readonly other: string }) => ({
    message: `${p.key} and ${p.other} would both be the column "${p.name}".`,
    hint: 'Give each of them a name of its own.',
  }),
  'cursor-twice': () => ({
    message: 'Both `settle` and `order` are given, and either alone says when rows are complete.',
    hint: 'Keep one of them.',
  }),
  'loaded-at-twice': () => ({
    message: '`loaded_at_field` and `loaded_at_query` both say when rows came last.',
    hint: 'Keep one of them.',
  }),
  'reference-in-freshness': (p: { readonly name: string }) => ({
    message: `What tells how fresh "${p.name}" is cannot refer to a node: it is asked when the node may not stand yet.`,
    hint: 'Write {{ this }} for the relation itself, and another one by the name that it has in the database.',
  }),
  'versioned-ref': () => ({
    message: 'A reference cannot ask for a version: there are no versions of models here.',
    hint: 'Leave it out, or give each version a name of its own.',
  }),
  'wrong-arguments': (p: { readonly name: string; readonly usage: string }) => ({
    message: `${p.name}() is called with other arguments than it takes.`,
    hint: `Write ${p.usage}.`,
  }),
  'unreadable-test': (p: { readonly found: string }) => ({
    message: `A test is a name, or a name with a map of arguments below it; this is ${p.found}.`,
    hint: 'Write `- not_null`, or `- accepted_values:` with its arguments indented below.',
  }),
  'duplicate-test': (p: { readonly name: string }) => ({
    message: `The test "${p.name}" is declared twice with the same arguments.`,
    hint: 'Keep one of them, or give them names.',
  }),
  'fixture-twice': () => ({
    message: 'Both `rows` and `fixture` are given, and either alone says what the rows are.',
    hint: 'Keep one of them.',
  }),
  'fixture-ambiguous': (p: { readonly name: string; readonly paths: readonly string[] }) => ({
    message: `The fixture "${p.name}" can be any of these files: ${p.paths.join(', ')}.`,
    hint: 'Rename one of them; a csv and an sql file are told apart by `format:`.',
  }),
  'unknown-fixture': (p: { readonly name: string; readonly suggestion: string | undefined }) => ({
    message: `There is no fixture "${p.name}".`,
    hint: p.suggestion ?? 'Write its rows into a csv or sql file in the folder `fixtures` of the tests.',
  }),
  'unknown-test': (p: { readonly test: string; readonly suggestion: string | undefined }) => ({
    message: `There is no test "${p.test}".`,
    hint:
      p.suggestion ??
      `Define it as a macro "test_${p.test.replace(/^.*\./u, '')}" with the parameter "model", or remove it.`,
  }),
  'test-of-relation': (p: { readonly test: string }) => ({
    message: `The test "${p.test}" is about a whole relation, and stands at a column.`,
    hint: 'Write it under the `data_tests:` of the model itself.',
  }),
  'test-of-column': (p: { readonly test: string }) => ({
    message: `The test "${p.test}" is about a column, and stands at a whole relation.`,
    hint: 'Write it under the `data_tests:` of a column, or name the column with `column_name:`.',
  }),
  'bad-threshold': (p: { readonly text: string }) => ({
    message: `"${p.text}" is not a condition on a number of rows.`,
    hint: 'Write a comparison with a number, such as "> 10", "!= 0" or "between 1 and 5".',
  }),
  'missing-test-argument': (p: { readonly test: string; readonly argument: string }) => ({
    message: `The test ${p.test} needs the argument "${p.argument}".`,
    hint: `Add \`${p.argument.replace(/".*/u, '')}:\` below it.`,
  }),
  'config-not-plain': (p: { readonly key: string }) => ({
    message: `The value of "${p.key}" is SQL made by a template, and what it will say is not known when configs are read.`,
    hint: 'Write the value as text.',
  }),
  'config-argument': () => ({
    message: 'config() takes named arguments.',
    hint: "Write config(materialized='table', tags=['nightly']).",
  }),
  'empty-model': () => ({
    message: 'This model has no SQL: nothing but comments and white space stands here.',
    hint: 'Write a query, or remove the file.',
  }),
  'reference-in-hook': (p: { readonly owner: string }) => ({
    message: `A hook of ${p.owner} cannot refer to a node: it runs when the node may not stand yet.`,
    hint: 'Write the name that the relation has in the database.',
  }),
  'reference-in-constraint': (p: { readonly isKey: boolean }) => ({
    message: "A constraint's `expression` cannot refer to a node: the graph would not know of it.",
    hint: p.isKey
      ? "Write `to: ref('customers')` and `to_columns: [id]` in its place."
      : 'A check can ask only of the columns of its own row.',
  }),
  'contract-without-columns': (p: { readonly name: string }) => ({
    message: `"${p.name}" has a contract, and none of its columns are declared.`,
    hint: 'Declare every column of the query under `columns:`, with `name` and `data_type`.',
  }),
  'contract-type-missing': (p: { readonly column: string }) => ({
    message: `The column "${p.column}" has no \`data_type\`, and a contract says the type of every column.`,
    hint: 'Add `data_type:` with a type of the database, such as integer or text.',
  }),
  'constraint-column-unknown': (p: {
    readonly column: string
    readonly columns: readonly string[]
    readonly suggestion: string | undefined
  }) => ({
    message: `The constraint names the column "${p.column}", which is not declared. There are: ${p.columns.join(', ')}.`,
    hint: p.suggestion ?? 'Name a column that is declared under `columns:`.',
  }),
  'primary-key-twice': (p: { readonly name: string }) => ({
    message: `"${p.name}" has more than one primary key.`,
    hint: 'For a key of several columns, declare it once, under the `constraints:` of the model, with `columns:`.',
  }),
  'foreign-key-widths': (p: {
    readonly columns: readonly string[]
    readonly toColumns: readonly string[]
  }) => ({
    message: `The foreign key is made of ${count(p.columns)}, and refers to ${count(p.toColumns)}.`,
    hint: 'Name as many columns in `to_columns` as the key has, in the same order.',
  }),
  'contract-schema-change': (p: { readonly policy: string }) => ({
    message: `With a contract, on_schema_change cannot be "${p.policy}": the declared columns say what the table has.`,
    hint: 'Write fail, or append_new_columns.',
  }),
  'nothing-described': (p: {
    readonly kind: string
    readonly name: string
    readonly other: string | undefined
    readonly suggestion: string | undefined
  }) => ({
    message: `There is no ${p.kind} "${p.name}" to describe.`,
    hint: adviseDescription(p),
  }),
  'described-twice': (p: { readonly kind: string; readonly name: string }) => ({
    message: `The ${p.kind} "${p.name}" is described twice.`,
    hint: 'Keep one description, and put everything there.',
  }),
} as const satisfies Record<string, Entry>

function count(columns: readonly string[]): string {
  return `${columns.length} ${columns.length === 1 ? 'column' : 'columns'} (${columns.join(', ')})`
}

function adviseFolder(p: { readonly suggestion: string | undefined; readonly isProject: boolean }): string {
  if (p.isProject) return "Leave out the project's name: folders stand directly below."
  return p.suggestion === undefined
    ? 'Check the name, or remove the entry.'
    : `Did you mean "${p.suggestion}"?`
}

function adviseDescription(p: {
  readonly other: string | undefined
  readonly suggestion: string | undefined
}): string {
  if (p.other !== undefined) return `There is a ${p.other} of this name: describe it under \`${p.other}s:\`.`
  return p.suggestion === undefined
    ? 'Check the name, or remove the entry.'
    : `Did you mean "${p.suggestion}"?`
}
