import { graphemes, graphemeWidth } from './display-width.ts'
import { escapeControls, hasControls } from './escape.ts'

/** One character of a source line as it is shown, and where it stands in the line. */
export interface Glyph {
  /** Safe to write: tabs are blanks, control characters are escaped. */
  readonly text: string
  /** In columns of the terminal. */
  readonly width: number
  /** In UTF-16 code units from the line's beginning; the end is exclusive. */
  readonly start: number
  readonly end: number
}

const tabWidth = 4

/**
 * A line of source, or a part of it that begins at `from`, → its characters as they are shown. Tabs reach to the next
 * multiple of four columns.
 */
export function toGlyphs(line: string, from = 0): readonly Glyph[] {
  const glyphs: Glyph[] = []
  let start = from
  let column = 0
  for (const grapheme of graphemes(line)) {
    const end = start + grapheme.length
    const text = showGrapheme(grapheme, column)
    const width = graphemeWidth(text)
    glyphs.push({ text, width, start, end })
    start = end
    column += width
  }
  return glyphs
}

/** How many columns the glyphs take together. */
export function widthOf(glyphs: readonly Glyph[]): number {
  return glyphs.reduce((width, glyph) => width + glyph.width, 0)
}

function showGrapheme(grapheme: string, column: number): string {
  if (grapheme === '\t') return ' '.repeat(tabWidth - (column % tabWidth))
  return hasControls(grapheme) ? escapeControls(grapheme) : grapheme
}
