// Rows that differ → lines that show how: a table where it is narrow enough, otherwise a few lines for each row.
import type { TextRow } from '../read-texts.ts'
import { isSame, type DifferingRow } from './pair-rows.ts'

/** So wide that a message can stand on a terminal of 80 columns. */
const widestLine = 76

/** A value that is not what differs is cut behind so many characters. */
const longestValue = 40

/** Of a value that differs so many characters are shown, around the first that does. */
const longestSide = 30

/** So many cells of a row are shown, where each has a line of its own. */
const mostCells = 10

/** Shows rows that differ. */
export function printDifference(
  columns: readonly string[],
  rows: readonly DifferingRow[],
): readonly string[] {
  const table = [['', ...columns], ...rows.map((row) => [signs[row.kind], ...cellsOf(row)])]
  const lines = alignCells(table)
  const isNarrow = lines.every((line) => line.length <= widestLine)
  return isNarrow ? lines : rows.flatMap((row) => blockOf(columns, row))
}

const signs = { missing: '-', surplus: '+', other: '~' } as const

function alignCells(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function cellsOf(row: DifferingRow): readonly string[] {
  if (row.kind !== 'other') return row.row.map(shorten)
  const { expected, found } = row
  return expected.map((value, at) => {
    const other = found[at] ?? null
    return isSame(value, other) ? shorten(value) : change(value, other)
  })
}

/** The values that tell which row it is, and a line for each that differs. */
function blockOf(columns: readonly string[], row: DifferingRow): readonly string[] {
  const cells = cellsOf(row)
  const said = columns.map((name, at) => `${name}: ${cells[at] ?? ''}`)
  if (row.kind !== 'other') return [`${signs[row.kind]}  ${inOneLine(said)}`]
  const differs = (at: number): boolean => !isSame(row.expected[at] ?? null, row.found[at])
  const same = said.filter((_, at) => !differs(at))
  const other = said.filter((_, at) => differs(at))
  const rest = other.length - mostCells
  return [
    `${signs.other}  ${inOneLine(same)}`,
    ...other.slice(0, mostCells).map((cell) => `     ${cell}`),
    ...(rest > 0 ? [`     … and ${rest} more that differ`] : []),
  ]
}

function inOneLine(cells: readonly string[]): string {
  const room = widestLine - 6
  let line = cells[0] ?? ''
  for (const cell of cells.slice(1)) {
    if (line.length + 2 + cell.length > room) return `${line}, …`
    line += `, ${cell}`
  }
  return line
}

/** Both values, so that it can be seen where they begin to differ. */
function change(expected: TextRow[number], found: TextRow[number]): string {
  const [before, after] = [plain(expected), plain(found)]
  const start = Math.max(before.length, after.length) <= longestSide ? 0 : startOfDifference(before, after)
  return `${cutAround(before, start)} → ${cutAround(after, start)}`
}

/** A little before the first character that differs. */
function startOfDifference(before: string, after: string): number {
  let at = 0
  while (at < before.length && before[at] === after[at]) at += 1
  const start = Math.max(0, at - Math.floor(longestSide / 3))
  return start < 2 ? 0 : start
}

function cutAround(text: string, start: number): string {
  const shown = start === 0 ? text : `…${text.slice(start + 1)}`
  return cut(shown, longestSide)
}

function shorten(value: TextRow[number]): string {
  return cut(plain(value), longestValue)
}

function cut(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text
}

/** In quotes where it would look like something else, or like nothing. */
function plain(value: TextRow[number]): string {
  if (value === null) return 'NULL'
  const isPlain = value !== '' && value !== 'NULL' && !/^\s|\s$|\s\s|[^\S ]|[\p{Cc}\p{Cf}]| → /u.test(value)
  return isPlain ? value : JSON.stringify(value).replaceAll(/[^\S ]|[\p{Cc}\p{Cf}]/gu, escaped)
}

function escaped(character: string): string {
  return `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`
}
