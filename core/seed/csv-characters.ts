// The characters that have a meaning in a csv file besides the delimiter, as UTF-16 code units.
export const nul = 0
export const lineFeed = 10
export const carriageReturn = 13
export const quote = 34

/** Where a field without quotes, or this part of it, ends: at the next character that has a meaning. */
export function plainEnd(piece: string, from: number, delimiter: number): number {
  for (let at = from; at < piece.length; at++) {
    const code = piece.charCodeAt(at)
    if (code === delimiter || (code <= quote && isSpecial(code))) return at
  }
  return piece.length
}

/** Where the plain part of a field in quotes ends. */
export function quotedEnd(piece: string, from: number): number {
  for (let at = from; at < piece.length; at++) {
    const code = piece.charCodeAt(at)
    if (code <= quote && isSpecial(code)) return at
  }
  return piece.length
}

function isSpecial(code: number): boolean {
  return code === quote || code === nul || isLineEnd(code)
}

/** Whether the character ends a line, or is half of what does. */
export function isLineEnd(code: number): boolean {
  return code === lineFeed || code === carriageReturn
}
