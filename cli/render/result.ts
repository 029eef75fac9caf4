import { csvLine, type Cell, type ResultTable } from '../../core/index.ts'
import { count } from './count.ts'
import { escapeControls } from './escape.ts'
import { cutEnd } from './fit.ts'
import type { Output } from './output.ts'
import { renderTable } from './table.ts'
import type { TableView, TextTable } from './table.ts'

/** How the rows of a query are written. */
export type ResultFormat = 'table' | 'csv' | 'json'

/** Writes a query's result. On a terminal nothing of it is obeyed; to a pipe the values of a CSV go as they are. */
export function renderResult(result: ResultTable, format: ResultFormat, output: Output): string {
  const toPipe = output.columns === Infinity
  const formats: Readonly<Record<ResultFormat, () => string>> = {
    table: () => renderResultTable(result, { width: output.columns, color: output.color }),
    csv: () => (toPipe ? renderCsv(result) : escapeLinewise(renderCsv(result))),
    json: () => renderJson(result),
  }
  return formats[format]()
}

/** A result as an aligned table with the number of rows below. */
export function renderResultTable(result: ResultTable, view: TableView): string {
  const { lines, hiddenColumns } = renderTable(toTextTable(result), view)
  const rows = count(result.rows.length, 'row')
  const total = result.columns.length
  const footer =
    hiddenColumns === 0 ? rows : `${rows}, ${total - hiddenColumns} of ${count(total, 'column')} shown`
  return `${[...lines, cutEnd(footer, view.width)].join('\n')}\n`
}

/** A result as CSV (RFC 4180, lines end with `\n`): NULL is an empty field, the empty text a quoted one. */
export function renderCsv({ columns, rows }: ResultTable): string {
  return [columns.map(({ name }) => name), ...rows.map((row) => row.map(cellText))].map(csvLine).join('')
}

/** A result as a JSON array with one object, and one line, for each row. A second column of the same name gets a number. */
export function renderJson({ columns, rows }: ResultTable): string {
  if (rows.length === 0) return '[]\n'
  const keys = uniqueNames(columns.map(({ name }) => name)).map((name) => JSON.stringify(name))
  const objects = rows.map((row) => {
    const members = keys.map((key, column) => `${key}:${JSON.stringify(row[column] ?? null)}`)
    return `  {${members.join(',')}}`
  })
  return `[\n${escapeJsonControls(objects.join(',\n'))}\n]\n`
}

/** JSON text with those control characters escaped that JSON allows as they are, but a terminal would obey. */
export function escapeJsonControls(json: string): string {
  return json.replaceAll(
    /[\u{7f}-\u{9f}\u{2028}\u{2029}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}

function toTextTable({ columns, rows }: ResultTable): TextTable {
  return {
    columns: columns.map(({ name, type }) => ({ header: name, align: isNumeric(type) ? 'right' : 'left' })),
    rows: rows.map((row) => row.map(cellText)),
  }
}

/** Types of numbers as the databases spell them, with or without precision; not lists of them. */
const numericType =
  /^(?:u?(?:tiny|small|big|huge)?int(?:eger|\d+)?|decimal|numeric|real|float\d*|double(?: precision)?|money|oid)(?:\([\d, ]*\))?$/i

function isNumeric(type: string): boolean {
  return numericType.test(type.trim())
}

function cellText(cell: Cell): string | null {
  if (cell === null || typeof cell === 'string') return cell
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell)
}

function escapeLinewise(text: string): string {
  return text
    .split('\n')
    .map((line) => escapeControls(line))
    .join('\n')
}

function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set(names)
  const given = new Set<string>()
  return names.map((name) => {
    const unique = given.has(name) ? nextFree(name, taken) : name
    given.add(unique)
    taken.add(unique)
    return unique
  })
}

function nextFree(name: string, taken: ReadonlySet<string>): string {
  let number = 2
  while (taken.has(`${name}_${number}`)) number += 1
  return `${name}_${number}`
}
