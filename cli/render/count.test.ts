import { expect, test } from 'vitest'
import { count, formatNumber } from './count.ts'

test('thousands are separated', () => {
  expect([0, 999, 1_000, 1_234_567].map(formatNumber)).toEqual(['0', '999', '1,000', '1,234,567'])
})

test('one is singular, everything else plural', () => {
  expect([0, 1, 2].map((number) => count(number, 'row'))).toEqual(['0 rows', '1 row', '2 rows'])
})

test('an irregular plural is given', () => {
  expect(count(2, 'query', 'queries')).toBe('2 queries')
})
