// Rows as they are written in csv → the same as if they were written as maps.
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import type { Fixture, FixtureCell } from '../../parse/fixture.ts'
import { cellSpan, isBlank, type CsvCell, type CsvRecord } from '../../seed/csv-record.ts'
import { scanCsv } from '../../seed/scan-csv.ts'
import { done, stop, type Step } from './unit-failure.ts'

/** Rows with their columns in order, or a query for them. */
export type ReadRows =
  | {
      readonly kind: 'rows'
      readonly columns: readonly FixtureColumn[]
      readonly rows: readonly (readonly FixtureCell[])[]
      /** Whether what a value is was said with it, and need not be guessed from its text. */
      readonly isTyped: boolean
    }
  | { readonly kind: 'sql'; readonly fixture: Extract<Fixture, { readonly kind: 'sql' }> }

/** A column that rows name. */
export interface FixtureColumn {
  readonly name: string
  readonly at: Span
}

/** Reads the rows of a fixture. */
export async function readRows(fixture: Fixture): Promise<Step<ReadRows>> {
  if (fixture.kind === 'sql') return done({ kind: 'sql', fixture })
  if (fixture.kind === 'csv') return readCsv(fixture)
  return done({ kind: 'rows', columns: columnsIn(fixture.rows), rows: fixture.rows, isTyped: true })
}

function columnsIn(rows: readonly (readonly FixtureCell[])[]): readonly FixtureColumn[] {
  const found = new Map<string, FixtureColumn>()
  for (const { column, columnAt } of rows.flat())
    if (!found.has(column)) found.set(column, { name: column, at: columnAt })
  return [...found.values()]
}

async function readCsv({
  text,
  file,
  at,
}: Extract<Fixture, { readonly kind: 'csv' }>): Promise<Step<ReadRows>> {
  const path = file?.path ?? at.path
  const records: CsvRecord[] = []
  for await (const batch of scanCsv(once(text.value), { path, delimiter: ',' })) records.push(...batch)
  const [header, ...body] = records.filter((record) => !isBlank(record))
  if (header === undefined) return done({ kind: 'rows', columns: [], rows: [], isTyped: false })
  const place = (cell: CsvCell): Span => (file === undefined ? at : cellSpan(path, cell))
  const columns = header.cells.map((cell) => ({ name: cell.text.trim(), at: place(cell) }))
  const fault = [header, ...body].find((record) => record.fault !== undefined)?.fault
  if (fault !== undefined) return stop(file === undefined ? { ...fault, at } : fault)
  const uneven = body.find(({ count }) => count !== header.count)
  if (uneven !== undefined) {
    const params = { fields: uneven.count, columns: header.count }
    const [first] = uneven.cells
    return stop(diagnostic('fixture-uneven', params, { at: first === undefined ? at : place(first) }))
  }
  const rows = body.map(({ cells }) =>
    cells.map((cell, index): FixtureCell => {
      const column = columns[index] ?? { name: '', at }
      const isNull = cell.text === '' && !cell.quoted
      return {
        column: column.name,
        columnAt: column.at,
        text: isNull ? null : cell.text,
        kind: 'text',
        at: place(cell),
      }
    }),
  )
  return done({ kind: 'rows', columns, rows, isTyped: false })
}

async function* once(text: string): AsyncGenerator<string> {
  yield text
}
