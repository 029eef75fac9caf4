import { createPaint } from './color.ts'
import type { Paint } from './color.ts'
import { countFitting, shareWidth } from './column-widths.ts'
import { displayWidth } from './display-width.ts'
import { escapeControls } from './escape.ts'
import { blanks, boundLength, cutEnd } from './fit.ts'

/** A column of a table: text is aligned to the left, numbers to the right. */
interface TableColumn {
  readonly header: string
  readonly align: 'left' | 'right'
}

/** A table of texts; `null` is SQL's NULL. */
export interface TextTable {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly (string | null)[])[]
}

/** What a table is drawn on. */
export interface TableView {
  /** The columns of the terminal; infinite where nothing limits them. */
  readonly width: number
  readonly color: boolean
}

/** A table as lines, and which of its columns found no room. */
export interface RenderedTable {
  readonly lines: readonly string[]
  readonly hiddenColumns: number
}

const gap = '  '
/** Stands for columns that found no room. */
const more = `${gap}…`
/** A column is not squeezed below this before the last ones are left out. */
const leastWidth = 8

/**
 * Draws a table: a header, a rule, a line for each row. No line is wider than the view: long cells are cut with `…`,
 * the widest first, and where that does not suffice the last columns are left out for a `…`. NULL is dimmed, and the
 * text `NULL` stands in quotes, so that they differ also without colours.
 */
export function renderTable(table: TextTable, view: TableView): RenderedTable {
  const paint = createPaint(view.color)
  const texts = showTexts(table, view.width)
  const needed = measureColumns(texts)
  const { fitting, widths } = layOut(needed, view.width)
  const hiddenColumns = needed.length - fitting
  const columns = widths.map((width, at) => ({ width, align: table.columns[at]?.align ?? 'left' }))
  const draw = createLineDrawer({ columns, end: hiddenColumns > 0 && view.width > more.length ? more : '' })
  const [header = [], ...rows] = texts
  const body = rows.map((row, at) =>
    draw(row, (text, column) => (table.rows[at]?.[column] === null ? paint.dim(text) : text)),
  )
  return { lines: [draw(header, paint.bold), drawRule(columns, view.width, paint), ...body], hiddenColumns }
}

function showTexts(table: TextTable, width: number): readonly (readonly string[])[] {
  const show = (text: string): string => escapeControls(boundLength(text, width))
  return [
    table.columns.map(({ header }) => show(header)),
    ...table.rows.map((row) => row.map((cell) => (cell === null ? 'NULL' : quoteNull(show(cell))))),
  ]
}

/** Quotes what could be taken for NULL, and what is such a text in quotes already. */
function quoteNull(text: string): string {
  return /^'*NULL'*$/.test(text) ? `'${text}'` : text
}

function measureColumns([header = [], ...rows]: readonly (readonly string[])[]): readonly number[] {
  return header.map((name, column) =>
    rows.reduce(
      (widest, row) => Math.max(widest, displayWidth(row[column] ?? '')),
      Math.max(1, displayWidth(name)),
    ),
  )
}

function layOut(
  needed: readonly number[],
  width: number,
): { readonly fitting: number; readonly widths: readonly number[] } {
  const all = countFitting(needed, { available: width, least: leastWidth, gap: gap.length })
  const room = all === needed.length ? width : Math.max(1, width - more.length)
  const fitting =
    all === needed.length
      ? all
      : countFitting(needed, { available: room, least: leastWidth, gap: gap.length })
  return { fitting, widths: shareWidth(needed.slice(0, fitting), room - (fitting - 1) * gap.length) }
}

interface DrawnColumn {
  readonly width: number
  readonly align: 'left' | 'right'
}

type LineDrawer = (texts: readonly string[], style: (text: string, column: number) => string) => string

function createLineDrawer(line: {
  readonly columns: readonly DrawnColumn[]
  readonly end: string
}): LineDrawer {
  return (texts, style) => {
    const cells = line.columns.map(({ width, align }, column) => {
      const text = cutEnd(texts[column] ?? '', width)
      const filler = blanks(width - displayWidth(text))
      const styled = style(text, column)
      return align === 'right' ? filler + styled : styled + filler
    })
    return `${cells.join(gap)}${line.end}`.trimEnd()
  }
}

function drawRule(columns: readonly DrawnColumn[], width: number, paint: Paint): string {
  return paint.dim(
    columns
      .map((column) => '─'.repeat(column.width))
      .join(gap)
      .slice(0, width),
  )
}
