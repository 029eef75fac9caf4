import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

/** What can be wrong in a seed's file, or in what is said of its columns: code → wording. */
export const seedCatalogue = {
  'seed-empty': () => ({
    message: 'The file is empty; a seed begins with a line that names its columns.',
    hint: 'Write the names of the columns in the first line, or remove the file.',
  }),
  'seed-header-empty': (p: { readonly number: number }) => ({
    message: `Column ${p.number} has no name in the header.`,
    hint: 'Write a name. A delimiter at the end of every line makes a column without a name: remove it there.',
  }),
  'seed-header-duplicate': (p: {
    readonly name: string
    readonly first: string
    readonly second: string
  }) => ({
    message:
      p.first === p.second
        ? `Two columns are called "${shorten(p.second)}".`
        : `The columns "${shorten(p.first)}" and "${shorten(p.second)}" would both be called "${shorten(p.name)}".`,
    hint: 'Rename one of them in the header.',
  }),
  'seed-header-too-long': (p: { readonly name: string; readonly bytes: number; readonly limit: number }) => ({
    message: `The column name "${shorten(p.name)}" is ${p.bytes} bytes long; the database would cut it after ${p.limit}.`,
    hint: 'Write a shorter name in the header.',
  }),
  'seed-too-many-columns': (p: { readonly limit: number }) => ({
    message: `The header names more than ${p.limit} columns.`,
    hint: 'Check that this is a csv file, and that `delimiter` is right in its config.',
  }),
  'seed-delimiter-suspected': (p: { readonly delimiter: string; readonly found: string }) => ({
    message: `The header is a single column that holds ${p.found}, while the delimiter is ${p.delimiter}.`,
    hint: `Set \`delimiter\` in the seed's config to ${p.found}. If this is the column's name, put it in quotes.`,
  }),
  'seed-fields-missing': (p: { readonly expected: number; readonly found: number }) => ({
    message: `The row ends after ${fields(p.found)}; the header names ${p.expected}.`,
    hint: 'Write the missing fields; an empty one between two delimiters is NULL.',
  }),
  'seed-fields-extra': (p: { readonly expected: number; readonly found: number }) => ({
    message: `The row has ${fields(p.found)}; the header names ${p.expected}.`,
    hint: 'Remove the surplus, or put a field that holds the delimiter in quotes.',
  }),
  'seed-quote-stray': () => ({
    message: 'A quote stands inside a field that does not begin with one.',
    hint: 'Put the whole field in quotes and write each quote inside it twice: "a 5"" disk".',
  }),
  'seed-text-after-quote': () => ({
    message: 'Text follows the quote that ends a field.',
    hint: 'Write a quote inside a quoted field twice (""), and end the field with the quote.',
  }),
  'seed-quote-unclosed': () => ({
    message: 'The field that begins with this quote does not end before the file does.',
    hint: 'End the field with a quote, and write each quote inside it twice.',
  }),
  'seed-nul': () => ({
    message: 'The file holds a NUL character, which databases do not take in a text.',
    hint: 'Check that this is a csv file in UTF-8: UTF-16 and binary files are full of NUL characters.',
  }),
  'seed-row-too-long': (p: { readonly limit: number }) => ({
    message: `The row that begins here is longer than ${p.limit} characters, and the file was read no further.`,
    hint: 'Look for a quote that is opened and not closed.',
  }),
  'seed-column-unknown': (p: {
    readonly name: string
    readonly key: 'column_types' | 'data_type'
    readonly columns: readonly string[]
    readonly suggestion: string | undefined
  }) => ({
    message: `\`${p.key}\` gives a type to "${p.name}", which is not a column of the file. It has: ${shortList(p.columns)}.`,
    hint: p.suggestion ?? 'Name a column as the header writes it.',
  }),
  'seed-column-declared-twice': (p: {
    readonly first: string
    readonly second: string
    readonly column: string
  }) => ({
    message: `"${p.first}" and "${p.second}" both give a type to the column "${p.column}".`,
    hint: 'Remove one of them from `column_types`.',
  }),
  'seed-more-problems': (p: { readonly count: number; readonly listed: number }) => ({
    message: `${p.count} more ${p.count === 1 ? 'problem' : 'problems'} in this file; the first ${p.listed} are listed.`,
    hint: 'Correct these first: often all of them have one cause.',
  }),
  'seed-changed': () => ({
    message: 'The file changed while it was read: its types were found on other rows.',
    hint: 'Run the command again when nobody writes the file.',
  }),
} as const satisfies Record<string, Entry>

function fields(count: number): string {
  return count === 1 ? '1 field' : `${count} fields`
}

function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 20).map(shorten).join(', ')
  return names.length > 20 ? `${shown} … (${names.length} columns)` : shown
}

/** A file can hold anything where a name is expected. */
function shorten(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`
}
