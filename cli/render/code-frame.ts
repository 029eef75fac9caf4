import type { Span } from '../../core/index.ts'
import type { Paint, Style } from './color.ts'
import { escapeControls } from './escape.ts'
import { blanks } from './fit.ts'
import { markLine } from './marked-line.ts'
import type { Stretch } from './marked-line.ts'
import type { SourceLines } from './source-lines.ts'

/** How a place is drawn. */
export interface FrameStyle {
  /** The columns of the terminal. */
  readonly width: number
  readonly paint: Paint
  /** How the carets are coloured. */
  readonly mark: Style
}

/** Lines of source longer than this are cut also where nothing else limits them. */
const widestLine = 160
/** Below this there is nothing sensible to show: the terminal wraps instead. */
const narrowestLine = 20

/**
 * A place in a file → the lines that show it: the arrow with path, line and column, then the source line with carets
 * below. Without the file's text there is only the arrow. Of a place over several lines the first is marked to its
 * end and `...` stands for the rest; a place behind the file's end is shown at the end.
 */
export function renderPlace(at: Span, source: SourceLines | undefined, style: FrameStyle): readonly string[] {
  const where = `${escapeControls(at.path)}:${at.line}:${at.column}`
  return source === undefined ? [renderArrow(where, 1, style)] : renderFrame({ at, where, source, style })
}

/** The arrow that points to a file as a whole. */
export function renderPath(path: string, style: FrameStyle): string {
  return renderArrow(escapeControls(path), 1, style)
}

function renderArrow(where: string, digits: number, { paint }: FrameStyle): string {
  return `${blanks(digits + 1)}${paint.blue('-->')} ${where}`
}

interface Frame {
  readonly at: Span
  readonly where: string
  readonly source: SourceLines
  readonly style: FrameStyle
}

function renderFrame({ at, where, source, style }: Frame): readonly string[] {
  const number = Math.max(1, Math.min(at.line, source.count))
  const line = source.line(number)
  const digits = String(number).length
  const width = Math.max(narrowestLine, Math.min(style.width, widestLine) - digits - 4)
  const marked = markLine(line, stretchOf(at, line, number), width)
  const bar = style.paint.blue('|')
  const gutter = `${blanks(digits + 2)}${bar}`
  return [
    renderArrow(where, digits, style),
    gutter,
    ` ${style.paint.blue(String(number))} ${bar} ${marked.text}`.trimEnd(),
    `${gutter} ${blanks(marked.offset)}${style.mark('^'.repeat(marked.length))}`,
    ...(goesOn(at) ? [style.paint.blue('...')] : []),
  ]
}

function stretchOf(at: Span, line: string, number: number): Stretch {
  if (at.line > number) return { start: line.length, end: line.length }
  const start = bound(at.column - 1, line)
  const end = at.endLine > at.line ? line.length : bound(at.endColumn - 1, line)
  return { start, end: Math.max(start, end) }
}

/** Whether a place covers more than its first line; the line's end itself does not count. */
function goesOn({ line, endLine, endColumn }: Span): boolean {
  return endLine > line + 1 || (endLine === line + 1 && endColumn > 1)
}

function bound(offset: number, line: string): number {
  return Math.max(0, Math.min(offset, line.length))
}
