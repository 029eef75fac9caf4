import { describe, expect, it } from 'vitest'
import { render } from '../../../tests/templates/render.ts'

/** What an expression gives, as `config` sees it. */
function value(expression: string): string {
  const { calls, problems } = render(`{{config(x=${expression}) }}`)
  return problems.length > 0 ? problems.join(', ') : (calls.at(-1)?.slice('config(x='.length, -1) ?? '')
}

describe('Functions', () => {
  it.each([
    // comparisons
    ['eq(1, 1)', 'true'],
    ["eq(1, '1')", 'false'],
    ['eq(null, null)', 'true'],
    ['eq(null, false)', 'false'],
    ["eq([1, { a: 'b' }], [1, { a: 'b' }])", 'true'],
    ['eq({ a: 1, b: 2 }, { b: 2, a: 1 })', 'true'],
    ['eq([1], [1, 2])', 'false'],
    ['eq({ a: 1 }, { b: 1 })', 'false'],
    ['eq([], {})', 'false'],
    ['eq(this, \'"main"."orders"\')', 'true'],
    ["eq(this, ref('orders'))", 'true'],
    ['ne(1, 2)', 'true'],
    ['lt(1, 2)', 'true'],
    ['lte(2, 2)', 'true'],
    ['gt(10, 9)', 'true'],
    ["gt('10', '9')", 'false'],
    ["gte('b', 'a')", 'true'],
    ['and(1, 2, 3)', '3'],
    ['and(1, 0, 3)', '0'],
    ['and()', 'true'],
    ["or(null, '', 'x', 'y')", '"x"'],
    ["or(null, '')", '""'],
    ['or()', 'false'],
    ['not([])', 'true'],
    ['not(not(1))', 'true'],
    ["in('a', ['a', 'b'])", 'true'],
    ["in(1, ['1'])", 'false'],
    ["in('day', { day: 1 })", 'true'],
    ["in('constructor', {})", 'false'],
    ["in('b', 'abc')", 'true'],
    // texts
    ["concat('a', 1, true)", '"a1true"'],
    ['concat()', '""'],
    ["join(['a', 'b'])", '"a, b"'],
    ["join([1, 2], ' + ')", '"1 + 2"'],
    ["join(['a'], separator=';')", '"a"'],
    ['join(list=[])', '""'],
    ["upper('aß')", '"ASS"'],
    ["lower('ÀB')", '"àb"'],
    ["replace('a.b.c', '.', '_')", '"a_b_c"'],
    ["replace('aaa', 'aa', '$&')", '"$&a"'],
    // lists
    ["length('abc')", '3'],
    ['length([1, 2])', '2'],
    ['length({ a: 1 })', '1'],
    ['list(1, list(2))', '[1,[2]]'],
    ['range(3)', '[0,1,2]'],
    ['range(1, 4)', '[1,2,3]'],
    ['range(4, 0, -2)', '[4,2]'],
    ['range(0)', '[]'],
    ['range(3, 1)', '[]'],
    ['range(0, 5, step=2)', '[0,2,4]'],
    // errors
    ["lt(1, '2')", 'wrong-argument-type 1:18'],
    ["lt('1', 2)", 'wrong-argument-type 1:20'],
    ['lt(null, 2)', 'wrong-argument-type 1:15'],
    ["in('a', 1)", 'wrong-argument-type 1:20'],
    ["in(1, 'abc')", 'wrong-argument-type 1:15'],
    ["concat('a', null)", 'unprintable-value 1:24'],
    ["concat('a', [1])", 'unprintable-value 1:24'],
    ["join('abc')", 'wrong-argument-type 1:17'],
    ["join(['a'], 1)", 'wrong-argument-type 1:24'],
    ["join([['a']])", 'unprintable-value 1:17'],
    ['upper(1)', 'wrong-argument-type 1:18'],
    ['upper(this)', 'wrong-argument-type 1:18'],
    ["replace('a', '', 'b')", 'wrong-argument-type 1:25'],
    ['length(1)', 'wrong-argument-type 1:19'],
    ["range('3')", 'wrong-argument-type 1:18'],
    ['range(1.5)', 'wrong-argument-type 1:18'],
    ['range(0, 5, 0)', 'wrong-argument-type 1:24'],
    ['range(10001)', 'range-too-long 1:12'],
    ['range(0, 1000000000)', 'range-too-long 1:12'],
    ['eq(1)', 'missing-argument 1:12'],
    ['eq(1, 2, 3)', 'too-many-arguments 1:21'],
    ["upper(txt='a')", 'missing-argument 1:12, unknown-argument 1:18'],
  ])('%s is %s', (expression, expected) => {
    expect(value(expression)).toBe(expected)
  })
})

describe('Functions that make SQL', () => {
  it.each([
    ["literal('it\\'s')", "'it''s'"],
    ['literal(1.5)', '1.5'],
    ['literal(true)', 'true'],
    ['literal(null)', 'null'],
    ["literal(['a', 1, null])", "'a', 1, null"],
    ['ident(\'total "net"\')', '"total ""net"""'],
    ["ident(['a', 'b'])", '"a", "b"'],
    ["raw('it\\'s; -- raw')", "it's; -- raw"],
    ['raw(1)', '1'],
    ["raw(ref('orders'))", '"main"."orders"'],
    ["concat('max(', ident('day'), ')')", 'max("day")'],
    ["join([ident('a'), ident('b')], ' || ')", '"a" || "b"'],
  ])('%s prints %s', (expression, expected) => {
    const { text, problems } = render(`{{ ${expression} }}`)
    expect(problems).toEqual([])
    expect(text).toBe(expected)
  })

  it.each([
    ['literal([])', 'empty-list 1:12'],
    ['literal(this)', 'wrong-argument-type 1:12'],
    ['literal([[1]])', 'wrong-argument-type 1:12'],
    ["ident('')", 'wrong-argument-type 1:10'],
    ['ident(1)', 'wrong-argument-type 1:10'],
    ['raw(null)', 'wrong-argument-type 1:8'],
    ['raw([1])', 'wrong-argument-type 1:8'],
    ["concat(this, ' where a = \\'b\\'')", 'unsafe-text 1:17'],
    ["join([this, 'a;b'])", 'unsafe-text 1:9'],
    ["join([this, this], ';')", 'unsafe-text 1:4'],
  ])('%s is refused', (expression, problem) => {
    expect(render(`{{ ${expression} }}`).problems).toEqual([problem])
  })

  it('knows whether rows are being added under both names', () => {
    const text = '{{ incremental }} {{ is_incremental() }}'
    expect(render(text, { incremental: true }).text).toBe('true true')
    expect(render(text, { incremental: false }).text).toBe('false false')
  })
})
