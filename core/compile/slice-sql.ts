import type { Position, Span } from '../errors/span.ts'
import type { Segment, Sql } from '../template/sql.ts'

/** A stretch of generated SQL with its part of the source map. */
export function sliceSql({ text, segments }: Sql, from: number, to = text.length): Sql {
  const kept: Segment[] = []
  for (const segment of segments) {
    if (Math.max(segment.start, from) >= Math.min(segment.end, to)) continue
    kept.push(cut(segment, { text, from, to }))
  }
  return { text: text.slice(from, to), segments: kept }
}

function cut(
  segment: Segment,
  { text, from, to }: { readonly text: string; readonly from: number; readonly to: number },
): Segment {
  const start = Math.max(segment.start, from)
  const end = Math.min(segment.end, to)
  const moved = { ...segment, start: start - from, end: end - from }
  if (!segment.copied || (start === segment.start && end === segment.end)) return moved
  return { ...moved, at: cutSpan(segment, text, { start, end }) }
}

/** A copied stretch stands letter by letter in the author's file, so its parts can be placed by counting. */
function cutSpan(
  segment: Segment,
  text: string,
  part: { readonly start: number; readonly end: number },
): Span {
  const { at } = segment
  const begin = advance({ line: at.line, column: at.column }, text.slice(segment.start, part.start))
  const finish = advance(begin, text.slice(part.start, part.end))
  return {
    path: at.path,
    line: begin.line,
    column: begin.column,
    endLine: finish.line,
    endColumn: finish.column,
  }
}

function advance({ line, column }: Position, passed: string): Position {
  const lastBreak = passed.lastIndexOf('\n')
  if (lastBreak === -1) return { line, column: column + passed.length }
  return { line: line + passed.split('\n').length - 1, column: passed.length - lastBreak }
}
