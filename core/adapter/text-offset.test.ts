import { expect, test } from 'vitest'
import { offsetOfByte, offsetOfCodePoint } from './text-offset.ts'

const text = `aé日😀z`

test('code points are counted from the beginning', () => {
  expect([0, 1, 2, 3, 4, 5, 99].map((at) => offsetOfCodePoint(text, at))).toEqual([0, 1, 2, 3, 5, 6, 6])
})

test('bytes are counted from the beginning; one inside a character counts as its end', () => {
  expect([0, 1, 3, 6, 10, 11, 99].map((at) => offsetOfByte(text, at))).toEqual([0, 1, 2, 3, 5, 6, 6])
  expect(offsetOfByte(text, 2)).toBe(2)
})
