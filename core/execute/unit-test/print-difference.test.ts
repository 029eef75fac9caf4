import { expect, test } from 'vitest'
import { printDifference } from './print-difference.ts'

const names = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `column_${at}`)

test('a narrow difference is a table', () => {
  const lines = printDifference(
    ['id', 'amount'],
    [
      { kind: 'other', expected: ['1', '5'], found: ['1', '7.00'] },
      { kind: 'missing', row: ['20', null] },
      { kind: 'surplus', row: ['3', '1'] },
    ],
  )
  expect(lines).toEqual(['   id  amount', '~  1   5 → 7.00', '-  20  NULL', '+  3   1'])
})

test('what cannot be seen, or looks like something else, stands in quotes', () => {
  const lines = printDifference(
    ['a', 'b'],
    [
      { kind: 'other', expected: ['1', null], found: ['1', ''] },
      { kind: 'other', expected: ['1', 'NULL'], found: ['1', null] },
      { kind: 'other', expected: ['1', 'ada'], found: ['1', ' ada'] },
      { kind: 'other', expected: ['1', 'a  b'], found: ['1', 'a b'] },
      { kind: 'other', expected: ['1', 'a\nb'], found: ['1', 'a\u00a0b\u200b'] },
    ],
  )
  expect(lines.slice(1).map((line) => line.slice(6))).toEqual([
    'NULL → ""',
    '"NULL" → NULL',
    'ada → " ada"',
    '"a  b" → a b',
    String.raw`"a\nb" → "a\u00a0b\u200b"`,
  ])
})

test('of long texts the part that differs is shown', () => {
  const long = 'the same words again and again, '.repeat(5)
  const lines = printDifference(
    ['id', 'note'],
    [
      {
        kind: 'other',
        expected: ['1', `${long}paid`],
        found: ['1', `${long}open, and more words behind it`],
      },
    ],
  )
  expect(lines).toEqual(['   id  note', '~  1   …d again, paid → …d again, open, and more word…'])
})

test('a wide difference has a line for each cell that differs, and fits on a terminal', () => {
  const columns = ['id', ...names(40)]
  const row = (id: string, changed: number): readonly string[] => [
    id,
    ...names(40).map((_, at) => (at < changed ? 'other' : String(at))),
  ]
  const lines = printDifference(columns, [
    { kind: 'other', expected: row('1', 0), found: row('1', 2) },
    { kind: 'other', expected: row('2', 0), found: row('2', 12) },
    { kind: 'missing', row: row('3', 0) },
  ])
  expect(lines.slice(0, 4)).toEqual([
    '~  id: 1, column_2: 2, column_3: 3, column_4: 4, column_5: 5, column_6: 6, …',
    '     column_0: 0 → other',
    '     column_1: 1 → other',
    '~  id: 2, column_12: 12, column_13: 13, column_14: 14, column_15: 15, …',
  ])
  expect(lines.slice(-2)).toEqual([
    '     … and 2 more that differ',
    '-  id: 3, column_0: 0, column_1: 1, column_2: 2, column_3: 3, column_4: 4, …',
  ])
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(76)
})
