import type { AgeLimit } from '../../parse/age-limit.ts'

const units = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
] as const

/** A length of time in the two largest units that it has any of, and never too long: `3 days 4 hours`, `0 seconds`. */
export function wordAge(milliseconds: number): string {
  const parts: string[] = []
  let rest = milliseconds
  for (const [unit, length] of units) {
    const count = Math.floor(rest / length)
    if (count === 0 || parts.length === 2) continue
    parts.push(many(count, unit))
    rest -= count * length
  }
  return parts.length === 0 ? many(0, 'second') : parts.join(' ')
}

/** A limit in words: `12 hours`. */
export function wordLimit({ count, period }: AgeLimit): string {
  return many(count, period)
}

function many(count: number, unit: string): string {
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
