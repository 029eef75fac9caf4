/**
 * A stretch of one source file.
 *
 * Lines and columns count from 1; columns count UTF-16 code units, as editors do. The end is exclusive: it names
 * the position right behind the last character. A span of length zero marks a position (`end` equals start).
 */
export interface Span {
  /** The file, relative to the project's folder, with forward slashes. */
  readonly path: string
  readonly line: number
  readonly column: number
  readonly endLine: number
  readonly endColumn: number
}

/** A position in a text: line and column from 1, the column in UTF-16 code units. */
export interface Position {
  readonly line: number
  readonly column: number
}

/**
 * Says where offsets of one text lie, in line and column. Building it costs one pass over the text, a look-up a
 * binary search.
 */
export interface LineIndex {
  /** The position of an offset (UTF-16 code units from 0); an offset past the end is the end. */
  position(offset: number): Position
  /** The offset of a position; a column past the line's end is the line's end. */
  offset(position: Position): number
  /** The span between two offsets. */
  span(start: number, end: number): Span
}

/** Indexes the lines of a file's text. Lines end at `\n`; a `\r` before it belongs to the line. */
export function indexLines({ path, text }: { readonly path: string; readonly text: string }): LineIndex {
  const starts = lineStarts(text)
  const position = (offset: number): Position => {
    const bounded = Math.max(0, Math.min(offset, text.length))
    const line = lastStartAtOrBefore(starts, bounded)
    return { line: line + 1, column: bounded - (starts[line] ?? 0) + 1 }
  }
  return {
    position,
    span(start, end) {
      const from = position(start)
      const to = position(end)
      return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column }
    },
    offset({ line, column }) {
      const start = starts[Math.min(line, starts.length) - 1] ?? 0
      const end = starts[line] ?? text.length + 1
      return Math.min(start + column - 1, end - 1)
    },
  }
}

/** The span of a whole file's beginning, for what concerns the file and not a place in it. */
export function fileSpan(path: string): Span {
  return { path, line: 1, column: 1, endLine: 1, endColumn: 1 }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

function lastStartAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}
