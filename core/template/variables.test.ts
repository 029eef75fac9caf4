import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { render } from '../../tests/templates/render.ts'
import { fromValue, toValue } from './variables.ts'

const options = { vars: { start_date: '2024-01-01', days: 7, tags: ['a'], none: null }, env: { STAGE: 'ci' } }

describe('var and env', () => {
  it.each([
    ["{{ var('start_date') }}", '2024-01-01'],
    ["{{ var('days') }}", '7'],
    ["{{ var('missing', 'x') }}", 'x'],
    ["{{ var('missing', default=1) }}", '1'],
    ["{{ eq(var('missing', null), null) }}", 'true'],
    ["{{ eq(var('none', 1), null) }}", 'true'],
    ["{{ length(var('tags')) }}", '1'],
    ["{{ env('STAGE') }} {{ env_var('STAGE') }} {{ env('MISSING', 'x') }}", 'ci ci x'],
  ])('%s prints %s', (text, expected) => {
    const rendered = render(text, options)
    expect(rendered.problems).toEqual([])
    expect(rendered.text).toBe(expected)
  })

  it.each([
    ["{{ var('start_dat') }}", 'unset-variable', 'Did you mean "start_date"?'],
    ["{{ env('STAG') }}", 'unset-environment-variable', 'Did you mean "STAGE"?'],
    ["{{ env_var('HOME') }}", 'unset-environment-variable', undefined],
    ["{{ var('__proto__') }}", 'unset-variable', undefined],
    ["{{ env('constructor') }}", 'unset-environment-variable', undefined],
    ['{{ var(1) }}', 'wrong-argument-type', undefined],
    ['{{ var() }}', 'missing-argument', 'Call it as var(name, default=…).'],
    ["{{ var('a', 'b', 'c') }}", 'too-many-arguments', undefined],
  ])('%s is the error %s', (text, code, hint) => {
    const { diagnostics } = render(text, options)
    expect(diagnostics).toMatchObject([hint === undefined ? { code } : { code, hint }])
  })

  it('prints variables under the same rule as everything else', () => {
    expect(render("{{ var('x') }}", { vars: { x: "a' or 1=1" } }).problems).toEqual(['unsafe-text 1:4'])
  })
})

describe('Values', () => {
  it('come back as the plain values that they were', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const plain = JSON.parse(JSON.stringify(json)) as Parameters<typeof toValue>[0]
        expect(fromValue(toValue(plain))).toEqual(plain)
      }),
    )
  })

  it('that are SQL become its text', () => {
    expect(fromValue([{ kind: 'sql', text: '"a"' }])).toEqual(['"a"'])
  })
})
