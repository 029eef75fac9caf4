import { describe, expect, it } from 'vitest'
import { makeEnvironment, render } from '../../tests/templates/render.ts'
import { checkMacros, evaluate } from './evaluate.ts'
import { collectMacros } from './macros.ts'
import { locate } from './locate.ts'
import { parseSnippet, parseTemplate } from './parse-template.ts'

describe('Blocks', () => {
  it('if takes the first branch that holds', () => {
    const text = '{{#if eq(n, 1)}}one{{else if eq(n, 2)}}two{{else}}many{{/if}}'
    expect([1, 2, 3].map((n) => render(text, { values: { n } }).text)).toEqual(['one', 'two', 'many'])
  })

  it('unless is an if that does not hold', () => {
    const text = '{{#unless n}}none{{else}}some{{/unless}}'
    expect([0, 1].map((n) => render(text, { values: { n } }).text)).toEqual(['none', 'some'])
  })

  it('each goes through a list with item, position, first and last', () => {
    const text =
      "{{#each ['a', 'b', 'c'] as |x i|}}{{ i }}{{ x }}{{ @index }}{{#if @first}}!{{/if}}{{#unless @last}}, {{/unless}}{{/each}}"
    expect(render(text).text).toBe('0a0!, 1b1, 2c2')
  })

  it('each goes through a map with value and key', () => {
    const { text } = render(
      '{{#each { usd: 1, eur: 2 } as |rate currency|}}{{ currency }}{{ @key }}{{ rate }} {{/each}}',
    )
    expect(text).toBe('usdusd1 eureur2 ')
  })

  it('each of an empty list is what stands behind else', () => {
    expect(render('{{#each [] as |x|}}{{ x }}{{else}}none{{/each}}').text).toBe('none')
  })

  it('each of anything else is an error', () => {
    expect(render("{{#each 'abc' as |x|}}{{ x }}{{/each}}").problems).toEqual(['wrong-argument-type 1:9'])
  })

  it('each inside each sees both items', () => {
    const text = "{{#each [1, 2] as |a|}}{{#each ['x', 'y'] as |b|}}{{ a }}{{ b }}{{/each}}{{/each}}"
    expect(render(text).text).toBe('1x1y2x2y')
  })

  it('let gives names to values, also to those behind', () => {
    const { text } = render(
      "{{#let a='x' b=concat(a, 'y')}}{{ b }}{{#let a='z'}}{{ a }}{{/let}}{{ a }}{{/let}}",
    )
    expect(text).toBe('xyzx')
  })

  it('names of a block are gone behind it', () => {
    expect(
      render("{{#let a='x'}}{{/let}}{{ a }}{{#each [1] as |b|}}{{/each}}{{ b }}{{ @index }}").problems,
    ).toEqual(['unknown-name 1:26', 'unknown-name 1:62', 'loop-name-outside 1:69'])
  })

  it('conditions hold for everything but false, null, 0, and what is empty', () => {
    const falsy = ['false', 'null', '0', "''", '[]', '{}', "raw('')"]
    const truthy = ['true', '1', '-1', "'false'", "'0'", '[0]', '{a: null}', 'this']
    const ask = (value: string): string => render(`{{#if ${value}}}yes{{else}}no{{/if}}`).text
    expect(falsy.map(ask)).toEqual(falsy.map(() => 'no'))
    expect(truthy.map(ask)).toEqual(truthy.map(() => 'yes'))
  })
})

describe('Names', () => {
  it('that mean nothing are reported wherever they stand, all at once and in order', () => {
    const { problems } = render(
      `{{ amuont }} {{ reff('orders') }} {{#if incremntal}}{{ a }}{{else}}{{ b }}{{/if}}
{{ ref(c) }} {{#each d as |x|}}{{ x.e }}{{ f }}{{/each}} {{#let y=g}}{{ y }}{{/let}} {{ this.schem }}
{{#if false}}{{ cents(h) }}{{ this.nmae.x }}{{/if}}`,
      { macros: '{{#macro cents column}}{{ colum }}{{/macro}}' },
    )
    expect(problems).toEqual([
      'unknown-name 1:27',
      'unknown-name 1:4',
      'unknown-function 1:17',
      'unknown-name 1:41',
      'unknown-name 1:56',
      'unknown-name 1:71',
      'unknown-name 2:8',
      'unknown-name 2:22',
      'unknown-name 2:44',
      'unknown-name 2:67',
      'unknown-field 2:94',
      'unknown-name 3:23',
      'unknown-field 3:36',
    ])
  })

  it.each([
    ['{{ incremntal }}', 'Did you mean "incremental"?'],
    ["{{ reff('orders') }}", 'Did you mean "ref"?'],
    ['{{ this.shema }}', 'Did you mean "schema"?'],
    ['{{ True }}', 'Did you mean "true"?'],
    ['{{ config(a=none) }}', 'Write null.'],
    ['{{ config(a=is_incrementl) }}', 'Did you mean "is_incremental()"?'],
    ['{{ ref(orders) }}', 'Write a text in quotes; a name without quotes stands for a value.'],
    ["{{ lookup(this, 'a') }}", 'Read a field with a dot: map.key.'],
    ["{{ run_query('select 1') }}", 'Templates never run queries; write the query into the model.'],
    ['{{ loop.index }}', 'Inside {{#each}} write @index, @first or @last.'],
  ])('%s is answered with a suggestion', (text, hint) => {
    expect(render(text).diagnostics).toMatchObject([{ hint }])
  })

  it('of prototypes are no names', () => {
    const { problems } = render(
      '{{ constructor }} {{ __proto__ }} {{ this.constructor }} {{ target.__proto__ }} {{ toString() }}',
    )
    expect(problems).toEqual([
      'unknown-name 1:4',
      'unknown-name 1:22',
      'unknown-field 1:43',
      'unknown-field 1:68',
      'unknown-function 1:84',
    ])
  })

  it('of functions are no values, and the other way round', () => {
    expect(render('{{#if is_incremental}}{{/if}}{{ this() }}').problems).toEqual([
      'function-not-called 1:7',
      'not-a-function 1:33',
    ])
  })

  it('may be a call without arguments where they stand alone', () => {
    expect(
      render('{{ is_incremental }} {{ greet }}', { macros: '{{#macro greet}}hello{{/macro}}' }).text,
    ).toBe('false hello')
  })

  it('of fields are reported where the value has none', () => {
    expect(render("{{ 'a'.b }} {{ this.schema.x }} {{ [1].length }}").problems).toEqual([
      'no-fields 1:8',
      'no-fields 1:28',
      'no-fields 1:40',
    ])
  })

  it('are reported once, although a loop meets them again and again', () => {
    expect(render('{{#each range(100) as |n|}}{{ nope }}{{ n.x }}{{/each}}').problems).toEqual([
      'unknown-name 1:31',
      'no-fields 1:43',
    ])
  })
})

describe('Evaluation', () => {
  it('keeps what a function refuses at its argument', () => {
    const { diagnostics } = render("select {{ var('start_dat') }}", { vars: { start_date: '2024-01-01' } })
    expect(diagnostics).toMatchObject([
      {
        code: 'unset-variable',
        hint: 'Did you mean "start_date"?',
        at: { line: 1, column: 15, endColumn: 26 },
      },
    ])
  })

  it('says nothing about what follows from a mistake', () => {
    expect(
      render("{{#let a=upper(nope)}}{{ concat(a, 'x') }}{{ ref(a) }}{{ a.b }}{{/let}}").problems,
    ).toEqual(['unknown-name 1:16'])
  })

  it('of the same template gives the same, every time', () => {
    const { template } = parseTemplate({
      path: 'models/orders.sql',
      text: '{{#each [1, 2] as |x|}}{{ x }}{{/each}}',
    })
    const environment = makeEnvironment({}, new Map())
    expect(evaluate(template, environment)).toEqual(evaluate(template, environment))
  })
})

describe('A snippet', () => {
  it('has each of its mistakes reported, although all of them stand at one place', () => {
    const at = { path: 'models/orders.yml', line: 3, column: 5, endLine: 3, endColumn: 30 }
    const { template } = parseSnippet('grant {{ a }} {{ b }} {{ this }}', at)
    const { sql, diagnostics } = evaluate(template, makeEnvironment({}, new Map()))
    expect(diagnostics).toMatchObject([
      { code: 'unknown-name', message: 'There is no value "a" here.', at },
      { code: 'unknown-name', message: 'There is no value "b" here.', at },
    ])
    expect(sql.text).toBe('grant   "main"."orders"')
    expect(sql.segments.every(({ copied }) => !copied)).toBe(true)
    expect(locate(sql, 2)?.at).toEqual(at)
  })
})

describe('Checking macros', () => {
  it('finds names that mean nothing in macros that nobody calls, and asks for nothing', () => {
    const text = `{{#macro paid column limit=nope}}
  {{ column }} {{ column.any }} {{ ref(column) }} {{ var('unset') }} {{ colum }}
  {{#if limit}}{{ reff('x') }}{{/if}} {{ paid() }}
{{/macro}}`
    const { template } = parseTemplate({ path: 'macros/money.sql', text }, { macros: true })
    const calls: string[] = []
    const environment = makeEnvironment({ calls }, collectMacros([template]).macros)
    expect(checkMacros(environment)).toMatchObject([
      { code: 'unknown-name', at: { line: 1, column: 28 } },
      { code: 'unknown-name', at: { line: 2, column: 73 }, hint: 'Did you mean "column"?' },
      { code: 'unknown-function', at: { line: 3, column: 19 } },
      { code: 'missing-argument', at: { line: 3, column: 42 } },
    ])
    expect(calls).toEqual([])
  })
})
