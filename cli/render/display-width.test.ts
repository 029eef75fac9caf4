import { expect, test } from 'vitest'
import { displayWidth, graphemes } from './display-width.ts'

test.each([
  ['', 0],
  ['orders', 6],
  ['café', 4],
  ['cafe\u0301', 4],
  ['東京', 4],
  ['ｱﾄﾞ', 3],
  ['ＡＢ', 4],
  ['한국', 4],
  ['\u1112\u1161\u11ab', 2],
  ['👍', 2],
  ['👍🏽', 2],
  ['👨‍👩‍👧', 2],
  ['🇩🇪', 2],
  ['❤️', 2],
  ['1️⃣', 2],
  ['…', 1],
  ['│', 1],
  ['𠀀', 2],
])('%j takes %d columns', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})

test('a letter with its accent is one character', () => {
  expect([...graphemes('cafe\u0301')]).toEqual(['c', 'a', 'f', 'e\u0301'])
})
