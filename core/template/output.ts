import type { Span } from '../errors/span.ts'
import { shiftSegment } from './concat-sql.ts'
import type { Segment, Sql } from './sql.ts'

/** SQL while it is being generated. */
export interface Output {
  readonly parts: string[]
  readonly segments: Segment[]
  length: number
  /** The last character. */
  tail: string
  /** Where the last character came from, if from a value that is data and not SQL. */
  tailData: Span | undefined
}

/** A stretch of SQL with its origin. */
export interface Piece {
  readonly text: string
  readonly at: Span
  readonly copied: boolean
  readonly calls: readonly Span[]
  /** Whether it is data: a plain text or a number, which must not become SQL syntax together with its neighbours. */
  readonly data: boolean
  /** Its own source map, where it has one. */
  readonly segments?: readonly Segment[] | undefined
}

/** Output that is empty. */
export function createOutput(): Output {
  return { parts: [], segments: [], length: 0, tail: '', tailData: undefined }
}

/**
 * Adds a piece. Where a comment mark would come into being between it and what stands before it, and one of the two is
 * data, the place of the data is given back: nobody wrote that mark.
 */
export function append(output: Output, piece: Piece): Span | undefined {
  const { text, at, copied, calls } = piece
  if (text === '') return undefined
  const start = output.length
  const joined = output.tail + text.charAt(0)
  const data = piece.data ? at : output.tailData
  const conflict = joined === '--' || joined === '/*' ? data : undefined
  output.parts.push(text)
  output.length += text.length
  output.tail = text.charAt(text.length - 1)
  output.tailData = piece.data ? at : undefined
  if (piece.segments === undefined) {
    const origin = calls.length === 0 ? {} : { calls }
    output.segments.push({ start, end: output.length, at, copied, ...origin })
  } else {
    for (const segment of piece.segments) output.segments.push(shiftSegment(segment, start))
  }
  return conflict
}

/** The SQL that was generated. */
export function finish({ parts, segments }: Output): Sql {
  return { text: parts.join(''), segments }
}
