import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Row } from '../../core/adapter/session.ts'
import { openFileReading } from './file-reading.ts'
import type { Part } from './subject.ts'

/** Values at random, written into files and read again. */
export const fileValues: Part = (subject) => {
  describe('values in files', () => {
    const { write, read } = openFileReading(subject)

    test('values of any kind come out as they went in, from csv and from jsonl', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 20 }), async (rows) => {
          const csv = write('any.csv', csvOf(rows))
          const jsonl = write('any.jsonl', rows.map((row) => JSON.stringify(row)).join('\n'))
          const expected = rows.map((row) => ({ ...row, big: row.big === null ? null : cellOf(row.big) }))
          const order = (found: readonly Row[]): readonly Row[] =>
            found.toSorted((a, b) => Number(a['id']) - Number(b['id']))
          expect(order((await read([csv], { columns: declared })).rows)).toEqual(expected)
          expect(order((await read([jsonl], { format: 'jsonl', columns: declared })).rows)).toEqual(expected)
        }),
        { numRuns: 15 },
      )
    })
  })
}

const declared = [
  { name: 'id', type: 'integer' },
  { name: 'note', type: 'text' },
  { name: 'big', type: 'bigint' },
  { name: 'amount', type: 'numeric(20,4)' },
  { name: 'at', type: 'timestamp' },
  { name: 'ratio', type: 'double precision' },
  { name: 'ok', type: 'boolean' },
]

let lastId = 0

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\n', '\r', ',', '\\', 'é', '😀', '日'),
    fc.string({ minLength: 1, maxLength: 1 }),
  ),
})

/** A row as JSON spells it. */
const record = fc
  .record({
    note: fc.option(text.filter((one) => !one.includes('\0'))),
    big: fc.option(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map(String)),
    amount: fc.option(
      fc
        .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.nat(9999))
        .map(([whole, rest]) => `${whole}.${String(rest).padStart(4, '0')}`),
    ),
    at: fc.option(
      fc
        .date({
          min: new Date('0001-01-01T00:00:00Z'),
          max: new Date('9999-12-31T00:00:00Z'),
          noInvalidDate: true,
        })
        .map((date) => `${date.toISOString().slice(0, 19).replace('T', ' ')}.123456`),
    ),
    ratio: fc.option(
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((number) => !Object.is(number, -0)),
    ),
    ok: fc.option(fc.boolean()),
  })
  .map((row) => ({ id: ++lastId, ...row }))

function csvOf(rows: readonly Readonly<Record<string, unknown>>[]): string {
  const names = Object.keys(rows[0] ?? {})
  const lines = rows.map((row) => names.map((name) => fieldOf(row[name])).join(','))
  return `${[names.join(','), ...lines].join('\n')}\n`
}

function fieldOf(value: unknown): string {
  if (value === null) return ''
  return typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : JSON.stringify(value)
}

function cellOf(whole: string): number | string {
  return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
}
