import { describe, expect, test } from 'vitest'
import type { StreamedPlace } from '../adapter/problem.ts'
import { readSeed } from './read-seed.ts'
import { chunksOf, seedFile } from './seed-file.fixture.ts'

const orders = 'id,note\n\n0,"a\nb"\n1,"paid\nin cash"\n\n2,\n3,late\n'

async function locate(place: StreamedPlace, text = orders): Promise<string> {
  const reading = await readSeed(seedFile(text, { open: () => chunksOf(text, 3) }))
  if (!reading.ok) throw new Error('The file is fine.')
  const at = await reading.rows.locate(place)
  return `${at?.line}:${at?.column}-${at?.endLine}:${at?.endColumn}`
}

describe('a row that a database refused stands in the file', () => {
  test.each<[string, StreamedPlace, string]>([
    ['the first row', { unit: 'row', number: 1 }, '3:1-4:3'],
    ['a row of two lines', { unit: 'row', number: 2 }, '5:1-6:9'],
    ['a row behind it', { unit: 'row', number: 3 }, '8:1-8:3'],
    ['a field', { unit: 'row', number: 4, column: 'note' }, '9:3-9:7'],
    ['a column that nobody knows', { unit: 'row', number: 4, column: 'amount' }, '9:1-9:7'],
    ['the first line', { unit: 'line', number: 1 }, '3:1-4:3'],
    ['the second line of a row', { unit: 'line', number: 3 }, '5:1-6:9'],
    ['a line behind it', { unit: 'line', number: 4, column: 'id' }, '8:1-8:2'],
    ['a row that is not there', { unit: 'row', number: 5 }, 'undefined:undefined-undefined:undefined'],
  ])('%s', async (_, place, expected) => {
    expect(await locate(place)).toBe(expected)
  })
})

test('an empty line of a single column is a row', async () => {
  expect(await locate({ unit: 'row', number: 2 }, 'id\n1\n\n3\n')).toBe('3:1-3:1')
})
