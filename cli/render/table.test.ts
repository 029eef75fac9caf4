import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth } from './display-width.ts'
import { renderTable } from './table.ts'
import type { TextTable } from './table.ts'

const accounts: TextTable = {
  columns: [
    { header: 'account_id', align: 'right' },
    { header: 'owner', align: 'left' },
    { header: 'balance', align: 'right' },
    { header: 'note', align: 'left' },
  ],
  rows: [
    ['1', 'Ada', '1204.50', null],
    ['22', '東京商事', '-3.00', 'NULL'],
    ['333', null, null, ''],
  ],
}

function draw(table: TextTable, width = Infinity, color = false): string {
  return `\n${renderTable(table, { width, color }).lines.join('\n')}\n`
}

test('columns are aligned, numbers to the right, and NULL differs from the text NULL', () => {
  expect(draw(accounts)).toMatchInlineSnapshot(`
    "
    account_id  owner     balance  note
    ──────────  ────────  ───────  ──────
             1  Ada       1204.50  NULL
            22  東京商事    -3.00  'NULL'
           333  NULL         NULL
    "
  `)
})

test('NULL is dimmed', () => {
  expect(draw(accounts, 80, true)).toContain('\u001b[2mNULL\u001b[22m')
  expect(draw(accounts, 80, true)).toContain("  'NULL'")
})

test('a table without rows is its header', () => {
  expect(draw({ ...accounts, rows: [] })).toMatchInlineSnapshot(`
    "
    account_id  owner  balance  note
    ──────────  ─────  ───────  ────
    "
  `)
})

test('the widest cells are cut first', () => {
  const table: TextTable = {
    columns: [
      { header: 'id', align: 'right' },
      { header: 'name', align: 'left' },
      { header: 'comment', align: 'left' },
    ],
    rows: [
      ['1', 'savings account', 'opened by phone, confirmed by letter, then frozen for a while'],
      ['2', 'current account', 'fine'],
    ],
  }
  expect(draw(table, 44)).toMatchInlineSnapshot(`
    "
    id  name             comment
    ──  ───────────────  ───────────────────────
     1  savings account  opened by phone, confi…
     2  current account  fine
    "
  `)
})

test('where there is no room for all columns the last are left out', () => {
  const names = ['account_id', 'first_name', 'last_name', 'street_and_number', 'city', 'country']
  const table: TextTable = {
    columns: names.map((header) => ({ header, align: 'left' })),
    rows: [['1', 'Ada', 'Lovelace', '12 St James Square', 'London', 'United Kingdom']],
  }
  expect(draw(table, 40)).toMatchInlineSnapshot(`
    "
    account_id  first_name  last_name  …
    ──────────  ──────────  ─────────
    1           Ada         Lovelace   …
    "
  `)
  expect(renderTable(table, { width: 40, color: false }).hiddenColumns).toBe(3)
})

test('line breaks, tabs and control characters are shown escaped', () => {
  const table: TextTable = { columns: [{ header: 'no\nte', align: 'left' }], rows: [['a\n\tb\u001b[31m']] }
  expect(draw(table)).toMatchInlineSnapshot(`
    "
    no\\nte
    ──────────────
    a\\n\\tb\\x1b[31m
    "
  `)
})

test('a cell of megabytes is cut at once', () => {
  const table: TextTable = {
    columns: [{ header: 'payload', align: 'left' }],
    rows: [['東'.repeat(4_000_000)]],
  }
  expect(draw(table, 20)).toContain('東東東東東東東東東…\n')
})

test('no line is wider than the terminal and no control character is written', () => {
  const cell = fc.option(fc.string({ unit: 'binary' }), { nil: null })
  const table = fc.integer({ min: 1, max: 12 }).chain((columns) =>
    fc.record({
      columns: fc.array(
        fc.record({
          header: fc.string({ unit: 'binary' }),
          align: fc.constantFrom('left' as const, 'right' as const),
        }),
        { minLength: columns, maxLength: columns },
      ),
      rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { maxLength: 5 }),
    }),
  )
  fc.assert(
    fc.property(table, fc.integer({ min: 1, max: 80 }), (drawn, width) => {
      for (const line of renderTable(drawn, { width, color: false }).lines) {
        expect(displayWidth(line)).toBeLessThanOrEqual(width)
        expect(line).not.toMatch(/\p{Cc}/u)
      }
    }),
  )
})
