import { expect, test } from 'vitest'
import { readTarget } from './target.ts'

test('a path is enough', () => {
  expect(readTarget({ path: 'bank.duckdb' })).toEqual({
    ok: true,
    target: { path: 'bank.duckdb', settings: {}, attachments: [] },
  })
})

test('databases are attached by a list, by a map of files, or by a map of maps', () => {
  const whole = { path: 'a.duckdb', alias: 'a', readOnly: false }
  for (const attach of [[{ path: 'a.duckdb', alias: 'a' }], { a: 'a.duckdb' }, { a: { path: 'a.duckdb' } }]) {
    expect(readTarget({ path: 'x', attach })).toMatchObject({ ok: true, target: { attachments: [whole] } })
  }
  const typed = { path: 'dbname=shop', alias: 'shop', type: 'postgres', read_only: true }
  expect(readTarget({ path: 'x', attach: [typed] })).toMatchObject({
    ok: true,
    target: { attachments: [{ path: 'dbname=shop', alias: 'shop', type: 'postgres', readOnly: true }] },
  })
})

test.each([
  [{}, ['missing-key']],
  [{ path: 7 }, []],
  [{ path: ['a'] }, ['wrong-type']],
  [{ path: 'a\0b' }, ['wrong-type']],
  [{ path: 'x', pth: 'y' }, ['unknown-key']],
  [{ path: 'x', settings: [1] }, ['wrong-type']],
  [{ path: 'x', settings: { a: { b: 1 } } }, ['wrong-type']],
  [{ path: 'x', attach: 'y' }, ['wrong-type']],
  [{ path: 'x', attach: [{ path: 'y' }] }, ['wrong-type']],
  [{ path: 'x', attach: [{ path: 'y', alias: 'z', mode: 1 }] }, ['wrong-type']],
  [{ path: 'x', attach: { a: '' } }, ['wrong-type']],
])('%o gives %o', (settings, codes) => {
  const reading = readTarget(settings)
  expect(reading.ok ? [] : reading.problems.map(({ diagnostic }) => diagnostic.code)).toEqual(codes)
})
