import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { readMoment } from './read-moment.ts'

test.each([
  ['2026-03-01', Date.UTC(2026, 2, 1)],
  ['2026-03-01 12:30:05', Date.UTC(2026, 2, 1, 12, 30, 5)],
  ['2026-03-01T12:30:05.123456', Date.UTC(2026, 2, 1, 12, 30, 5, 123)],
  ['2026-03-01 12:30:05+00', Date.UTC(2026, 2, 1, 12, 30, 5)],
  ['2026-03-01 12:30:05.5+05:30', Date.UTC(2026, 2, 1, 7, 0, 5, 500)],
  ['2026-03-01 12:30:05-08', Date.UTC(2026, 2, 1, 20, 30, 5)],
  ['0001-01-01 00:00:00', Date.parse('0001-01-01T00:00:00Z')],
])('%s is read, in UTC where it has no zone', (text, moment) => {
  expect(readMoment(text)).toBe(moment)
})

test.each([null, undefined, 5, 'infinity', 'yesterday', '0044-03-15 BC', '294276-12-31 00:00:00'])(
  '%s is no moment that can be counted',
  (cell) => {
    expect(readMoment(cell)).toBeUndefined()
  },
)

test('every moment is read as what it was written as', () => {
  const moments = fc.integer({ min: Date.parse('0001-01-01T00:00:00Z'), max: Date.UTC(9999, 11, 31) })
  fc.assert(
    fc.property(moments, (moment) => {
      const text = new Date(moment).toISOString().replace('T', ' ').replace('Z', '')
      expect([readMoment(text), readMoment(`${text}+00`)]).toEqual([moment, moment])
    }),
  )
})
