// Event time, cut into periods: hours, days, months or years of UTC.
import type { BatchSize } from '../parse/config.ts'

/** A stretch of event time in milliseconds since the epoch; the end is not included. */
export interface Stretch {
  readonly start: number
  readonly end: number
}

/** The beginning of the period that an instant is in. */
export function startOfPeriod(instant: number, size: BatchSize): number {
  const date = new Date(instant)
  switch (size) {
    case 'year':
      date.setUTCMonth(0, 1)
      date.setUTCHours(0, 0, 0, 0)
      break
    case 'month':
      date.setUTCDate(1)
      date.setUTCHours(0, 0, 0, 0)
      break
    case 'day':
      date.setUTCHours(0, 0, 0, 0)
      break
    case 'hour':
      date.setUTCMinutes(0, 0, 0)
  }
  return date.getTime()
}

/** The beginning of the period that comes so many periods after one that begins at `start`; a negative count goes back. */
export function addPeriods(start: number, count: number, size: BatchSize): number {
  const date = new Date(start)
  switch (size) {
    case 'year':
      date.setUTCFullYear(date.getUTCFullYear() + count)
      break
    case 'month':
      date.setUTCMonth(date.getUTCMonth() + count)
      break
    case 'day':
      date.setUTCDate(date.getUTCDate() + count)
      break
    case 'hour':
      date.setUTCHours(date.getUTCHours() + count)
  }
  return date.getTime()
}

/** The periods that a stretch of event time touches, oldest first, and at most `limit` of them. */
export function periodsOf({ start, end }: Stretch, size: BatchSize, limit: number): readonly Stretch[] {
  const periods: Stretch[] = []
  for (let at = startOfPeriod(start, size); at < end && periods.length < limit;) {
    const next = addPeriods(at, 1, size)
    periods.push({ start: at, end: next })
    at = next
  }
  return periods
}

/** What a period is called (`2024`, `2024-02`, `2024-02-29`, `2024-02-29 13:00`). */
export function namePeriod({ start }: Stretch, size: BatchSize): string {
  const iso = new Date(start).toISOString().replace('T', ' ')
  const lengths = { year: 4, month: 7, day: 10, hour: 16 } as const
  return iso.slice(0, lengths[size])
}
