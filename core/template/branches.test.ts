import { describe, expect, it } from 'vitest'
import { render } from '../../tests/templates/render.ts'

const model = `{{ config(materialized='incremental') }}
select * from {{ ref('orders') }}
{{#if incremental}}
where id > (select max(id) from {{ ref('watermarks') }})
{{else}}
union all select * from {{ source('raw', 'archive') }}
{{/if}}`

describe('A branch that is not taken', () => {
  it('is followed for what it refers to, in every branch alike', () => {
    expect(render(model).calls).toEqual([
      'config(materialized="incremental")',
      'ref("orders")',
      'ref("watermarks")†',
      'source("raw", "archive")',
    ])
    expect(render(model, { incremental: true }).calls).toEqual([
      'config(materialized="incremental")',
      'ref("orders")',
      'ref("watermarks")',
      'source("raw", "archive")†',
    ])
  })

  it('calls nothing when the template is rendered', () => {
    expect(render(model, { branches: 'taken' }).calls).toEqual([
      'config(materialized="incremental")',
      'ref("orders")',
      'source("raw", "archive")',
    ])
  })

  it('gives the same SQL either way', () => {
    expect(render(model, { branches: 'all' }).sql).toEqual(render(model, { branches: 'taken' }).sql)
  })

  it('is followed in else-ifs, in unless, in empty loops and in what stands behind their else', () => {
    const { calls } = render(`
      {{#if true}}{{ ref('a') }}{{else if incremental}}{{ ref('b') }}{{else}}{{ ref('c') }}{{/if}}
      {{#unless true}}{{ ref('d') }}{{/unless}}
      {{#each [] as |x|}}{{ ref('e') }}{{else}}{{ ref('f') }}{{/each}}
      {{#each ['g'] as |x|}}{{ ref(x) }}{{else}}{{ ref('h') }}{{/each}}`)
    expect(calls).toEqual([
      'ref("a")',
      'ref("b")†',
      'ref("c")†',
      'ref("d")†',
      'ref("e")†',
      'ref("f")',
      'ref("g")',
      'ref("h")†',
    ])
  })

  it('is followed through loops over what is known', () => {
    const { calls } = render("{{#if false}}{{#each ['a', 'b'] as |x|}}{{ ref(x) }}{{/each}}{{/if}}")
    expect(calls).toEqual(['ref("a")†', 'ref("b")†'])
  })

  it('is followed into macros with the arguments that are known', () => {
    const macros = `
{{#macro latest name}}(select max(id) from {{ ref(name) }}{{ fallback() }}){{/macro}}
{{#macro fallback}}{{#if false}}{{ ref('fallback') }}{{/if}}{{/macro}}`
    const { calls, problems } = render(
      "{{#if false}}{{ latest('a') }}{{ latest('b') }}{{ latest('a') }}{{/if}}",
      { macros },
    )
    expect(problems).toEqual([])
    expect(calls).toEqual(['ref("a")†', 'ref("fallback")†', 'ref("b")†'])
  })

  it('may guard against values that are missing or of the wrong kind', () => {
    const { problems, calls } = render(
      `{{#let rates=var('rates')}}
{{#if in('eur', rates)}}{{ rates.eur }}{{ upper(1) }}{{ ident(var('unset')) }}{{/if}}
{{#each rates.usd as |x|}}{{ x.any }}{{ ref('orders') }}{{/each}}
{{/let}}`,
      { vars: { rates: { usd: [] } } },
    )
    expect(problems).toEqual([])
    expect(calls).toEqual(['var("rates")', 'var("unset")†', 'ref("orders")†'])
  })

  it('may not refer to what cannot be known', () => {
    const { problems } = render(
      "{{#if false}}{{ ref(var('unset')) }}{{#each [] as |x|}}{{ ref(x) }}{{ source('raw', concat(x, 'y')) }}{{/each}}{{/if}}",
    )
    expect(problems).toEqual([
      'unknowable-reference 1:21',
      'unknowable-reference 1:63',
      'unknowable-reference 1:85',
    ])
  })

  it('reports a name that means nothing once, and not its consequences', () => {
    expect(render('{{#if false}}{{ ref(orders) }}{{/if}}').problems).toEqual(['unknown-name 1:21'])
  })

  it('has its names resolved when the template is rendered, too', () => {
    const text =
      "{{#if false}}{{ nope }}{{ nope('x') }}{{ this.nope }}{{#each [] as |x|}}{{ nope }}{{/each}}{{/if}}"
    expect(render(text, { branches: 'taken' }).problems).toEqual([
      'unknown-name 1:17',
      'unknown-function 1:27',
      'unknown-field 1:47',
      'unknown-name 1:76',
    ])
  })

  it('is left when macros call themselves or each other', () => {
    const macros = `
{{#macro odd n}}{{ ref('odd') }}{{ even(concat(n, 'x')) }}{{ even(concat(n, 'y')) }}{{/macro}}
{{#macro even n}}{{ odd(n) }}{{ odd(concat(n, 'z')) }}{{ even(n) }}{{/macro}}`
    const { calls, problems } = render("{{#if false}}{{ odd('') }}{{/if}}", { macros })
    expect(problems).toEqual([])
    expect(calls).toEqual(['ref("odd")†'])
  })

  it('does not explode when every macro calls the next one twice', () => {
    const macros = Array.from(
      { length: 40 },
      (_, n) => `{{#macro m${n}}}{{ m${n + 1}() }}{{ m${n + 1}() }}{{/macro}}`,
    )
    const { calls, problems } = render('{{#if false}}{{ m0() }}{{/if}}', {
      macros: [...macros, "{{#macro m40}}{{ ref('orders') }}{{/macro}}"].join('\n'),
    })
    expect(problems).toEqual([])
    expect(calls).toEqual(['ref("orders")†'])
  })
})
