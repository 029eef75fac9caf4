import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { countFitting, shareWidth } from './column-widths.ts'

test('columns that fit get what they need', () => {
  expect(shareWidth([3, 10, 5], 20)).toEqual([3, 10, 5])
})

test('the widest columns share what the narrow ones leave', () => {
  expect(shareWidth([4, 100, 60], 44)).toEqual([4, 20, 20])
})

test('a column that is a little too wide is not squeezed below its share', () => {
  expect(shareWidth([4, 100, 25], 64)).toEqual([4, 35, 25])
})

test('no column gets more than it needs, and all together not more than there is', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), fc.nat(200), (needed, available) => {
      const widths = shareWidth(needed, available)
      const total = needed.reduce((sum, need) => sum + need, 0)
      expect(widths.reduce((sum, width) => sum + width, 0)).toBe(Math.min(total, available))
      expect(widths.every((width, column) => width <= (needed[column] ?? 0))).toBe(true)
    }),
  )
})

test('only as many columns stand side by side as have room', () => {
  const room = { least: 8, gap: 2 }
  expect(countFitting([3, 20, 20], { ...room, available: 23 })).toBe(3)
  expect(countFitting([3, 20, 20], { ...room, available: 22 })).toBe(2)
  expect(countFitting([20], { ...room, available: 4 })).toBe(1)
})
