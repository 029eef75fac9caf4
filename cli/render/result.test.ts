import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ResultTable } from '../../core/index.ts'
import { memoryOutput } from '../../tests/reporting/memory-output.ts'
import { renderCsv, renderJson, renderResult, renderResultTable } from './result.ts'

const accounts: ResultTable = {
  columns: [
    { name: 'account_id', type: 'BIGINT' },
    { name: 'owner', type: 'VARCHAR' },
    { name: 'balance', type: 'DECIMAL(18,2)' },
    { name: 'limits', type: 'INTEGER[]' },
  ],
  rows: [
    ['9007199254740993', 'Ada, Countess', '1204.50', [1, null]],
    [2, null, null, null],
  ],
}

test('a result is a table with the number of its rows', () => {
  expect(`\n${renderResultTable(accounts, { width: 80, color: false })}`).toMatchInlineSnapshot(`
    "
          account_id  owner          balance  limits
    ────────────────  ─────────────  ───────  ────────
    9007199254740993  Ada, Countess  1204.50  [1,null]
                   2  NULL              NULL  NULL
    2 rows
    "
  `)
})

test('a table that leaves out columns says so', () => {
  const text = renderResultTable(accounts, { width: 30, color: false })
  expect(text).toContain('2 rows, 3 of 4 columns shown')
})

test('types of numbers are recognized as either database spells them', () => {
  const numeric = [
    'integer',
    'bigint',
    'UHUGEINT',
    'numeric(10,2)',
    'DOUBLE',
    'double precision',
    'real',
    'int4',
  ]
  const other = ['interval', 'INTEGER[]', 'point', 'text', 'timestamp', 'STRUCT(a INTEGER)']
  const align = (type: string): boolean =>
    renderResultTable(
      { columns: [{ name: 'a_column', type }], rows: [['1']] },
      { width: 80, color: false },
    ).includes('       1\n')
  expect(numeric.filter((type) => !align(type))).toEqual([])
  expect(other.filter(align)).toEqual([])
})

test('as CSV a NULL is an empty field and the empty text a quoted one', () => {
  const table: ResultTable = {
    columns: [
      { name: 'id', type: 'int' },
      { name: 'the, note', type: 'text' },
    ],
    rows: [
      [1, ''],
      [2, null],
      [3, 'say "hi"\nthen go'],
      [4, { a: true }],
    ],
  }
  expect(`\n${renderCsv(table)}`).toMatchInlineSnapshot(`
    "
    id,"the, note"
    1,""
    2,
    3,"say ""hi""
    then go"
    4,"{""a"":true}"
    "
  `)
})

test('a CSV that is read back gives the same texts', () => {
  const cell = fc.option(fc.string({ unit: 'grapheme' }), { nil: null })
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
      const columns = [
        { name: 'a', type: 'text' },
        { name: 'b', type: 'text' },
      ]
      expect(readCsv(renderCsv({ columns, rows })).slice(1)).toEqual(rows)
    }),
  )
})

test('as JSON each row is an object on its own line', () => {
  expect(`\n${renderJson(accounts)}`).toMatchInlineSnapshot(`
    "
    [
      {"account_id":"9007199254740993","owner":"Ada, Countess","balance":"1204.50","limits":[1,null]},
      {"account_id":2,"owner":null,"balance":null,"limits":null}
    ]
    "
  `)
  expect(renderJson({ ...accounts, rows: [] })).toBe('[]\n')
})

test('as JSON a second column of the same name is kept under another', () => {
  const columns = ['id', 'id', 'id_2', '__proto__'].map((name) => ({ name, type: 'int' }))
  expect(renderJson({ columns, rows: [[1, 2, 3, 4]] })).toBe(
    '[\n  {"id":1,"id_3":2,"id_2":3,"__proto__":4}\n]\n',
  )
})

test('no format writes a control character of a value to a terminal', () => {
  const table: ResultTable = {
    columns: [{ name: 'a\u001b[0m', type: 'text' }],
    rows: [['b\u001b[31m\u0007\u009b']],
  }
  for (const format of ['table', 'csv', 'json'] as const)
    expect(renderResult(table, format, memoryOutput({ columns: 80 })).replaceAll('\n', '')).not.toMatch(
      /\p{Cc}/u,
    )
})

test('to a pipe a CSV holds the values as they are', () => {
  const table: ResultTable = { columns: [{ name: 'a', type: 'text' }], rows: [['b\u001b']] }
  expect(renderResult(table, 'csv', memoryOutput())).toBe('a\nb\u001b\n')
})

/** A reader of RFC 4180 that tells an empty field from an empty text. */
function readCsv(text: string): readonly (readonly (string | null)[])[] {
  const field = /("(?:[^"]|"")*"|[^,\n]*)(,|\n)/gy
  const rows: (string | null)[][] = [[]]
  for (const [, raw = '', end] of text.matchAll(field)) {
    const value = raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw === '' ? null : raw
    rows.at(-1)?.push(value)
    if (end === '\n') rows.push([])
  }
  return rows.slice(0, -1)
}
