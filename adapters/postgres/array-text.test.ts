import { expect, test } from 'vitest'
import { readArray } from './array-text.ts'

test.each([
  ['{}', []],
  ['{1,2,NULL}', ['1', '2', null]],
  ['{"a \\"b\\"","c,d","NULL","",{}', 0],
  ['{"a \\"b\\"","c,d","NULL",""}', ['a "b"', 'c,d', 'NULL', '']],
  [
    '{{1,2},{3,NULL}}',
    [
      ['1', '2'],
      ['3', null],
    ],
  ],
  ['[2:3]={1,2}', ['1', '2']],
  ['{"{}","\\\\"}', ['{}', '\\']],
  ['no array', 'no array'],
])('%s is read', (text, wanted) => {
  const read = readArray(text, (element) => element)
  expect(wanted === 0 ? Array.isArray(read) : read).toEqual(wanted === 0 ? true : wanted)
})
