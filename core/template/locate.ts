import type { RelatedPlace } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Segment, Sql } from './sql.ts'

/** Where generated SQL came from. */
export interface Location {
  /** The very position in text that was copied (a span of length zero), the whole expression where one produced it. */
  readonly at: Span
  /** For text in a macro, the calls that led there, innermost first. */
  readonly related: readonly RelatedPlace[]
}

/**
 * The author's place of an offset in generated SQL (UTF-16 code units); undefined where xform itself wrote the text.
 * The end of the SQL belongs to its last segment. Logarithmic in the number of segments.
 */
export function locate({ text, segments }: Sql, offset: number): Location | undefined {
  const segment =
    findSegment(segments, offset) ?? (offset === text.length ? endingAt(segments, offset) : undefined)
  if (segment === undefined) return undefined
  const at = segment.copied ? positionIn(text, segment, offset) : segment.at
  return { at, related: calledFrom(segment.calls ?? []) }
}

const word = /[\p{L}\p{N}_$]+|"(?:[^"]|"")*"|'(?:[^']|'')*'|\S/uy

/** The place of the word at an offset: databases name only where it begins. */
export function locateWord(query: Sql, offset: number): Location | undefined {
  const place = locate(query, offset)
  if (place === undefined || place.at.endColumn > place.at.column || place.at.endLine > place.at.line)
    return place
  word.lastIndex = offset
  const length = word.exec(query.text)?.[0].length
  if (length === undefined) return place
  const last = locate(query, offset + length - 1)
  const isOneStretch = last?.at.line === place.at.line && last.at.column === place.at.column + length - 1
  return isOneStretch ? { ...place, at: { ...place.at, endColumn: place.at.column + length } } : place
}

/** The calls that led into a macro as places to show with a finding. */
export function calledFrom(calls: readonly Span[]): readonly RelatedPlace[] {
  return calls.map((at) => ({ message: 'called from here', at }))
}

function findSegment(segments: readonly Segment[], offset: number): Segment | undefined {
  let low = 0
  let high = segments.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((segments[middle]?.end ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  const found = segments[low]
  return found !== undefined && found.start <= offset ? found : undefined
}

function endingAt(segments: readonly Segment[], offset: number): Segment | undefined {
  const last = segments.at(-1)
  return last?.end === offset ? last : undefined
}

function positionIn(text: string, { start, at }: Segment, offset: number): Span {
  const before = text.slice(start, offset)
  const lastBreak = before.lastIndexOf('\n')
  const line = at.line + (before.match(/\n/g)?.length ?? 0)
  const column = lastBreak === -1 ? at.column + before.length : before.length - lastBreak
  return { path: at.path, line, column, endLine: line, endColumn: column }
}
