import { expect, test } from 'vitest'
import { formatDuration } from './duration.ts'

test.each([
  [0, '0.00s'],
  [4, '0.00s'],
  [40, '0.04s'],
  [994, '0.99s'],
  [999, '1.0s'],
  [1_200, '1.2s'],
  [59_940, '59.9s'],
  [59_960, '1m 00s'],
  [185_000, '3m 05s'],
  [3_599_400, '59m 59s'],
  [3_599_600, '1h 00m'],
  [7_620_000, '2h 07m'],
  [7_199_000, '2h 00m'],
  [360_000_000, '100h 00m'],
  [-5, '0.00s'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text)
})
