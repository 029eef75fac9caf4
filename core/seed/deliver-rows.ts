// A seed's file, whose columns are known → its rows as CSV text.
import { diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import { XformError } from '../errors/xform-error.ts'
import { isBlank, type CsvRecord } from './csv-record.ts'
import { scanCsv } from './scan-csv.ts'
import type { SeedColumn } from './seed-column.ts'
import type { SeedFileInput } from './seed-file-input.ts'

/** What was found when the file was read for the first time. */
export interface KnownFile {
  /** The fields of the header. */
  readonly header: readonly string[]
  readonly columns: readonly SeedColumn[]
}

/** How long the pieces of the text are at least, in UTF-16 code units. */
const pieceLength = 64 * 1024

/** Reads the file again and writes its rows. Throws an `XformError` where the file is not what it was. */
export async function* deliverRows(input: SeedFileInput, known: KnownFile): AsyncGenerator<string> {
  let piece = ''
  for await (const records of readRecords(input, known)) {
    for (const record of records) piece += writeRow(record, known.columns) ?? refuse(input)
    if (piece.length < pieceLength) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

/**
 * Reads the rows behind the header. Empty lines are left out, but in a file with a single column, where an empty line is a
 * row with NULL: so both databases read it.
 */
export async function* readRecords(
  input: SeedFileInput,
  known: KnownFile,
): AsyncGenerator<readonly CsvRecord[]> {
  const options = { path: input.path, delimiter: input.config.delimiter }
  const skipsBlank = known.columns.length > 1
  let headerSeen = false
  for await (const records of scanCsv(input.open(), options)) {
    const rows: CsvRecord[] = []
    for (const record of records) {
      if (isBlank(record) && (skipsBlank || !headerSeen)) continue
      if (headerSeen) rows.push(record)
      else if (!isHeader(record, known.header)) refuse(input)
      headerSeen = true
    }
    yield rows
  }
}

function refuse({ path }: SeedFileInput): never {
  throw new XformError([diagnostic('seed-changed', undefined, { at: fileSpan(path) })])
}

function isHeader({ cells, count }: CsvRecord, header: readonly string[]): boolean {
  return count === header.length && cells.every(({ text }, index) => text === header[index])
}

function writeRow({ cells, count, fault }: CsvRecord, columns: readonly SeedColumn[]): string | undefined {
  if (fault !== undefined || count !== columns.length) return undefined
  let row = ''
  for (const [index, cell] of cells.entries()) {
    const field = columns[index]?.write(cell)
    if (field === undefined) return undefined
    row += index === 0 ? field : `,${field}`
  }
  return `${row}\n`
}
