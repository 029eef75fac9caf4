// The first row of a csv file → the names of the columns.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { cellSpan, maxFields, type CsvCell, type CsvRecord } from './csv-record.ts'
import type { SeedFileInput } from './seed-file-input.ts'

/** A column as the header names it. */
export interface HeaderColumn {
  /** Its name in the database. */
  readonly name: string
  /** Its name in the file. */
  readonly written: string
  readonly at: Span
}

/** A header, read. */
export interface HeaderReading {
  /** Empty where the findings leave no sense in comparing the rows with the header. */
  readonly columns: readonly HeaderColumn[]
  readonly findings: readonly Diagnostic[]
}

/**
 * Names the columns. A name that needs no quotes in SQL is folded as the database folds it, unless `quote_columns` (or
 * `quote: true` in the column's properties) keeps it; any other name is kept exactly. White space around a name that
 * stands without quotes is not part of it, unless `quote_columns` keeps it too.
 */
export function readHeader(record: CsvRecord, input: SeedFileInput): HeaderReading {
  const misread = record.fault ?? refuseCount(record, input) ?? suspectDelimiter(record, input)
  if (misread !== undefined) return { columns: [], findings: [misread] }
  const kept = new Set(input.columns.filter(({ quote }) => quote === true).map(({ name }) => name))
  const columns = record.cells.map((cell) => nameColumn(cell, input, kept))
  return { columns, findings: checkNames(columns, input) }
}

function nameColumn(
  cell: CsvCell,
  { path, config, dialect }: SeedFileInput,
  kept: ReadonlySet<string>,
): HeaderColumn {
  if (config.quoteColumns) return { name: cell.text, written: cell.text, at: cellSpan(path, cell) }
  const written = cell.quoted ? cell.text : cell.text.trim()
  const name = kept.has(written) ? written : (dialect.foldIdentifier(written) ?? written)
  return { name, written, at: nameSpan(path, cell) }
}

/** The place of a name without the white space around it. */
function nameSpan(path: string, cell: CsvCell): Span {
  const whole = cellSpan(path, cell)
  if (cell.quoted || cell.text.trim() === '') return whole
  const column = whole.column + cell.text.length - cell.text.trimStart().length
  const endColumn = whole.endColumn - (cell.text.length - cell.text.trimEnd().length)
  return { ...whole, column, endColumn }
}

function checkNames(columns: readonly HeaderColumn[], { dialect }: SeedFileInput): readonly Diagnostic[] {
  const first = new Map<string, HeaderColumn>()
  return columns.flatMap((column, index) => {
    const { name, at } = column
    if (name.trim() === '') return [diagnostic('seed-header-empty', { number: index + 1 }, { at })]
    const identity = dialect.columnIdentity(name)
    const other = first.get(identity)
    if (other !== undefined) return [duplicate(column, other)]
    first.set(identity, column)
    return checkLength(column, dialect.maxIdentifierBytes)
  })
}

function duplicate({ written, at }: HeaderColumn, other: HeaderColumn): Diagnostic {
  const params = { name: other.name, first: other.written, second: written }
  const related = [{ message: 'The first one stands here.', at: other.at }]
  return diagnostic('seed-header-duplicate', params, { at, related })
}

function checkLength({ name, at }: HeaderColumn, limit: number | undefined): readonly Diagnostic[] {
  const bytes = Buffer.byteLength(name)
  if (limit === undefined || bytes <= limit) return []
  return [diagnostic('seed-header-too-long', { name, bytes, limit }, { at })]
}

/** The characters that files are delimited with, in words. */
const delimiters = new Map([
  [',', '","'],
  [';', '";"'],
  ['\t', '"\\t"'],
  ['|', '"|"'],
])

/** One column with a delimiter in its name is nearly always a file with another delimiter; nobody wants that table. */
function suspectDelimiter({ cells }: CsvRecord, { path, config }: SeedFileInput): Diagnostic | undefined {
  const [cell, second] = cells
  if (cell === undefined || second !== undefined || cell.quoted) return undefined
  const found = [...delimiters].find(([character]) => cell.text.includes(character))
  if (found === undefined) return undefined
  const [character, words] = found
  const column = cell.column + cell.text.indexOf(character)
  const at = { path, line: cell.line, column, endLine: cell.line, endColumn: column + 1 }
  const delimiter = delimiters.get(config.delimiter) ?? JSON.stringify(config.delimiter)
  return diagnostic('seed-delimiter-suspected', { delimiter, found: words }, { at })
}

function refuseCount({ cells, count }: CsvRecord, { path }: SeedFileInput): Diagnostic | undefined {
  const last = cells.at(-1)
  if (count <= maxFields || last === undefined) return undefined
  return diagnostic('seed-too-many-columns', { limit: maxFields }, { at: cellSpan(path, last) })
}
