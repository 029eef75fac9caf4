import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { CsvCell, CsvRecord } from './csv-record.ts'

/** How to read a csv file. */
export interface ScanOptions {
  readonly path: string
  /** One character. */
  readonly delimiter: string
}

/**
 * What comes next: the beginning of a field, more of an unquoted field, more of a quoted one, or what stands behind a
 * quote inside a quoted one.
 */
type Mode = 'begin' | 'plain' | 'quoted' | 'behind-quote'

/** Everything that must be known from one character to the next. */
export interface Scan {
  readonly path: string
  readonly delimiter: number
  mode: Mode
  piece: string
  /** The next character's index in the piece. */
  at: number
  /** How many code units stand before the piece. */
  before: number
  line: number
  /** How many code units stand before the line. */
  lineStart: number
  /** Whether the last character was a carriage return, so that a line feed belongs to it. */
  returned: boolean
  text: string
  quoted: boolean
  cellLine: number
  cellColumn: number
  cells: CsvCell[]
  count: number
  fault: Diagnostic | undefined
  rowLine: number
  rowStart: number
  records: CsvRecord[]
  stopped: boolean
}

/** Stands before a file's first character. */
export function startScan({ path, delimiter }: ScanOptions): Scan {
  return {
    path,
    delimiter: delimiter.charCodeAt(0),
    mode: 'begin',
    piece: '',
    at: 0,
    before: 0,
    line: 1,
    lineStart: 0,
    returned: false,
    text: '',
    quoted: false,
    cellLine: 1,
    cellColumn: 1,
    cells: [],
    count: 0,
    fault: undefined,
    rowLine: 1,
    rowStart: 0,
    records: [],
    stopped: false,
  }
}

/** The column of the next character. */
export function nextColumn(scan: Scan): number {
  return scan.before + scan.at - scan.lineStart + 1
}

/** The place of the next characters. */
export function spanAhead(scan: Scan, length: number): Span {
  const { path, line } = scan
  const start = nextColumn(scan)
  return { path, line, column: start, endLine: line, endColumn: start + length }
}

/** The place of the quote that the present field begins with. */
export function openingQuote({ path, cellLine: line, cellColumn }: Scan): Span {
  return { path, line, column: cellColumn, endLine: line, endColumn: cellColumn + 1 }
}
