import type { Span } from '../../errors/span.ts'
import type { Segment, Sql } from '../../template/sql.ts'
import { shiftSegment } from '../../template/concat-sql.ts'
import type { Statement } from '../step.ts'

/** A statement of xform's own in which pieces of an author's SQL stand, in this order: errors inside them are shown where they are written. */
export function ddlStatement(text: string, pieces: readonly Sql[], at: Span): Statement {
  const segments: Segment[] = []
  let from = 0
  for (const piece of pieces) {
    const found = piece.text === '' ? -1 : text.indexOf(piece.text, from)
    if (found === -1) continue
    for (const segment of piece.segments) segments.push(shiftSegment(segment, found))
    from = found + piece.text.length
  }
  return { sql: text, source: { query: { text, segments }, offset: 0 }, at }
}
