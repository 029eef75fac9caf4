import { displayWidth } from './display-width.ts'

/**
 * Breaks a line at its blanks into lines of at most `width` columns, the first one shorter by `used`. A word that is
 * wider stays whole; a line that fits stays as it is.
 */
export function wrapWords(line: string, width: number, used = 0): readonly string[] {
  if (used + displayWidth(line) <= width) return [line]
  const lines: string[] = []
  let current = ''
  let left = width - used
  for (const word of line.split(/(?<=\S)(?= )/)) {
    const needed = displayWidth(word)
    if (current.trim() !== '' && needed > left) {
      lines.push(current)
      current = word.trimStart()
      left = width - displayWidth(current)
    } else {
      current += word
      left -= needed
    }
  }
  return [...lines, current]
}
