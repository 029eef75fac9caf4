import { expect, test } from 'vitest'
import { collectMacros } from '../template/macros.ts'
import { parseTemplate } from '../template/parse-template.ts'
import { macrosCalledBy, macrosCalledIn, macrosCalledInFile } from './called-macros.ts'

const { macros } = collectMacros([
  parseTemplate(
    {
      path: 'macros/money.sql',
      text: `{{#macro cents column}}{{ column }}{{/macro}}
{{#macro money column currency=(euro) cents='x'}}{{ cents }}{{#if column}}{{ concat(rounded(column)) }}{{/if}}{{/macro}}
{{#macro euro}}'EUR'{{/macro}}
{{#macro rounded column}}round({{ column }}){{/macro}}`,
    },
    { macros: true },
  ).template,
])

function called(text: string): readonly string[] {
  const { template, diagnostics } = parseTemplate({ path: 'models/orders.sql', text })
  expect(diagnostics).toEqual([])
  return macrosCalledIn(template.body, macros)
}

test('macros are found as calls, as helpers and as bare names, each once and sorted', () => {
  expect(called("{{ money('fee') }} {{ cents 'amount' }} {{ euro }} {{ cents('fee') }}")).toEqual([
    'cents',
    'euro',
    'money',
  ])
})

test('macros are found in every branch and every argument', () => {
  const text = `{{#if false}}{{ euro() }}{{else if (cents 'a')}}{{/if}}
{{#each [rounded('a')] as |one|}}{{else}}{{ money('b') }}{{/each}}`
  expect(called(text)).toEqual(['cents', 'euro', 'money', 'rounded'])
  expect(
    called("{{#let names={ one: [euro()] }}}{{ join(concat('a', rounded('b')), ',') }}{{/let}}"),
  ).toEqual(['euro', 'rounded'])
})

test('a name that a block gives to a value is not a macro', () => {
  expect(called("{{#each ['a'] as |euro cents|}}{{ euro }}{{ cents }}{{/each}}")).toEqual([])
  expect(called("{{#let euro='EUR'}}{{ euro }}{{/let}}{{ euro }}")).toEqual(['euro'])
})

test("a macro calls what its body and its parameters' defaults call, but not its parameters", () => {
  const money = macros.get('money')
  expect(money === undefined ? [] : macrosCalledBy(money, macros)).toEqual(['euro', 'rounded'])
})

test('front matter is no part of the template', () => {
  const text = "---\ntags: ['{{ euro }}']\n---\nselect {{ cents('a') }}"
  expect(macrosCalledInFile({ path: 'tests/positive.sql', text }, macros)).toEqual(['cents'])
})

test('ten thousand branches are no deeper than one', () => {
  const chain = Array.from({ length: 10_000 }).reduce<readonly [unknown]>(
    ([inner]) => [{ kind: 'if', condition: literal, negated: false, body: [], otherwise: [inner] }],
    [{ kind: 'output', expression: { kind: 'name', name: 'euro', callable: true, at: literal.at } }],
  )
  expect(macrosCalledIn(chain as Parameters<typeof macrosCalledIn>[0], macros)).toEqual(['euro'])
})

const literal = {
  kind: 'literal',
  value: true,
  at: { path: 'models/orders.sql', line: 1, column: 1, endLine: 1, endColumn: 1 },
} as const
