import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import { parseSelection } from './parse-selection.ts'
import type { Selection } from './selection.ts'

const parse = (...texts: readonly string[]) => parseSelection(texts, { option: '--select' })

/** A selection without places and with only those operators that are there. */
function outline(selection: Selection): unknown {
  switch (selection.kind) {
    case 'everything':
      return 'everything'
    case 'union':
    case 'intersection':
      return { [selection.kind]: selection.of.map(outline) }
    case 'difference':
      return { difference: [outline(selection.from), outline(selection.without)] }
    case 'criterion': {
      const { condition, parents, children, childrensParents } = selection
      const key = condition.method === 'config' ? `.${condition.key.join('.')}` : ''
      const operators = { parents, children, childrensParents }
      const used = Object.fromEntries(
        Object.entries(operators).filter(([, value]) => value !== 0 && value !== false),
      )
      const name = `${condition.method}${key}:${condition.value}`
      return Object.keys(used).length === 0 ? name : { [name]: used }
    }
  }
}

const outlineOf = (...texts: readonly string[]) => {
  const { selection, diagnostics } = parse(...texts)
  expect(diagnostics).toEqual([])
  return outline(selection)
}

describe('a criterion', () => {
  test.each([
    ['orders', 'fqn:orders'],
    ['bank.staging.*', 'fqn:bank.staging.*'],
    ['fqn:orders', 'fqn:orders'],
    ['models/staging', 'path:models/staging'],
    ['models\\staging', 'path:models\\staging'],
    ['orders.sql', 'file:orders.sql'],
    ['countries.CSV', 'file:countries.CSV'],
    ['path:models/*.sql', 'path:models/*.sql'],
    ['file:orders', 'file:orders'],
    ['tag:nightly', 'tag:nightly'],
    ['source:bank.transactions', 'source:bank.transactions'],
    ['config.materialized:view', 'config.materialized:view'],
    ['config.meta.owner:finance', 'config.meta.owner:finance'],
    ['resource_type:model', 'resource_type:model'],
    ['test_type:data', 'test_type:data'],
    ['tag:a:b', 'tag:a:b'],
    ['order-lines:x', 'fqn:order-lines:x'],
    ['+orders', { 'fqn:orders': { parents: 'all' } }],
    ['orders+', { 'fqn:orders': { children: 'all' } }],
    ['2+orders+1', { 'fqn:orders': { parents: 2, children: 1 } }],
    ['0+orders', 'fqn:orders'],
    ['@orders', { 'fqn:orders': { childrensParents: true } }],
    ['+tag:nightly+1', { 'tag:nightly': { parents: 'all', children: 1 } }],
    ['@source:bank', { 'source:bank': { childrensParents: true } }],
    ['1+2024_orders', { 'fqn:2024_orders': { parents: 1 } }],
    ['orders_2024+10', { 'fqn:orders_2024': { children: 10 } }],
    ['2024', 'fqn:2024'],
    ['tag:c++x', 'tag:c++x'],
  ])('%s', (text, expected) => {
    expect(outlineOf(text)).toEqual(expected)
  })

  test('is plain data, also with a depth beyond all numbers', () => {
    const { selection } = parse(`${'9'.repeat(400)}+orders`)
    expect(JSON.parse(JSON.stringify(selection))).toEqual(selection)
  })

  test('knows where it stands', () => {
    const { selection } = parse('orders  tag:nightly,+accounts')
    expect(selection).toMatchObject({
      of: [
        { at: { path: '--select', line: 1, column: 1, endColumn: 7 } },
        {
          of: [
            { at: { column: 9, endColumn: 20 } },
            { text: '+accounts', at: { column: 21, endColumn: 30 } },
          ],
        },
      ],
    })
  })
})

describe('several criteria', () => {
  test('are a union where white space separates them', () => {
    expect(outlineOf(' orders \t accounts\n')).toEqual({ union: ['fqn:orders', 'fqn:accounts'] })
  })

  test('are an intersection where a comma does, which binds closer', () => {
    expect(outlineOf('orders,tag:nightly accounts')).toEqual({
      union: [{ intersection: ['fqn:orders', 'tag:nightly'] }, 'fqn:accounts'],
    })
  })

  test('are a union when the option has several values', () => {
    expect(outlineOf('orders', 'a,b')).toEqual({
      union: ['fqn:orders', { intersection: ['fqn:a', 'fqn:b'] }],
    })
  })
})

describe('what cannot be read', () => {
  const shown = ({ code, at, hint }: Diagnostic) => [code, `${at?.column}-${at?.endColumn}`, hint]

  test.each([
    ['', 'empty-selection', '1-1'],
    ['  ', 'empty-selection', '1-3'],
    ['orders,', 'empty-criterion', '8-8'],
    ['a,,b', 'empty-criterion', '3-3'],
    [',', 'empty-criterion', '1-1'],
    ['orders + accounts', 'empty-criterion', '8-9'],
    ['5+', 'empty-criterion', '1-3'],
    ['@', 'empty-criterion', '1-2'],
    ['++orders', 'bad-graph-operator', '1-9'],
    ['+@orders', 'bad-graph-operator', '1-9'],
    ['@orders+', 'bad-graph-operator', '1-9'],
    ['@+orders', 'bad-graph-operator', '1-9'],
    ['orders++', 'bad-graph-operator', '1-9'],
    ['tag:', 'selector-without-value', '5-5'],
    ['+tag:+', 'selector-without-value', '6-6'],
    ['config:view', 'selector-without-key', '1-7'],
    ['config.:view', 'selector-without-key', '1-8'],
    ['config.meta..x:view', 'selector-without-key', '1-15'],
    ['group:finance', 'selector-not-here', '1-6'],
    ['state:modifed', 'unknown-selector-value', '7-14'],
    ['state:new.body', 'unknown-selector-value', '7-15'],
    ['result:bad', 'unknown-selector-value', '8-11'],
    ['1+source_status:stale+', 'unknown-selector-value', '17-22'],
  ])('%j is %s at %s', (text, code, columns) => {
    expect(
      parse(text)
        .diagnostics.map(shown)
        .map(([a, b]) => [a, b])[0],
    ).toEqual([code, columns])
  })

  test.each([
    ['tags:nightly', 'Did you mean "tag:"?'],
    ['sources:raw', 'Did you mean "source:"?'],
    ['conifg.materialized:view', 'Did you mean "config:"?'],
    ['tag.nightly:x', 'Write "tag:"; only config: takes a key behind a dot.'],
    ['model:orders', 'A model is selected by its name alone.'],
    [
      'C:x',
      'The ways are: fqn, path, file, tag, source, package, exposure, config, resource_type, test_type, test_name, unit_test, source_status, state, result, selector.',
    ],
  ])('%s: %s', (text, hint) => {
    expect(parse(text).diagnostics.map(shown)).toMatchObject(
      [['unknown-selector-method', {}, hint]].map(([a, , c]) => [a, expect.anything(), c]),
    )
  })

  test.each([
    ['resource_type:models', 'Did you mean "model"?'],
    ['test_type:weird', 'Write one of: generic, singular, unit, data.'],
  ])('%s: %s', (text, hint) => {
    expect(parse(text).diagnostics).toMatchObject([{ code: 'unknown-selector-value', hint }])
  })

  test('leaves the rest to be read, and everything wrong is reported', () => {
    const { diagnostics } = parse('tags:a orders', 'group:b,state:c')
    expect(diagnostics.map(({ code }) => code)).toEqual([
      'unknown-selector-method',
      'selector-not-here',
      'unknown-selector-value',
    ])
  })

  test('takes no time even when it is long', () => {
    const long = ['+', '9', 'a,', '@'].map((piece) => piece.repeat(200_000 / piece.length))
    expect(parse(...long).diagnostics.length).toBeGreaterThan(0)
  })
})
