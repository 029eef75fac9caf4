import type { Style } from './color.ts'
import { displayWidth } from './display-width.ts'
import { escapeControls } from './escape.ts'
import { cutEnd } from './fit.ts'

/** A part of a line and how it looks. */
export interface Piece {
  readonly text: string
  readonly style?: Style
}

/** The pieces as one line of at most `width` columns, escaped, cut with `…` where it is longer, without blanks at its end. */
export function renderPieces(pieces: readonly Piece[], width: number): string {
  let left = width
  let line = ''
  for (const { text, style } of withoutBlankEnd(pieces)) {
    const whole = escapeControls(text)
    const shown = cutEnd(whole, left)
    line += style === undefined ? shown : style(shown)
    left -= displayWidth(shown)
    if (shown !== whole) break
  }
  return line
}

function withoutBlankEnd(pieces: readonly Piece[]): readonly Piece[] {
  const last = pieces.findLastIndex(({ text }) => text.trim() !== '')
  const piece = pieces[last]
  if (piece === undefined) return []
  return [...pieces.slice(0, last), { ...piece, text: piece.text.trimEnd() }]
}
