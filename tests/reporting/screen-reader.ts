import { displayWidth } from '../../cli/render/display-width.ts'

/** What a terminal shows after some output: the lines, and the row of its cursor, from 0. */
export interface ShownScreen {
  readonly lines: readonly string[]
  readonly row: number
}

const sequence = /\p{Cc}\[(\d*)([AJKm])|\r|\n|[^\p{Cc}]+/gu

/**
 * Reads output as a terminal of endless height does: colours, `\r`, `\n`, cursor up, erase the rest of the line or of
 * the screen. Anything else is not understood and throws: xform must not write it.
 */
export function readScreen(output: string): ShownScreen {
  const lines: string[] = ['']
  let row = 0
  let column = 0
  let read = 0
  for (const match of output.matchAll(sequence)) {
    const [token, number = '', command] = match
    if (match.index !== read) break
    read += token.length
    if (token === '\r') column = 0
    else if (token === '\n') {
      row += 1
      column = 0
      if (row === lines.length) lines.push('')
    } else if (command === 'A') row = Math.max(0, row - Number(number || 1))
    else if (command === 'K') lines[row] = (lines[row] ?? '').slice(0, column)
    else if (command === 'J') {
      lines.length = row + 1
      lines[row] = (lines[row] ?? '').slice(0, column)
    } else if (command === undefined) {
      lines[row] =
        `${(lines[row] ?? '').slice(0, column)}${token}${(lines[row] ?? '').slice(column + token.length)}`
      column += token.length
    }
  }
  if (read !== output.length)
    throw new Error(`not understood: ${JSON.stringify(output.slice(read, read + 20))}`)
  return { lines, row }
}

/** The widest of the lines, in columns. */
export function widestLine(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(displayWidth))
}
