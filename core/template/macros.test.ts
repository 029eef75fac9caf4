import { describe, expect, it } from 'vitest'
import { render, summarize } from '../../tests/templates/render.ts'
import { collectMacros } from './macros.ts'
import { parseTemplate } from './parse-template.ts'

const cents = '{{#macro cents_to_dollars column scale=2}}round({{ column }} / 100.0, {{ scale }}){{/macro}}'

function parseMacros(text: string, path = 'macros/money.sql'): ReturnType<typeof parseTemplate> {
  return parseTemplate({ path, text }, { macros: true })
}

describe('A macro', () => {
  it.each([
    ["{{ cents_to_dollars('amount') }}", 'round(amount / 100.0, 2)'],
    ["{{ cents_to_dollars('amount', 3) }}", 'round(amount / 100.0, 3)'],
    ["{{ cents_to_dollars('amount', scale=3) }}", 'round(amount / 100.0, 3)'],
    ["{{ cents_to_dollars(scale=4, column='tax') }}", 'round(tax / 100.0, 4)'],
    ["{{cents_to_dollars 'amount' scale=3}}", 'round(amount / 100.0, 3)'],
  ])('called as %s gives %s', (text, expected) => {
    const rendered = render(text, { macros: cents })
    expect(rendered.problems).toEqual([])
    expect(rendered.text).toBe(expected)
  })

  it('may be declared like a function', () => {
    expect(
      render("{{ twice('a') }}", { macros: '{{#macro twice(x, sep=",")}}{{ x }}{{ sep }}{{ x }}{{/macro}}' })
        .text,
    ).toBe('a,a')
  })

  it('may use parameters in the defaults of later ones', () => {
    const macros = "{{#macro named column alias=concat(column, '_usd')}}{{ column }} as {{ alias }}{{/macro}}"
    expect(render("{{ named('tax') }}", { macros }).text).toBe('tax as tax_usd')
  })

  it('gives SQL, which is printed as it is and passed on', () => {
    const macros = `{{#macro quoted x}}'{{ x }}'{{/macro}}
{{#macro both x}}{{ quoted(x) }} || {{ concat(quoted(x), '::text') }}{{/macro}}`
    expect(render("{{#let q=both('a')}}{{ q }}{{/let}}", { macros }).text).toBe("'a' || 'a'::text")
  })

  it('sees the values of the environment and none of the caller', () => {
    const macros = '{{#macro here}}{{ this.name }}{{ x }}{{/macro}}'
    const { text, problems } = render("{{#let x='secret'}}{{ here() }}{{/let}}", { macros })
    expect(text).toBe('orders')
    expect(problems).toEqual(['unknown-name 1:34'])
  })

  it('can refer to other models', () => {
    const macros = "{{#macro latest}}(select max(day) from {{ ref('days') }}){{/macro}}"
    expect(render('{{ latest() }}', { macros }).text).toBe('(select max(day) from "main"."days")')
  })

  it('maps its text to its own file, with the calls that led there', () => {
    const macros = '{{#macro inner}}\n  inner text\n{{/macro}}\n{{#macro outer}}[{{ inner() }}]{{/macro}}'
    const { sql } = render('select {{ outer() }}', { macros })
    expect(sql.text).toBe('select [  inner text\n]')
    expect(
      sql.segments.map(({ at, calls }) => [
        at.path,
        at.line,
        at.column,
        calls?.map(({ path, column }) => [path, column]),
      ]),
    ).toEqual([
      ['models/orders.sql', 1, 1, undefined],
      ['macros/money.sql', 4, 17, [['models/orders.sql', 11]]],
      [
        'macros/money.sql',
        2,
        1,
        [
          ['macros/money.sql', 21],
          ['models/orders.sql', 11],
        ],
      ],
      ['macros/money.sql', 4, 31, [['models/orders.sql', 11]]],
    ])
  })

  it('has its mistakes reported in its own file, with the calls that led there', () => {
    const { diagnostics } = render("select {{ outer('a;b') }}", {
      macros: '{{#macro inner x}}{{ x }}{{/macro}}\n{{#macro outer x}}{{ inner(x) }}{{/macro}}',
    })
    expect(diagnostics).toMatchObject([
      {
        code: 'unsafe-text',
        at: { path: 'macros/money.sql', line: 1, column: 22 },
        related: [
          { message: 'called from here', at: { path: 'macros/money.sql', line: 2, column: 22 } },
          { message: 'called from here', at: { path: 'models/orders.sql', line: 1, column: 11 } },
        ],
      },
    ])
  })
})

describe('A call of a macro', () => {
  it.each([
    ['{{ cents_to_dollars() }}', 'missing-argument 1:4'],
    ["{{ cents_to_dollars('a', 1, 2) }}", 'too-many-arguments 1:29'],
    ["{{ cents_to_dollars('a', scal=1) }}", 'unknown-argument 1:26'],
    ["{{ cents_to_dollars('a', column='b') }}", 'given-twice 1:26'],
    ['{{#if false}}{{ cents_to_dollars() }}{{/if}}', 'missing-argument 1:17'],
    ["{{ cents_to_dolars('a') }}", 'unknown-function 1:4'],
  ])('%s is reported at the call', (text, problem) => {
    expect(render(text, { macros: cents }).problems).toEqual([problem])
  })

  it('is answered with how to call it', () => {
    const [missing] = render('{{ cents_to_dollars() }}', { macros: cents }).diagnostics
    expect(missing?.hint).toBe('Call it as cents_to_dollars(column, scale=2).')
    const [unknown] = render("{{ cents_to_dollars('a', scal=1) }}", { macros: cents }).diagnostics
    expect(unknown?.hint).toBe('Did you mean "scale"? Call it as cents_to_dollars(column, scale=2).')
  })
})

describe('A file of macros', () => {
  it('holds macros, white space and comments', () => {
    const { template, diagnostics } = parseMacros(
      `\n{{!-- money --}}\n${cents}\n\n{{! days }}{{#macro today}}now(){{/macro}}`,
    )
    expect(diagnostics).toEqual([])
    expect(template.macros.map(({ name }) => name)).toEqual(['cents_to_dollars', 'today'])
    expect(template.body).toEqual([])
  })

  it.each([
    ['select 1\n{{#macro a}}{{/macro}}', 'text-between-macros 1:1'],
    ['{{#macro a}}{{/macro}}\n  and so on  \n', 'text-between-macros 2:3'],
    ["{{ ref('orders') }}", 'text-between-macros 1:1'],
    ['{{~ this ~}}', 'text-between-macros 1:1'],
    ['{{#if a}}{{#macro b}}{{/macro}}{{/if}}', 'text-between-macros 1:1'],
    ['{{#macro a}}{{#macro b}}{{/macro}}{{/macro}}', 'misplaced-macro 1:13'],
    ['{{#macro}}{{/macro}}', 'wrong-block-form 1:4'],
    ['{{#macro "a"}}{{/macro}}', 'wrong-block-form 1:10'],
    ["{{#macro a 'b'}}{{/macro}}", 'wrong-block-form 1:12'],
    ['{{#macro a(b.c)}}{{/macro}}', 'wrong-block-form 1:12'],
    ['{{#macro a b b}}{{/macro}}', 'given-twice 1:14'],
    ['{{#macro a b b=1}}{{/macro}}', 'given-twice 1:14'],
    ['{{#macro a b=1 c}}{{/macro}}', 'positional-after-named 1:16'],
    ['{{#macro a}}{{else}}{{/macro}}', 'misplaced-else 1:13'],
  ])('%j is reported', (text, problem) => {
    expect(parseMacros(text).diagnostics.map(summarize)).toEqual([problem])
  })

  it('whose blocks do not match still tells the names of its macros, so that their calls are no mistake', () => {
    const { problems } = render("{{ cents('a') }}{{ cents() }}", {
      macros: '{{#macro cents x}}{{#if x}}{{/macro}}',
    })
    expect(problems).toEqual(['unclosed-block 1:19', 'missing-argument 1:20'])
  })

  it('is the only place for macros', () => {
    const { diagnostics } = parseTemplate({ path: 'models/orders.sql', text: `select 1\n${cents}` })
    expect(diagnostics).toMatchObject([
      {
        code: 'misplaced-macro',
        at: { line: 2, column: 1 },
        hint: 'Put it into a file of its own under macros/, outside of any block.',
      },
    ])
  })
})

describe('The macros of a project', () => {
  it('have names of their own', () => {
    const first = parseMacros('{{#macro cents}}1{{/macro}}', 'macros/a.sql').template
    const second = parseMacros('\n{{#macro cents}}2{{/macro}}', 'macros/b.sql').template
    const { macros, diagnostics } = collectMacros([first, second])
    expect(macros.get('cents')?.at.path).toBe('macros/a.sql')
    expect(diagnostics).toMatchObject([
      {
        code: 'duplicate-macro',
        at: { path: 'macros/b.sql', line: 2, column: 10 },
        related: [{ at: { path: 'macros/a.sql' } }],
      },
    ])
  })

  it.each(['ref', 'upper', 'each', 'this', 'literal'])('cannot take the name "%s"', (name) => {
    const { diagnostics } = collectMacros([parseMacros(`{{#macro ${name}}}{{/macro}}`).template])
    expect(diagnostics.map(summarize)).toEqual(['reserved-macro-name 1:10'])
  })
})
