import { describe, expect, test } from 'vitest'
import type { SeedType } from '../adapter/dialect.ts'
import { readValue } from './value.ts'
import { writeValue } from './write-value.ts'

function write(
  type: SeedType | Exclude<SeedType['kind'], 'decimal'>,
  fields: readonly string[],
): readonly unknown[] {
  const whole = typeof type === 'string' ? { kind: type } : type
  return fields.map((field) => writeValue(whole, readValue(field)))
}

describe('a value is written as every database reads it', () => {
  test('truth in small letters', () => {
    expect(write('boolean', ['True', 'FALSE'])).toEqual(['true', 'false'])
  })

  test('numbers with a digit before the point', () => {
    expect(write({ kind: 'decimal', precision: 18, scale: 2 }, ['.5', '-.5', '7'])).toEqual([
      '0.5',
      '-0.5',
      '7',
    ])
    expect(write('double', ['.5e3', '1e-05'])).toEqual(['0.5e3', '1e-05'])
  })

  test('days among timestamps as their midnights', () => {
    expect(write('timestamp', ['2024-01-31', '2024-01-31T10:20'])).toEqual([
      '2024-01-31 00:00:00',
      '2024-01-31 10:20:00',
    ])
  })

  test('offsets with hours and minutes', () => {
    const fields = ['2024-01-31T10:20Z', '2024-01-31 10:20:30.5+05', '2024-01-31 10:20-0330']
    expect(write('timestamptz', fields)).toEqual([
      '2024-01-31 10:20:00+00:00',
      '2024-01-31 10:20:30.5+05:00',
      '2024-01-31 10:20:00-03:30',
    ])
  })
})

describe('a value that is not one of the type’s is not written', () => {
  const written = (type: Parameters<typeof write>[0], fields: readonly string[]): readonly unknown[] =>
    write(type, fields).filter((text) => text !== undefined)

  test('as a whole number', () => {
    expect(written('integer', ['2147483648', '1.0', '1e2', 'x', 'true', '2024-01-01'])).toEqual([])
    expect(written('bigint', ['9223372036854775808', '1.0', '1e2'])).toEqual([])
  })

  test('as a decimal with fewer digits before or behind the point', () => {
    expect(
      written({ kind: 'decimal', precision: 18, scale: 2 }, ['0.125', '12345678901234567', '1e2', 'x']),
    ).toEqual([])
  })

  test('as a double that would change it', () => {
    expect(written('double', ['9007199254740993', 'x'])).toEqual([])
  })

  test('as a moment with less or more to it', () => {
    expect(written('date', ['2024-01-01 10:00', '2024-01-01 10:00Z', '7'])).toEqual([])
    expect(written('timestamp', ['2024-01-01 10:00Z', 'x'])).toEqual([])
    expect(written('timestamptz', ['2024-01-01', '2024-01-01 10:00', 'true'])).toEqual([])
  })

  test('as truth', () => {
    expect(written('boolean', ['1', 'yes', '2024-01-01'])).toEqual([])
  })
})
