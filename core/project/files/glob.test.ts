import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { expandBraces } from './expand-braces.ts'
import { checkPattern, readGlobs } from './glob.ts'

/** Whether a name is matched by a pattern for names. */
function matches(pattern: string, name: string): boolean {
  return readGlobs(pattern).some(({ steps: [step] }) => {
    if (step === undefined || step.kind === 'folders') return false
    return step.kind === 'name' ? step.name === name : step.matches(name)
  })
}

test.each([
  ['*.csv', ['a.csv', 'é 1.csv'], ['.csv', 'a.csv.gz', 'a.CSV', '.a.csv']],
  ['.*.csv', ['.a.csv'], ['a.csv']],
  ['day-??.csv', ['day-01.csv', 'day-😀😀.csv'], ['day-1.csv', 'day-001.csv']],
  ['[a-c]*', ['b', 'c1'], ['d', 'B']],
  ['[!a-c]*', ['d'], ['a', 'b1']],
  ['[]x].csv', ['].csv', 'x.csv'], ['y.csv']],
  ['[*].csv', ['*.csv'], ['a.csv']],
  ['a+(b)$.csv*', ['a+(b)$.csv', 'a+(b)$.csv.gz'], ['aab.csv']],
  ['{a,b,c{1,2}}.csv', ['a.csv', 'b.csv', 'c1.csv', 'c2.csv'], ['c.csv', '{a,b}.csv']],
  ['{a}.csv', ['{a}.csv'], ['a.csv']],
  ['a{.csv', ['a{.csv'], ['a.csv']],
  ['a[.csv', ['a[.csv'], ['a.csv']],
])('%s matches some names and no others', (pattern, good, bad) => {
  expect(good.filter((name) => !matches(pattern, name))).toEqual([])
  expect(bad.filter((name) => matches(pattern, name))).toEqual([])
})

test('a name without special characters matches itself alone', () => {
  const name = fc.string({ minLength: 1 }).filter((one) => !/[*?[\]{}/\0]|^\.{1,2}$/u.test(one))
  fc.assert(
    fc.property(name, name, (one, other) => {
      expect(matches(one, one)).toBe(true)
      expect(matches(one, other)).toBe(one === other)
    }),
  )
})

test('a star matches every name that is not hidden, and many stars do not take longer', () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }).filter((name) => !/[/\0]/u.test(name)),
      (name) => {
        expect(matches('*', name)).toBe(!name.startsWith('.'))
      },
    ),
  )
  expect(matches(`${'*a'.repeat(20)}b`, 'a'.repeat(200))).toBe(false)
})

test('the folders that a pattern names outright are where the search begins', () => {
  const bases = (pattern: string): readonly string[] => readGlobs(pattern).map(({ base }) => base)
  expect(bases('data/events/*.csv')).toEqual(['data/events'])
  expect(bases('/srv/./data/a.csv')).toEqual(['/srv/data'])
  expect(bases('*.csv')).toEqual([''])
  expect(bases('/*.csv')).toEqual(['/'])
  expect(bases('data/{a,b}/*.csv')).toEqual(['data/a', 'data/b'])
})

describe('braces', () => {
  test('stand for every combination', () => {
    expect(expandBraces('{a,b}/{c,d}')).toEqual(['a/c', 'a/d', 'b/c', 'b/d'])
    expect(expandBraces('x{,.gz}')).toEqual(['x', 'x.gz'])
  })

  test('are bounded', () => {
    expect(expandBraces('{a,b}'.repeat(20)).length).toBeLessThanOrEqual(1001)
    expect(checkPattern('{a,b}'.repeat(20))).toContain('more than 1000')
  })
})

test.each([
  ['data/', 'ends with a slash'],
  ['data/**', 'stands for folders'],
  ['data/[z-a].csv', 'not a range'],
  ['a\0b', 'NUL'],
])('%j is no pattern', (pattern, problem) => {
  expect(checkPattern(pattern)).toContain(problem)
})
