// A row that a database refused → the place in the seed's file that it was written from.
import type { StreamedPlace } from '../adapter/problem.ts'
import type { Span } from '../errors/span.ts'
import { cellSpan, type CsvRecord } from './csv-record.ts'
import { readRecords, type KnownFile } from './deliver-rows.ts'
import type { SeedFileInput } from './seed-file-input.ts'

/** Reads the file again up to the row that a database means; undefined where there is no such row any more. */
export async function locateRow(
  input: SeedFileInput,
  known: KnownFile,
  place: StreamedPlace,
): Promise<Span | undefined> {
  let count = 0
  for await (const records of readRecords(input, known)) {
    for (const record of records) {
      count += place.unit === 'row' || count === 0 ? 1 : linesOf(record)
      if (count >= place.number) return spanIn(record, known, { path: input.path, column: place.column })
    }
  }
  return undefined
}

/** How many lines a row has in the text that is written of it: fields keep their line endings. */
function linesOf({ cells }: CsvRecord): number {
  return cells.reduce((count, { text }) => count + text.split('\n').length - 1, 1)
}

/** The field of a column, or else the whole row. */
function spanIn(
  { cells }: CsvRecord,
  { columns }: KnownFile,
  { path, column }: { readonly path: string; readonly column: string | undefined },
): Span | undefined {
  const index = columns.findIndex((one) => one.column.name === column)
  const [first, last] = index === -1 ? [cells[0], cells.at(-1)] : [cells[index], cells[index]]
  if (first === undefined || last === undefined) return undefined
  const { endLine, endColumn } = last
  return { ...cellSpan(path, first), endLine, endColumn }
}
