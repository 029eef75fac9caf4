import { indexLines } from '../../core/index.ts'

/** A file's text, ready to give single lines of it without reading the whole again. */
export interface SourceLines {
  /** How many lines there are; a text that ends with a newline has an empty one behind it. */
  readonly count: number
  /** A line by its number from 1, without its end. */
  line(number: number): string
}

/** Indexes a file's text by lines: one pass over it. */
export function indexSource(path: string, text: string): SourceLines {
  const index = indexLines({ path, text })
  const count = index.position(text.length).line
  return {
    count,
    line(number) {
      const start = index.offset({ line: number, column: 1 })
      const end = number < count ? index.offset({ line: number + 1, column: 1 }) - 1 : text.length
      return text.slice(start, text[end - 1] === '\r' ? end - 1 : end)
    },
  }
}
