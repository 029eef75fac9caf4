import { execFileSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { makeEnvironment, render, summarize } from '../../tests/templates/render.ts'
import { evaluate } from './evaluate.ts'
import { parseTemplate } from './parse-template.ts'

function parse(text: string): readonly string[] {
  return parseTemplate({ path: 'models/orders.sql', text }).diagnostics.map(summarize)
}

function nest([open, inner, close]: readonly [string, string, string], depth: number): string {
  return open.repeat(depth) + inner + close.repeat(depth)
}

describe('Nesting', () => {
  it.each([
    ['blocks', (depth: number) => nest(['{{#if this}}', 'x', '{{/if}}'], depth), 'nested-too-deep 1:1201'],
    ['parentheses', (depth: number) => `{{ ${nest(['(', 'this', ')'], depth)} }}`, 'nested-too-deep 1:104'],
    ['calls', (depth: number) => `{{ ${nest(['not(', '1', ')'], depth)} }}`, 'nested-too-deep 1:407'],
    [
      'lists',
      (depth: number) => `{{ length(${nest(['[', '1', ']'], depth - 1)}) }}`,
      'nested-too-deep 1:110',
    ],
    [
      'maps',
      (depth: number) => `{{ length(${nest(['{a:', '1', '}'], depth - 1)}) }}`,
      'nested-too-deep 1:308',
    ],
  ])('of %s may be 100 deep and not more', (_, build, problem) => {
    expect(render(build(100)).problems).toEqual([])
    expect(render(build(101)).problems).toEqual([problem])
    expect(parse(build(10_000))).toEqual([problem])
  })

  it('of else-ifs counts like that of blocks', () => {
    const build = (count: number): string =>
      `{{#if incremental}}${'{{else if incremental}}x'.repeat(count)}{{/if}}`
    expect(render(build(99)).problems).toEqual([])
    expect(parse(build(10_000))).toEqual(['nested-too-deep 1:2396'])
  })

  it('of fields is bounded', () => {
    expect(parse(`{{ this${'.a'.repeat(10_000)} }}`)).toEqual(['nested-too-deep 1:208'])
  })

  it('is bounded in all', () => {
    const deep = (call: string): string =>
      nest(['{{#if this}}', `{{ ${nest(['not(', call, ')'], 99)} }}`, '{{/if}}'], 99)
    const macros = Array.from({ length: 49 }, (_, n) => `{{#macro m${n}}}${deep(`m${n + 1}()`)}{{/macro}}`)
    const { diagnostics } = render('{{ m0() }}', {
      macros: [...macros, '{{#macro m49}}x{{/macro}}'].join(''),
    })
    expect(diagnostics.map(({ code }) => code)).toEqual(['nested-too-deep'])
  })
})

describe('Macros that call each other', () => {
  it('may be 50 deep and not more', () => {
    const build = (count: number): string =>
      [
        ...Array.from({ length: count - 1 }, (_, n) => `{{#macro m${n + 1}}}{{ m${n + 2}() }}{{/macro}}`),
        `{{#macro m${count}}}x{{/macro}}`,
      ].join('')
    expect(render('{{ m1() }}', { macros: build(50) })).toMatchObject({ text: 'x', problems: [] })
    expect(render('{{ m1() }}', { macros: build(51) }).diagnostics).toMatchObject([
      { code: 'macro-too-deep', message: expect.stringContaining('"m51"') },
    ])
  })

  it('without end are stopped', () => {
    const macros = '{{#macro again}}{{ again() }}{{ again() }}{{/macro}}'
    expect(render('{{ again() }}', { macros }).problems).toEqual(['macro-too-deep 1:20'])
  })

  it('may do so as long as some condition ends it', () => {
    const macros = "{{#macro stars n}}*{{#if lt(length(n), 5)}}{{ stars(concat(n, 'x')) }}{{/if}}{{/macro}}"
    expect(render("{{ stars('') }}", { macros })).toMatchObject({ text: '******', problems: [] })
  })
})

describe('Work', () => {
  it('is bounded, whatever loops run inside loops', () => {
    const text = nest(['{{#each range(10000) as |n|}}', '{{#if n}}{{/if}}', '{{/each}}'], 5)
    expect(render(text).diagnostics.map(({ code }) => code)).toEqual(['template-too-long'])
  })

  it('is bounded for values that grow', () => {
    const text = nest(['{{#let x=concat(x, x)}}', '{{ length(x) }}', '{{/let}}'], 40)
    expect(render(`{{#let x='abcdefgh'}}${text}{{/let}}`).diagnostics.map(({ code }) => code)).toEqual([
      'template-output-too-large',
    ])
  })

  it('is bounded for SQL that grows', () => {
    const text = `{{#each range(10000) as |n|}}${'x'.repeat(2000)}{{/each}}`
    expect(render(text).problems).toEqual(['template-output-too-large 1:30'])
  })

  it('is bounded for macros whose output is not printed', () => {
    const macros = `{{#macro big}}${'x'.repeat(20_000)}{{/macro}}`
    const { diagnostics } = render('{{#each range(10000) as |n|}}{{#if eq(big(), 1)}}{{/if}}{{/each}}', {
      macros,
    })
    expect(diagnostics.map(({ code }) => code)).toEqual(['template-output-too-large'])
  })
})

describe('Cost', () => {
  const model = `select {{ ident('total') }}, o.* from {{ ref('orders') }} o
{{#if incremental}}
where o.day > (select max(day) from {{ this }})
{{/if}}
`

  it.each([
    ['models', model],
    ['opening braces', '{{'],
    ['opening braces with space', '{{ '],
    ['closing braces', '}} '],
    ['blocks that are never closed', '{{#if x}}'],
    ['blocks that are never opened', '{{/if}}'],
    ['comments that are never closed', '{{!-- '],
    ['raw blocks that are never closed', '{{{{raw}}}}'],
    ['single quotes', "{{ ' }}"],
    ['both quotes', `{{ " }}{{ ' }}`],
    ['escaped mustaches', '\\{{'],
    ['Jinja', '{# {% if '],
    ['open parentheses', '{{ f(('],
    ['spaces', '          \n'],
  ])('of a million characters of nothing but %s is bounded', (_, piece) => {
    const text = piece.repeat(Math.ceil(1_000_000 / piece.length))
    // Were the cost quadratic, the test would run out of its time.
    const { template } = parseTemplate({ path: 'models/orders.sql', text })
    expect(() => evaluate(template, makeEnvironment({}, new Map()))).not.toThrow()
  })
})

describe('Handlebars', () => {
  it('is read without dynamic code and without prototypes', () => {
    const script =
      "import('handlebars/dist/cjs/handlebars/compiler/base.js').then(({ parse }) => console.log(parse('{{#b}}x{{/b}}').body[0].type))"
    const flags = ['--disallow-code-generation-from-strings', '--disable-proto=delete']
    expect(execFileSync(process.execPath, [...flags, '-e', script], { encoding: 'utf8' }).trim()).toBe(
      'BlockStatement',
    )
  })
})
