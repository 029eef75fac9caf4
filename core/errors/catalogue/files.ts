import type { Wording } from '../wording.ts'

type Entry = (params: never) => Wording

/** What can be wrong with the files of a source: code → wording. */
export const filesCatalogue = {
  'bad-file-pattern': (p: { readonly pattern: string; readonly problem: string }) => ({
    message: `"${p.pattern}" is no pattern for files: ${p.problem}.`,
    hint: 'Write a path with forward slashes, such as data/events/*.jsonl.',
  }),
  'files-outside-project': (p: { readonly pattern: string }) => ({
    message: `The files of "${p.pattern}" are outside the project.`,
    hint: "Write a path below the project's folder, or an absolute path.",
  }),
  'file-format-unknown': () => ({
    message: 'The path does not say how the files are written.',
    hint: 'Let it end with .csv, .json, .jsonl or .parquet, or write `format`.',
  }),
  'files-folder-missing': (p: { readonly path: string }) => ({
    message: `There is no folder "${p.path}", so no file is read.`,
    hint: 'Correct the path, or create the folder.',
  }),
  'linked-file-outside': (p: { readonly path: string }) => ({
    message: `"${p.path}" is a link that leads out of the folder that files are read from.`,
    hint: 'Name the folder that it leads to with an absolute path, or remove the link.',
  }),
  'file-changed-while-read': (p: { readonly path: string }) => ({
    message: `"${p.path}" changed while it was read.`,
    hint: 'Let its writer finish. `settle: 5 min` leaves out files that were written to in the last five minutes.',
  }),
  'malformed-file': (p: {
    readonly files: readonly string[]
    readonly line?: number | undefined
    readonly problem: string
  }) => ({
    message: `${whichFile(p.files)}${p.line === undefined ? '' : `, line ${p.line}`}: ${p.problem}`,
    hint: 'Correct or remove the file. Where a type was declared that does not fit, correct `columns` of the source.',
  }),
  'files-without-columns': (p: { readonly files: readonly string[] }) => ({
    message: `${whichFile(p.files)}: there are no columns.`,
    hint: 'Remove files without content, or declare `columns` of the source.',
  }),
  'files-differ': (p: {
    readonly file: string
    readonly other: string
    readonly missing: readonly string[]
    readonly added: readonly string[]
  }) => ({
    message: `The columns of "${p.file}" are not those of "${p.other}", and \`on_schema_drift\` is "refuse".${differences(p)}`,
    hint: 'Correct the file, or set `on_schema_drift` to union: then a column that a file does not have is NULL in its rows.',
  }),
  'bad-file-type': (p: { readonly columns: readonly string[]; readonly problem: string }) => ({
    message: `The database does not know a type that is declared for ${list(p.columns)}: ${p.problem}`,
    hint: 'Write the type in `columns` of the source as the database spells it.',
  }),
  'file-column-too-long': (p: { readonly name: string; readonly bytes: number; readonly limit: number }) => ({
    message: `The column "${shorten(p.name)}" of the files has a name of ${p.bytes} bytes; the database would cut it after ${p.limit}.`,
    hint: 'Rename the column in the files.',
  }),
} as const satisfies Record<string, Entry>

const shownFiles = 3

function whichFile(files: readonly string[]): string {
  const [only = '', ...others] = files
  if (others.length === 0) return `"${only}"`
  const shown = files.slice(0, shownFiles).map((file) => `"${file}"`)
  const rest = files.length > shownFiles ? ` … (${files.length} files)` : ''
  return `One of ${shown.join(', ')}${rest}`
}

function differences(p: { readonly missing: readonly string[]; readonly added: readonly string[] }): string {
  const missing = p.missing.length === 0 ? '' : ` It lacks ${list(p.missing)}.`
  const added = p.added.length === 0 ? '' : ` It has ${list(p.added)} besides.`
  return missing + added
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `"${shorten(name)}"`)
  return `${shown.join(', ')}${names.length > 10 ? ` … (${names.length})` : ''}`
}

function shorten(name: string): string {
  return name.length <= 80 ? name : `${name.slice(0, 79)}…`
}
