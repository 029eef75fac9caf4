import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { wrapWords } from './wrap.ts'

test('a line that fits stays as it is', () => {
  expect(wrapWords('  Model "ordres"  does not exist.', 40)).toEqual(['  Model "ordres"  does not exist.'])
})

test('a long line is broken at blanks', () => {
  expect(wrapWords('Column "amout" does not exist in the table.', 16)).toEqual([
    'Column "amout"',
    'does not exist',
    'in the table.',
  ])
})

test('the first line is shorter by what stands before it', () => {
  expect(wrapWords('Model "ordres" does not exist.', 20, 10)).toEqual([
    'Model',
    '"ordres" does not',
    'exist.',
  ])
})

test('a word that is wider than the line stays whole', () => {
  expect(wrapWords('see https://example.com/a/long/path now', 10)).toEqual([
    'see',
    'https://example.com/a/long/path',
    'now',
  ])
})

test('wrapping keeps every word', () => {
  const words = (text: string): readonly string[] => text.split(' ').filter((word) => word !== '')
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 30 }), (text, width) => {
      expect(wrapWords(text, width).flatMap(words)).toEqual(words(text))
    }),
  )
})
