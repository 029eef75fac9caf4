// The text of a csv file, in chunks → its rows, with the place of every field.
import { diagnostic } from '../errors/diagnostic.ts'
import { carriageReturn, isLineEnd, lineFeed, nul, plainEnd, quote, quotedEnd } from './csv-characters.ts'
import { maxFields, type CsvRecord } from './csv-record.ts'
import { nextColumn, openingQuote, spanAhead, startScan, type Scan, type ScanOptions } from './csv-scan.ts'

/**
 * How long a row may be, in UTF-16 code units: what keeps a quote that is never closed from filling the memory. Such a row
 * has at most 16 MiB when it is written in UTF-8, which is what databases take.
 */
const maxRowLength = 4 * 1024 * 1024

/** Chunks that are longer are read in pieces, so that few rows are in memory at a time. */
const pieceLength = 64 * 1024

/**
 * Reads rows as RFC 4180 has them, a batch at a time: fields in quotes may hold delimiters, line endings and doubled
 * quotes; lines end with LF, CRLF or CR, the last one with or without. Where the chunks are cut makes no difference.
 * Stops after a row that is too long.
 */
export async function* scanCsv(
  chunks: AsyncIterable<string>,
  options: ScanOptions,
): AsyncGenerator<readonly CsvRecord[]> {
  const scan = startScan(options)
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.length && !scan.stopped; from += pieceLength) {
      scanPiece(scan, chunk.slice(from, from + pieceLength))
      yield takeRecords(scan)
    }
    if (scan.stopped) return
  }
  endFile(scan)
  yield takeRecords(scan)
}

function takeRecords(scan: Scan): readonly CsvRecord[] {
  const { records } = scan
  scan.records = []
  return records
}

function scanPiece(scan: Scan, piece: string): void {
  scan.piece = piece
  scan.at = 0
  while (scan.at < piece.length && !scan.stopped) scanMore(scan)
  if (!scan.stopped && isTooLong(scan)) endRow(scan)
  scan.before += piece.length
  scan.at = 0
  scan.piece = ''
}

/** Reads at least one character. */
function scanMore(scan: Scan): void {
  switch (scan.mode) {
    case 'begin':
      return beginCell(scan)
    case 'plain':
      return scanPlain(scan)
    case 'quoted':
      return scanQuoted(scan)
    case 'behind-quote':
      return scanBehindQuote(scan)
  }
}

function beginCell(scan: Scan): void {
  const code = scan.piece.charCodeAt(scan.at)
  if (scan.returned && code === lineFeed) return breakLine(scan, code)
  scan.returned = false
  openCell(scan, code === quote)
  if (scan.quoted) scan.at++
  else scanPlain(scan)
}

function openCell(scan: Scan, quoted: boolean): void {
  if (scan.count === 0) {
    scan.rowLine = scan.line
    scan.rowStart = scan.before + scan.at
  }
  scan.mode = quoted ? 'quoted' : 'plain'
  scan.quoted = quoted
  scan.text = ''
  scan.cellLine = scan.line
  scan.cellColumn = nextColumn(scan)
}

function scanPlain(scan: Scan): void {
  const { piece, at, delimiter } = scan
  const end = plainEnd(piece, at, delimiter)
  scan.text += piece.slice(at, end)
  scan.at = end
  if (end === piece.length) return
  const code = piece.charCodeAt(end)
  if (code === delimiter || isLineEnd(code)) return endCell(scan, code)
  const misplaced = code === nul ? 'seed-nul' : 'seed-quote-stray'
  scan.fault ??= diagnostic(misplaced, undefined, { at: spanAhead(scan, 1) })
  scan.at++
}

function scanQuoted(scan: Scan): void {
  const { piece, at } = scan
  const end = quotedEnd(piece, at)
  if (end > at) scan.returned = false
  scan.text += piece.slice(at, end)
  scan.at = end
  if (end === piece.length) return
  const code = piece.charCodeAt(end)
  if (isLineEnd(code)) {
    scan.text += piece.charAt(end)
    return breakLine(scan, code)
  }
  scan.returned = false
  if (code === quote) scan.mode = 'behind-quote'
  else scan.fault ??= diagnostic('seed-nul', undefined, { at: spanAhead(scan, 1) })
  scan.at++
}

function scanBehindQuote(scan: Scan): void {
  const code = scan.piece.charCodeAt(scan.at)
  if (code === scan.delimiter || isLineEnd(code)) return endCell(scan, code)
  if (code === quote) {
    scan.text += '"'
    scan.mode = 'quoted'
    scan.at++
    return
  }
  const related = [{ message: 'The field in quotes begins here.', at: openingQuote(scan) }]
  scan.fault ??= diagnostic('seed-text-after-quote', undefined, { at: spanAhead(scan, 0), related })
  scan.mode = 'plain'
}

/** Ends a field at the delimiter or the line ending that stands next, and with the latter the row. */
function endCell(scan: Scan, code: number): void {
  keepCell(scan)
  if (code === scan.delimiter) {
    scan.at++
    return
  }
  endRow(scan)
  breakLine(scan, code)
}

function keepCell(scan: Scan): void {
  scan.mode = 'begin'
  scan.count++
  if (scan.count > maxFields) return
  scan.cells.push({
    text: scan.text,
    quoted: scan.quoted,
    line: scan.cellLine,
    column: scan.cellColumn,
    endLine: scan.line,
    endColumn: nextColumn(scan),
  })
}

function endRow(scan: Scan): void {
  if (isTooLong(scan)) stop(scan)
  const { cells, count, fault, line } = scan
  scan.records.push({ cells, count, fault, endLine: line, endColumn: nextColumn(scan) })
  scan.cells = []
  scan.count = 0
  scan.fault = undefined
  scan.rowStart = scan.before + scan.at
}

function breakLine(scan: Scan, code: number): void {
  if (!(scan.returned && code === lineFeed)) scan.line++
  scan.returned = code === carriageReturn
  scan.at++
  scan.lineStart = scan.before + scan.at
}

function endFile(scan: Scan): void {
  if (scan.mode === 'begin' && scan.count === 0) return
  if (scan.mode === 'begin') openCell(scan, false)
  if (scan.mode === 'quoted') {
    scan.fault ??= diagnostic('seed-quote-unclosed', undefined, { at: openingQuote(scan) })
  }
  keepCell(scan)
  endRow(scan)
}

function isTooLong({ before, at, rowStart }: Scan): boolean {
  return before + at - rowStart > maxRowLength
}

function stop(scan: Scan): void {
  const { path, rowLine: line } = scan
  const at = { path, line, column: 1, endLine: line, endColumn: 1 }
  scan.fault = diagnostic('seed-row-too-long', { limit: maxRowLength }, { at })
  scan.stopped = true
}
