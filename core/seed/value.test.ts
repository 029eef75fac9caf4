import { describe, expect, test } from 'vitest'
import { kindOf, readValue } from './value.ts'

function kindsOf(fields: readonly string[]): readonly string[] {
  return [...new Set(fields.map((field) => kindOf(readValue(field))))]
}

test('true and false are booleans, in capitals or not', () => {
  expect(kindsOf(['true', 'False', 'TRUE'])).toEqual(['boolean'])
})

test('other words for truth are text', () => {
  expect(kindsOf(['t', 'yes', 'no', 'Y', 'on', 'truE ', 'falſe'])).toEqual(['text'])
})

describe('whole numbers', () => {
  test('of 32 bits are integers', () => {
    expect(kindsOf(['0', '-0', '42', '-1', '2147483647', '-2147483648'])).toEqual(['integer'])
  })

  test('of 64 bits are bigints', () => {
    expect(kindsOf(['2147483648', '-2147483649', '9223372036854775807', '-9223372036854775808'])).toEqual([
      'bigint',
    ])
  })

  test('beyond are decimals', () => {
    expect(kindsOf(['9223372036854775808', '-9223372036854775809', '1'.repeat(38)])).toEqual(['decimal'])
  })
})

test('a decimal point makes a decimal, also without a digit before it', () => {
  expect(kindsOf(['1.5', '-0.06', '.5', '-.5', '0.0'])).toEqual(['decimal'])
})

test('an exponent makes a double', () => {
  expect(kindsOf(['1e5', '1.5E-3', '-2e+10', '123e-5', '.5e1'])).toEqual(['double'])
})

test('what looks like a code is text, not a number', () => {
  const codes = [
    '007',
    '-01',
    '+5',
    '1,000',
    '1_000',
    ' 1',
    '1 ',
    '5.',
    '.',
    '-',
    '1e',
    'e5',
    '1e1234',
    '0x1F',
    '١',
  ]
  expect(kindsOf(codes)).toEqual(['text'])
})

test('words for what is not a number are text', () => {
  expect(kindsOf(['NaN', 'inf', '-Infinity', 'NULL', 'NA'])).toEqual(['text'])
})

describe('dates', () => {
  test('are days of the calendar', () => {
    expect(kindsOf(['2024-02-29', '2000-02-29', '0001-01-01', '9999-12-31'])).toEqual(['date'])
  })

  test('that never were are text', () => {
    const never = [
      '2023-02-29',
      '1900-02-29',
      '2024-13-01',
      '2024-00-10',
      '2024-04-31',
      '2024-01-00',
      '0000-01-01',
    ]
    expect(kindsOf(never)).toEqual(['text'])
  })

  test('in other notations are text, since their order of day and month is anybody’s guess', () => {
    expect(
      kindsOf(['01/02/2024', '2024/01/02', '20240102x', '2024-1-2', '02.01.2024', '12024-01-01']),
    ).toEqual(['text'])
  })
})

describe('timestamps', () => {
  test('have a space or a T before the time, and end with the minute, the second or its fraction', () => {
    const stamps = [
      '2024-01-02 03:04',
      '2024-01-02T03:04:05',
      '2024-01-02 23:59:59.123456',
      '2024-01-02 00:00:00.1230000000',
    ]
    expect(kindsOf(stamps)).toEqual(['timestamp'])
  })

  test('with Z or an offset are timestamps with a time zone', () => {
    const stamps = [
      '2024-01-02T03:04:05Z',
      '2024-01-02 03:04+01',
      '2024-01-02 03:04:05.5-05:30',
      '2024-01-02 03:04:05+0000',
    ]
    expect(kindsOf(stamps)).toEqual(['timestamptz'])
  })

  test('that a database would have to round or guess are text', () => {
    const odd = [
      '2024-01-02 24:00:00',
      '2024-01-02 23:60',
      '2024-01-02 23:59:60',
      '2024-01-02 03:04:05.1234567',
      '2024-01-02 03:04:05 UTC',
      '2024-01-02 03:04:05+15:00',
      '2024-01-02 3:04',
      '2024-01-02T',
      '2024-01-02Z',
      '2024-02-30 10:00',
    ]
    expect(kindsOf(odd)).toEqual(['text'])
  })
})

test('a field of a million characters is read in no time', () => {
  const long = [
    '1'.repeat(1_000_000),
    `1.${'0'.repeat(1_000_000)}x`,
    `2024-01-01 00:00:00.${'0'.repeat(1_000_000)}x`,
    '-'.repeat(1_000_000),
  ]
  // A quadratic reading would outlive the time a test has.
  expect(kindsOf(long)).toEqual(['decimal', 'text'])
})
