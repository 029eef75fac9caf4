import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addPeriods, namePeriod, periodsOf, startOfPeriod } from './period.ts'

const at = (iso: string): number => Date.parse(iso.length === 10 ? `${iso}T00:00:00Z` : iso)
const sizes = ['hour', 'day', 'month', 'year'] as const

function names(size: (typeof sizes)[number], start: string, end: string): readonly string[] {
  return periodsOf({ start: at(start), end: at(end) }, size, 1000).map((period) => namePeriod(period, size))
}

describe('the periods of a stretch', () => {
  test.each([
    ['day', '2024-02-28', '2024-03-02', ['2024-02-28', '2024-02-29', '2024-03-01']],
    ['day', '2023-02-28', '2023-03-02', ['2023-02-28', '2023-03-01']],
    ['day', '2024-03-30T23:59:59Z', '2024-04-01', ['2024-03-30', '2024-03-31']],
    ['day', '2024-03-31', '2024-03-31', []],
    ['month', '2024-01-31', '2024-04-01', ['2024-01', '2024-02', '2024-03']],
    ['month', '2023-12-31', '2024-01-01T00:00:00.001Z', ['2023-12', '2024-01']],
    ['year', '1999-06-01', '2001-06-01', ['1999', '2000', '2001']],
    ['year', '0098-06-01', '0100-06-01', ['0098', '0099', '0100']],
    ['hour', '2024-03-31T00:30:00Z', '2024-03-31T03:00:00Z', [0, 1, 2].map((h) => `2024-03-31 0${h}:00`)],
  ] as const)('by %s, from %s to %s', (...[size, start, end, expected]) => {
    expect(names(size, start, end)).toEqual(expected)
  })

  test('are no more than asked for', () => {
    expect(periodsOf({ start: 0, end: at('2024-01-01') }, 'hour', 3)).toHaveLength(3)
  })

  test('follow each other without gap or overlap and hold the whole stretch', () => {
    const instant = fc.integer({ min: at('1900-01-01'), max: at('2200-01-01') })
    const days = fc.integer({ min: 1, max: 500 })
    fc.assert(
      fc.property(instant, days, fc.constantFrom(...sizes), (start, length, size) => {
        const end = start + length * 3_600_000
        const periods = periodsOf({ start, end }, size, 1000)
        expect(periods[0]?.start).toBeLessThanOrEqual(start)
        expect(periods.at(-1)?.end).toBeGreaterThanOrEqual(end)
        for (const [index, period] of periods.entries()) {
          expect(period.start).toBe(startOfPeriod(period.start, size))
          expect(period.end).toBe(addPeriods(period.start, 1, size))
          expect(addPeriods(period.end, -1, size)).toBe(period.start)
          expect(periods[index + 1]?.start ?? period.end).toBe(period.end)
        }
      }),
    )
  })
})
