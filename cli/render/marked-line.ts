import type { Glyph } from './glyph.ts'
import { toGlyphs, widthOf } from './glyph.ts'

/** A stretch of one line, in UTF-16 code units from its beginning; the end is exclusive. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** A line of source as it is shown, and the columns to mark below it. */
export interface MarkedLine {
  readonly text: string
  /** Columns before the mark. */
  readonly offset: number
  /** Columns that are marked: at least one. */
  readonly length: number
}

/**
 * A line and a stretch of it → the part that is shown and where the mark goes. A line wider than `width` columns is
 * cut around the stretch, with `…` where something is left out. A stretch of length zero, or behind the line's end,
 * is marked by one column.
 */
export function markLine(line: string, stretch: Stretch, width: number): MarkedLine {
  const near = nearby(line, stretch, width)
  const shown = cutAround(near, stretch, width)
  const before = shown.filter((glyph) => glyph.end <= stretch.start)
  const within = shown.filter((glyph) => glyph.end > stretch.start && glyph.start < stretch.end)
  return {
    text: shown.map((glyph) => glyph.text).join(''),
    offset: widthOf(before),
    length: Math.max(1, widthOf(within)),
  }
}

interface Excerpt {
  readonly glyphs: readonly Glyph[]
  readonly cutBefore: boolean
  readonly cutBehind: boolean
}

/** Bounds the work on a line of megabytes: what lies four widths away from the stretch's start is never shown. */
function nearby(line: string, { start }: Stretch, width: number): Excerpt {
  const reach = width * 4
  const from = onBoundary(line, Math.max(0, Math.min(start, line.length) - reach))
  const to = onBoundary(line, Math.min(line.length, start + reach))
  const glyphs = toGlyphs(line.slice(from, to), from)
  return { glyphs, cutBefore: from > 0, cutBehind: to < line.length }
}

function onBoundary(line: string, offset: number): number {
  const unit = line.charCodeAt(offset)
  const splitsPair = unit >= 0xdc_00 && unit <= 0xdf_ff && offset > 0
  return splitsPair ? offset - 1 : offset
}

function cutAround(excerpt: Excerpt, stretch: Stretch, width: number): readonly Glyph[] {
  const { glyphs, cutBefore, cutBehind } = excerpt
  // One column more than the text: the place of a mark behind the line's end.
  const total = widthOf(glyphs) + 1
  if (total <= width && !cutBefore && !cutBehind) return glyphs
  const first = chooseFirstColumn(excerpt, stretch, width)
  const last = first + width
  const omitsBefore = cutBefore || first > 0
  const omitsBehind = cutBehind || last < total
  const kept = between(glyphs, first + Number(omitsBefore), last - Number(omitsBehind))
  return [
    ...(omitsBefore ? [ellipsis(kept[0]?.start ?? stretch.start)] : []),
    ...kept,
    ...(omitsBehind ? [ellipsis(Infinity)] : []),
  ]
}

/** The stretch is shown in the middle where it fits, and from its beginning where it does not. */
function chooseFirstColumn({ glyphs }: Excerpt, { start, end }: Stretch, width: number): number {
  const total = widthOf(glyphs) + 1
  const from = widthOf(glyphs.filter((glyph) => glyph.end <= start))
  const length = Math.max(1, widthOf(glyphs.filter((glyph) => glyph.end > start && glyph.start < end)))
  const room = Math.max(0, width - 2 - length)
  const first = from - 1 - Math.floor(room / 2)
  return Math.max(0, Math.min(first, total - width))
}

function between(glyphs: readonly Glyph[], from: number, to: number): readonly Glyph[] {
  let column = 0
  return glyphs.filter((glyph) => {
    const start = column
    column += glyph.width
    return start >= from && column <= to
  })
}

function ellipsis(at: number): Glyph {
  return { text: '…', width: 1, start: at, end: at }
}
