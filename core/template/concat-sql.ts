import type { Segment, Sql } from './sql.ts'

/** Joins SQL and text of xform's own (which has no place in the author's files); source maps move along. */
export function concatSql(parts: readonly (string | Sql)[]): Sql {
  const segments: Segment[] = []
  let length = 0
  for (const part of parts) {
    if (typeof part === 'string') {
      length += part.length
      continue
    }
    for (const segment of part.segments) segments.push(shiftSegment(segment, length))
    length += part.text.length
  }
  return { text: parts.map((part) => (typeof part === 'string' ? part : part.text)).join(''), segments }
}

/** The same segment of a text that begins `by` later. */
export function shiftSegment(segment: Segment, by: number): Segment {
  return by === 0 ? segment : { ...segment, start: segment.start + by, end: segment.end + by }
}
