// Rows that a unit test gives or expects, as they are written.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Located, PlainValue } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { refuse } from '../project/schema/scalars.ts'
import type { SourceFile } from '../project/source-file.ts'
import { contentSpan, isNothing, plainValue, type Tree } from '../project/tree.ts'
import { didYouMean } from '../errors/suggest.ts'

/** A value of a row: its text as the author wrote it, and what YAML takes it for. */
export interface FixtureCell {
  readonly column: string
  readonly columnAt: Span
  /** Null for NULL. */
  readonly text: string | null
  readonly kind: 'text' | 'number' | 'boolean' | 'json'
  readonly at: Span
}

/** Rows of a unit test. */
export type Fixture =
  | { readonly kind: 'rows'; readonly rows: readonly (readonly FixtureCell[])[]; readonly at: Span }
  /** `file`: where the text is a file of its own. */
  | { readonly kind: 'csv'; readonly text: Located<string>; readonly file?: SourceFile; readonly at: Span }
  | { readonly kind: 'sql'; readonly text: Located<string>; readonly file?: SourceFile; readonly at: Span }

/** How rows are written in a property file: in place, or the name of a file that holds them. */
export interface WrittenRows {
  readonly rows?: Tree
  readonly format?: 'dict' | 'csv' | 'sql'
  readonly fixture?: Located<string>
}

/** Reads rows; `at` is where they should stand. */
export function readFixture(
  written: WrittenRows,
  { files, at }: { readonly files: readonly SourceFile[]; readonly at: Span },
  report: Report,
): Fixture | undefined {
  const { rows, format = 'dict', fixture } = written
  if (fixture !== undefined && rows !== undefined) {
    report(diagnostic('fixture-twice', undefined, { at: fixture.at }))
    return undefined
  }
  if (fixture !== undefined) return readFile({ name: fixture, format: written.format }, files, report)
  if (rows === undefined || isNothing(rows)) return { kind: 'rows', rows: [], at }
  if (format === 'dict') return readRows(rows, report)
  if (rows.kind !== 'scalar' || typeof rows.value !== 'string')
    return refuse(rows, { expected: `text, as its format is ${format}` }, report)
  return { kind: format, text: { value: rows.value, at: contentSpan(rows) }, at: rows.at }
}

function readFile(
  { name, format }: { readonly name: Located<string>; readonly format: WrittenRows['format'] },
  files: readonly SourceFile[],
  report: Report,
): Fixture | undefined {
  const wanted = format === 'sql' || format === 'csv' ? [format] : ['csv', 'sql']
  const [file, ...others] = wanted.flatMap((ending) => {
    const whole = `${bare(name.value)}.${ending}`
    return name.value === bare(name.value) || name.value === whole
      ? files.filter(({ path }) => fileName(path) === whole)
      : []
  })
  if (file !== undefined && others.length > 0) {
    const paths = [file, ...others].map(({ path }) => path)
    report(diagnostic('fixture-ambiguous', { name: name.value, paths }, { at: name.at }))
    return undefined
  }
  if (file === undefined) {
    const known = files.map(({ path }) => fileName(path).replace(/\.\w+$/u, ''))
    const suggestion = didYouMean(name.value, known)
    report(diagnostic('unknown-fixture', { name: name.value, suggestion }, { at: name.at }))
    return undefined
  }
  const kind = file.path.endsWith('.sql') ? 'sql' : 'csv'
  const at: Span = { path: file.path, line: 1, column: 1, endLine: 1, endColumn: 1 }
  return { kind, text: { value: file.text, at }, file, at: name.at }
}

function bare(name: string): string {
  return name.replace(/\.(?:csv|sql)$/u, '')
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function readRows(tree: Tree, report: Report): Fixture | undefined {
  if (tree.kind !== 'list') {
    const hint = typeof plainValue(tree) === 'string' ? 'Say which format it has: csv or sql.' : undefined
    return refuse(tree, { expected: 'a list of rows, each a map from columns to values', hint }, report)
  }
  const rows = tree.items.flatMap((item) => {
    if (item.kind === 'map') return [item.entries.map(({ key, keyAt, value }) => readCell(key, keyAt, value))]
    refuse(item, { expected: 'a row: a map from columns to values' }, report)
    return []
  })
  return { kind: 'rows', rows, at: tree.at }
}

function readCell(column: string, columnAt: Span, value: Tree): FixtureCell {
  const place = { column, columnAt, at: value.at }
  if (value.kind !== 'scalar')
    return { ...place, text: JSON.stringify(plainValue(value) satisfies PlainValue), kind: 'json' }
  if (value.value === null) return { ...place, text: null, kind: 'text' }
  if (typeof value.value === 'string') return { ...place, text: value.value, kind: 'text' }
  if (typeof value.value === 'boolean') return { ...place, text: String(value.value), kind: 'boolean' }
  return { ...place, text: value.raw, kind: 'number' }
}
