import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth } from './display-width.ts'
import { escapeControls } from './escape.ts'
import { cutEnd, cutMiddle, padEnd, padStart } from './fit.ts'

test('a text is filled up by what it takes on the screen', () => {
  expect(padEnd('東京', 6)).toBe('東京  ')
  expect(padStart('東京', 6)).toBe('  東京')
  expect(padEnd('orders', 3)).toBe('orders')
})

test('a text that fits is not cut', () => {
  expect(cutEnd('orders', 6)).toBe('orders')
  expect(cutMiddle('orders', 6)).toBe('orders')
})

test('a text is cut at its end', () => {
  expect(cutEnd('transactions', 6)).toBe('trans…')
})

test('a wide character that does not fit is left out whole', () => {
  expect(cutEnd('東京都', 4)).toBe('東…')
})

test('a name is cut in its middle', () => {
  expect(cutMiddle('marts.transactions_in_euro', 12)).toBe('marts…n_euro')
})

test('nothing fits into no columns', () => {
  expect(cutEnd('orders', 0)).toBe('')
  expect(cutMiddle('orders', 0)).toBe('')
})

test('a text of megabytes is cut at once', () => {
  expect(cutEnd('東'.repeat(5_000_000), 10)).toBe('東東東東…')
})

test('what is cut is never too wide', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, width) => {
      expect(displayWidth(cutEnd(escapeControls(text), width))).toBeLessThanOrEqual(width)
      expect(displayWidth(cutMiddle(escapeControls(text), width))).toBeLessThanOrEqual(width)
    }),
  )
})
