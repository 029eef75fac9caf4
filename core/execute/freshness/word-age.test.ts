import { expect, test } from 'vitest'
import { wordAge, wordLimit } from './word-age.ts'

const minute = 60_000
const hour = 60 * minute

test.each([
  [0, '0 seconds'],
  [999, '0 seconds'],
  [1000, '1 second'],
  [59 * 1000, '59 seconds'],
  [61 * 1000, '1 minute 1 second'],
  [59 * minute, '59 minutes'],
  [3 * hour, '3 hours'],
  [3 * hour + 4 * minute + 59 * 1000, '3 hours 4 minutes'],
  [26 * hour, '1 day 2 hours'],
  [400 * 24 * hour + minute, '400 days 1 minute'],
  [12 * hour + 20 * 1000, '12 hours 20 seconds'],
])('%i milliseconds are %s', (milliseconds, words) => {
  expect(wordAge(milliseconds)).toBe(words)
})

test('a limit is worded as it was said', () => {
  expect([wordLimit({ count: 24, period: 'hour' }), wordLimit({ count: 1, period: 'day' })]).toEqual([
    '24 hours',
    '1 day',
  ])
})
