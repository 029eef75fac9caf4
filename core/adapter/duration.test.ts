import { expect, test } from 'vitest'
import { readDuration } from './duration.ts'

test.each([
  ['500ms', 500],
  ['10s', 10_000],
  ['30min', 1_800_000],
  ['1.5h', 5_400_000],
  ['1d', 86_400_000],
  ['250', 250],
  [250, 250],
  ['24d', 2_073_600_000],
])('%s is %s ms', (given, milliseconds) => {
  expect(readDuration(given)).toBe(milliseconds)
})

test.each(['', 'soon', '10 parsecs', '-1s', '25d', NaN, -5, null, true, {}, '1e3'])('%o is none', (given) => {
  expect(readDuration(given)).toBeUndefined()
})
