import * as fc from 'fast-check'

const digits = (most: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: most }).map((each) => each.join(''))

const moment = fc
  .date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString())

const stamp = fc
  .tuple(
    moment,
    fc.constantFrom(' ', 'T'),
    fc.constantFrom(16, 19, 21, 23),
    fc.constantFrom('', '', '456', '4560000'),
  )
  .map(
    ([iso, between, length, more]) =>
      `${iso.slice(0, 10)}${between}${iso.slice(11, length)}${length === 23 ? more : ''}`,
  )

/** What people write into csv files, by what it looks like. */
const looks = {
  boolean: fc.constantFrom('true', 'false', 'True', 'FALSE'),
  integer: fc.oneof(fc.integer().map(String), fc.constantFrom('0', '-0', '2147483647', '-2147483648')),
  bigint: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String),
  whole: fc.bigInt({ min: -(10n ** 39n), max: 10n ** 39n }).map(String),
  decimal: fc
    .tuple(fc.constantFrom('', '-'), fc.constantFrom('', '0', '7', '123456789'), digits(30))
    .map(([sign, whole, fraction]) => `${sign}${whole}.${fraction}`),
  double: fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number.toExponential()),
  printed: fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }).map(String),
  date: moment.map((iso) => iso.slice(0, 10)),
  timestamp: stamp,
  timestamptz: fc
    .tuple(stamp, fc.constantFrom('Z', '+00', '-08:00', '+0530', '+14:00'))
    .map(([time, offset]) => `${time}${offset}`),
  almost: fc.constantFrom(
    '007',
    '+1',
    '1,5',
    '5.',
    '1e',
    '2024-02-30',
    '2024-01-01 24:00',
    'NaN',
    'yes',
    '"',
    '-',
  ),
  text: fc.string({
    unit: fc.constantFrom('a', ' ', '"', ',', '\n', '\r', '\\', '.', 'ü', '🙂', "'", ';'),
    maxLength: 6,
  }),
} as const

/** The fields of a column that holds values of one look or of two, and some empty ones. */
export const columnFields: fc.Arbitrary<readonly string[]> = fc
  .uniqueArray(fc.constantFrom(...Object.values(looks)), { minLength: 1, maxLength: 2 })
  .chain((chosen) => fc.array(fc.oneof(fc.constant(''), ...chosen), { minLength: 1, maxLength: 20 }))

/** A field as it stands in a csv file. */
export function writeField(text: string): string {
  return /[",\r\n]/u.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
