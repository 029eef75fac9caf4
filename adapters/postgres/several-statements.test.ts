import { expect, test } from 'vitest'
import { maySeveral } from './several-statements.ts'

test.each([
  'select 1',
  'select 1;',
  'select 1; -- done; really',
  'select 1; /* done; /* nested; */ really */ ;',
  `select ';' as a, "b;c" from t`,
  `select 'it''s; fine'`,
  `select e'it\\'s; fine'`,
  `select E'back\\\\'`,
  'select $$ a; b $$, $tag$ $$; $tag$',
  `select 'open; never closed`,
  '/* open; never closed',
  '',
  ';;',
])('%s is one statement at most', (sql) => {
  expect(maySeveral(sql)).toBe(false)
})

test.each([
  'select 1; select 2',
  'select 1;;select 2',
  `select 'a\\'; select 2 --'`,
  `select $1; select 2`,
  `select a$b; c$d`,
  'select 1 /* ; */ ; /* x */ select 2',
  'create function f() returns int begin atomic select 1; end',
])('%s may be several', (sql) => {
  expect(maySeveral(sql)).toBe(true)
})

test('a long text is looked through to its end', () => {
  expect(maySeveral(`${'(a;'.repeat(1)}${' x'.repeat(500_000)}`)).toBe(true)
  expect(maySeveral(`select 1;${' /* x */'.repeat(100_000)}`)).toBe(false)
  expect(maySeveral(`select '${`a;''`.repeat(100_000)}'`)).toBe(false)
})
