import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isBlankSql, scanSql, splitStatements } from './sql-scan.ts'

function pieces(text: string): readonly string[] {
  return scanSql(text).map(
    ({ kind, start, end, closed }) => `${kind}${closed ? '' : '?'} ${text.slice(start, end)}`,
  )
}

function statements(text: string): readonly string[] {
  return splitStatements(text).map(({ start, end }) => text.slice(start, end))
}

describe('what must be taken as a whole is found', () => {
  test.each([
    ["select 'a;b'", ["string 'a;b'"]],
    ["select 'it''s' as x", ["string 'it''s'"]],
    [String.raw`select E'it\'s; \\' , 'x\'`, [String.raw`string 'it\'s; \\'`, String.raw`string 'x\'`]],
    [String.raw`select date'2024-01-01\'`, [String.raw`string '2024-01-01\'`]],
    ['select "a;""b"', ['name "a;""b"']],
    ['select 1 -- a;b\n, 2', ['comment -- a;b']],
    ['select /* a; /* b; */ c; */ 1', ['comment /* a; /* b; */ c; */']],
    ['select $$a;b$$, $x$c;$$;$x$', ['string $$a;b$$', 'string $x$c;$$;$x$']],
    ['select $1, $2, a$b$c from t$x$', []],
    ['select 1; select 2;', ['semicolon ;', 'semicolon ;']],
    ["select 'open", ["string? 'open"]],
    ['select "open', ['name? "open']],
    ['select /* open', ['comment? /* open']],
    ['select $x$ open $$', ['string? $x$ open $$']],
    ["'a'--b", ["string 'a'", 'comment --b']],
    ['', []],
  ])('%s', (text, expected) => {
    expect(pieces(text)).toEqual(expected)
  })
})

describe('statements are told apart', () => {
  test.each([
    ['select 1', ['select 1']],
    ['  select 1 ;  ', ['select 1']],
    ['select 1;; ; select 2', ['select 1', 'select 2']],
    ["-- first\nselect ';' /* ; */ as x -- last\n", ["select ';' /* ; */ as x"]],
    ['/* nothing */ ; -- here', []],
    ["'text'", ["'text'"]],
  ])('%s', (text, expected) => {
    expect(statements(text)).toEqual(expected)
  })

  test('a statement says where its semicolon is', () => {
    expect(splitStatements('select 1 ; select 2')).toEqual([
      { start: 0, end: 8, semicolon: 9 },
      { start: 11, end: 19 },
    ])
  })

  test('white space and comments are no SQL', () => {
    expect([' \n', '-- x', '/* x */;', 'select 1'].map(isBlankSql)).toEqual([true, true, true, false])
  })
})

const fragments = fc.array(
  fc.constantFrom("'", '"', '$', '$$', '$a$', '--', '/*', '*/', ';', '\n', ' ', 'a', 'E', '\\', '1'),
)

test('for any text: pieces are in order, do not overlap, and only the last can be open', () => {
  const holds = fc.property(fragments, (parts) => {
    const text = parts.join('')
    const found = scanSql(text)
    let from = 0
    for (const { start, end } of found) {
      expect(start).toBeGreaterThanOrEqual(from)
      expect(end).toBeGreaterThan(start)
      from = end
    }
    expect(from).toBeLessThanOrEqual(text.length)
    expect(found.slice(0, -1).every(({ closed }) => closed)).toBe(true)
    expect(found.at(-1)?.closed !== false || from === text.length).toBe(true)
  })
  fc.assert(holds, { numRuns: 1000 })
})

test('for any text: doubling its quotes makes it one string, whatever it holds', () => {
  const holds = fc.property(fragments, (parts) => {
    const text = parts.join('')
    expect(statements(`select '${text.replaceAll("'", "''")}'; select 2`)).toHaveLength(2)
    expect(statements(`select "${text.replaceAll('"', '""')}"; select 2`)).toHaveLength(2)
  })
  fc.assert(holds, { numRuns: 1000 })
})

test('a text of a megabyte is scanned to its end, whatever it is made of', () => {
  for (const part of ["'", '"', '$a', '$a$', '/*', '*/', '--', ';', "E'\\", ' '])
    expect(() => scanSql(part.repeat(1_000_000 / part.length))).not.toThrow()
})
