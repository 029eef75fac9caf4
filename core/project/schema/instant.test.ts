import { expect, test } from 'vitest'
import { readInstant } from './instant.ts'

test.each([
  ['2024-01-01', '2024-01-01T00:00:00.000Z'],
  ['2024-02-29 06:30', '2024-02-29T06:30:00.000Z'],
  ['2024-01-01T06:30:05', '2024-01-01T06:30:05.000Z'],
  ['2024-01-01T06:30:05.25Z', '2024-01-01T06:30:05.250Z'],
  ['2024-01-01T06:30:05+02:00', '2024-01-01T04:30:05.000Z'],
  ['2024-01-01T06:30:05-0130', '2024-01-01T08:00:05.000Z'],
  ['0044-03-15', '0044-03-15T00:00:00.000Z'],
])('%s is %s', (said, iso) => {
  expect(new Date(readInstant(said) ?? Number.NaN).toISOString()).toBe(iso)
})

test.each([
  '',
  'today',
  '2024-02-30',
  '2023-02-29',
  '2024-1-1',
  '2024-01-01T25:00',
  '0000-01-01',
  '01/02/2024',
])('%j is no instant', (said) => {
  expect(readInstant(said)).toBeUndefined()
})
