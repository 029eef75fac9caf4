import { displayWidth, graphemes, graphemeWidth } from './display-width.ts'

/** The text filled up with blanks behind it to so many columns. */
export function padEnd(text: string, width: number): string {
  return text + blanks(width - displayWidth(text))
}

/** The text filled up with blanks before it to so many columns. */
export function padStart(text: string, width: number): string {
  return blanks(width - displayWidth(text)) + text
}

/** So many blanks; none for a negative number. */
export function blanks(width: number): string {
  return ' '.repeat(Math.max(0, width))
}

/** The text, cut at its end with `…` to at most so many columns. */
export function cutEnd(text: string, width: number): string {
  const bounded = boundLength(text, width)
  if (bounded === text && displayWidth(text) <= width) return text
  return width < 1 ? '' : `${takeStart(bounded, width - 1)}…`
}

/** The text, cut in its middle with `…` to at most so many columns: for names, whose end tells as much as their beginning. */
export function cutMiddle(text: string, width: number): string {
  if (displayWidth(text) <= width) return text
  if (width < 1) return ''
  const atStart = Math.floor((width - 1) / 2)
  return `${takeStart(text, atStart)}…${takeEnd(text, width - 1 - atStart)}`
}

/**
 * A beginning of the text that surely fills so many columns: keeps the cost of a cell of megabytes that of its
 * visible part. Eight code units a column leave room for accents and families of emoji.
 */
export function boundLength(text: string, width: number): string {
  const limit = (width + 1) * 8
  return text.length > limit ? text.slice(0, limit) : text
}

function takeStart(text: string, width: number): string {
  let taken = ''
  let left = width
  for (const grapheme of graphemes(text)) {
    left -= graphemeWidth(grapheme)
    if (left < 0) break
    taken += grapheme
  }
  return taken
}

function takeEnd(text: string, width: number): string {
  let taken = ''
  let left = width
  for (const grapheme of [...graphemes(text)].toReversed()) {
    left -= graphemeWidth(grapheme)
    if (left < 0) break
    taken = grapheme + taken
  }
  return taken
}
