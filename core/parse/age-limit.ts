/** How old something may be. */
export interface AgeLimit {
  readonly count: number
  readonly period: 'minute' | 'hour' | 'day'
}

const lengths = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

/** The age in milliseconds. */
export function ageOf({ count, period }: AgeLimit): number {
  return count * lengths[period]
}
