import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'

/** One field of a csv file and the place where it stands, its quotes included. */
export interface CsvCell {
  /** What the field says: without its quotes, doubled ones made one. */
  readonly text: string
  readonly quoted: boolean
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** One row of a csv file. It begins at the first column of its line. */
export interface CsvRecord {
  /** The fields; of a row with more than `maxFields` only the first ones are kept. */
  readonly cells: readonly CsvCell[]
  /** How many fields the row has. */
  readonly count: number
  /** The first thing that is wrong with its quotes and characters; one slip of a quote brings many after it. */
  readonly fault: Diagnostic | undefined
  /** Where the row ends, before its line ending. */
  readonly endLine: number
  readonly endColumn: number
}

/** Of how many fields a row may consist. */
export const maxFields = 10_000

/** Whether a row is an empty line. */
export function isBlank({ cells, count, fault }: CsvRecord): boolean {
  return fault === undefined && count === 1 && cells.every(({ text, quoted }) => text === '' && !quoted)
}

/** The place of a field in its file. */
export function cellSpan(path: string, { line, column, endLine, endColumn }: CsvCell): Span {
  return { path, line, column, endLine, endColumn }
}
