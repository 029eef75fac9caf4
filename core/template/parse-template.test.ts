import { describe, expect, it } from 'vitest'
import { render, summarize } from '../../tests/templates/render.ts'
import { parseSnippet, parseTemplate } from './parse-template.ts'

describe('A template', () => {
  it('without a mustache is one text', () => {
    const { template, diagnostics } = parseTemplate({ path: 'models/orders.sql', text: 'select 1\n' })
    expect(diagnostics).toEqual([])
    expect(template.body).toEqual([
      {
        kind: 'text',
        text: 'select 1\n',
        copied: true,
        at: { path: 'models/orders.sql', line: 1, column: 1, endLine: 2, endColumn: 1 },
      },
    ])
  })

  it('that is empty has nothing in it', () => {
    expect(parseTemplate({ path: 'models/orders.sql', text: '' }).template.body).toEqual([])
  })

  it('begins behind front matter and keeps the places of the file', () => {
    const text = "---\ntags: [nightly]\n---\nselect * from {{ ref('orders') }}"
    const { template } = parseTemplate({ path: 'models/orders.sql', text }, { start: text.indexOf('select') })
    const [first, second] = template.body
    expect(first).toMatchObject({ text: 'select * from ', at: { line: 4, column: 1, endColumn: 15 } })
    expect(second).toMatchObject({ expression: { at: { line: 4, column: 18, endLine: 4, endColumn: 31 } } })
  })

  it('keeps the places of blocks behind front matter', () => {
    const text = '---\nx: {{ y }}\n---\n{{#if this}}\n  yes\n{{/if}}\n'
    const { template } = parseTemplate({ path: 'models/orders.sql', text }, { start: text.indexOf('{{#') })
    expect(template.body).toMatchObject([
      { kind: 'if', body: [{ text: '  yes\n', at: { line: 5, column: 1 } }] },
    ])
  })

  it('that does not stand in a file verbatim points at one place', () => {
    const at = { path: 'models/orders.yml', line: 7, column: 16, endLine: 7, endColumn: 40 }
    const { template, diagnostics } = parseSnippet("grant {{ 'select' }} {{ a b, }}", at)
    expect(template.body[0]).toMatchObject({ kind: 'text', copied: false, at })
    expect(diagnostics).toMatchObject([{ code: 'unexpected-comma', at }])
  })

  it('with an error in one expression still has the others', () => {
    const { text, problems } = render("select {{ ref( }}, {{ ref('orders') }}, {{ nope }}")
    expect(text).toBe('select , "main"."orders", ')
    expect(problems).toEqual(['unclosed-bracket 1:14', 'unknown-name 1:44'])
  })

  it('has its problems in the order of the file', () => {
    const text = '{{#each xs}}{{/each}}\n{{ a / b }}\n{{#nope}}{{/nope}}\n{{ (a }}'
    const { diagnostics } = parseTemplate({ path: 'models/orders.sql', text })
    expect(diagnostics.map(summarize)).toEqual([
      'wrong-block-form 1:4',
      'template-operator 2:6',
      'unknown-block 3:4',
      'unclosed-bracket 4:4',
    ])
  })
})

describe('An expression', () => {
  it.each([
    ["{{ ref('orders') }}", "{{ref 'orders'}}"],
    ["{{ source('raw', 'payments') }}", '{{source "raw" "payments"}}'],
    ["{{ config(materialized='table', scale=2) }}", "{{config materialized='table' scale=2}}"],
    ["{{#if eq(var('env'), 'ci')}}yes{{/if}}", "{{#if (eq (var 'env') 'ci')}}yes{{/if}}"],
    ["{{#if (eq(var('env'), 'ci'))}}yes{{/if}}", "{{#if (eq (var 'env') 'ci')}}yes{{/if}}"],
    ['{{#if is_incremental()}}yes{{/if}}', '{{#if (is_incremental)}}yes{{/if}}'],
    ["{{ref ('orders')}}", "{{ref 'orders'}}"],
    ["{{{ ref('orders') }}}", "{{&ref 'orders'}}"],
    ['{{~ this ~}}', '{{this}}'],
  ])('%s is %s', (asCall, asHandlebars) => {
    const options = { vars: { env: 'ci' } }
    const [one, other] = [render(asCall, options), render(asHandlebars, options)]
    expect(one.problems).toEqual([])
    expect(one.text).toBe(other.text)
    expect(one.calls).toEqual(other.calls)
  })

  it('may hold lists and maps inside each other, with quoted keys and trailing commas', () => {
    const { calls, problems } = render(
      `{{ config(
        materialized='table',   {{!-- the default is a view }} --}}
        tags=['a', "b",],
        key={ day: 'order_day', 'quoted key': 1, inner: { deep: [{ er: null }] }},
        empty=[], none={},
      ) }}`,
    )
    expect(problems).toEqual([])
    expect(calls).toHaveLength(1)
    expect(calls[0]).toMatch(
      /^config\(materialized="table", tags=\["a","b"\], key=.*, empty=\[\], none=.*\)$/,
    )
  })

  it('closes maps before it closes the mustache', () => {
    expect(render("{{#let m={a: {b: 'x'}}}}{{ m.a.b }}{{/let}}").text).toBe('x')
    expect(render('{{ length({a: {b: 1}}) }}').text).toBe('1')
    expect(render('{{{ length({a: 1}) }}}').text).toBe('1')
  })

  it('may hold closing braces and quotes in its texts', () => {
    expect(render(`{{ raw('}}') }}{{ raw("it's") }}{{ raw('it\\'s "\\\\" {{ \\n') }}`).text).toBe(
      `}}it'sit's "\\" {{ \n`,
    )
  })

  it('reads fields of values and of calls', () => {
    const { text, problems } = render(
      "{{ this.schema }} {{ ref('orders').name }} {{ (ref 'orders').schema }}",
    )
    expect(problems).toEqual([])
    expect(text).toBe('main orders main')
  })

  it('covers its own letters and nothing else', () => {
    const { sql } = render("a {{  ref( 'orders' )  }} b {{ this.name }} c {{#if (eq 1 1)}}{{'x'}}{{/if}}")
    const columns = sql.segments.filter(({ copied }) => !copied).map(({ at }) => [at.column, at.endColumn])
    expect(columns).toEqual([
      [7, 22],
      [32, 41],
      [65, 68],
    ])
  })

  it('keeps numbers, booleans and null', () => {
    const { calls } = render('{{ config(a=-1.50, b=true, c=false, d=null, e=0) }}')
    expect(calls).toEqual(['config(a=-1.5, b=true, c=false, d=null, e=0)'])
  })
})

describe('Text', () => {
  it.each([
    ['an escaped mustache', 'a \\{{ b }} c', 'a {{ b }} c'],
    ['an escaped backslash before a mustache', "a \\\\{{ 'x' }} c", 'a \\x c'],
    ['a raw block', '{{{{raw}}}} {{ b }} {% if %} {{{{/raw}}}}', ' {{ b }} {% if %} '],
    [
      'a raw block inside a raw block',
      '{{{{raw}}}}{{{{raw}}}}{{{{/raw}}}}{{{{/raw}}}}',
      '{{{{raw}}}}{{{{/raw}}}}',
    ],
    ['comments', "a{{! b }}{{!-- {{ c }} --}}{{'d'}}", 'ad'],
    ['JSON', `select '{"a": {"b": {}}}', '{ }}'`, `select '{"a": {"b": {}}}', '{ }}'`],
    ['braces that are no mustache', "like '{%' and '{#' and '{'", "like '{%' and '{#' and '{'"],
    ['windows line ends', 'a\r\n{{#if this}}\r\nb\r\n{{/if}}\r\nc', 'a\r\nb\r\nc'],
    ['white space taken away', "a \n {{~ 'b' ~}} \n c", 'abc'],
    ['a block on lines of its own', 'a\n  {{#if this}}\n  b\n  {{/if}}\nc', 'a\n  b\nc'],
  ])('comes out right: %s', (_, text, expected) => {
    const rendered = render(text)
    expect(rendered.problems).toEqual([])
    expect(rendered.text).toBe(expected)
  })
})

describe('Jinja', () => {
  it.each([
    ['{% if is_incremental() %}', 'Write {{#if is_incremental()}} … {{/if}}.'],
    ['{%- elif x -%}', 'Write {{else if x}}.'],
    ['{% else %}', 'Write {{else}}.'],
    ['{%- endif %}', 'Write {{/if}}.'],
    ['{% for x in xs %}', 'Write {{#each xs as |x|}} … {{/each}}.'],
    ['{% endfor %}', 'Write {{/each}}.'],
    ["{% set xs = ['a'] %}", "Write {{#let xs = ['a']}} … {{/let}}."],
    [
      '{% macro cents(column, scale=2) %}',
      'Write {{#macro cents column scale=2}} … {{/macro}} in a file under macros/.',
    ],
    ['{% endmacro %}', 'Write {{/macro}}.'],
    [
      '{% snapshot orders %}',
      'Write the query without this tag, in a file orders.sql: it is called like its file.',
    ],
    [
      '{% test is_even(model, column_name) %}',
      'Write {{#macro test_is_even model column_name}} … {{/macro}} in a file under macros/.',
    ],
    ['{% endtest %}', 'Write {{/macro}}.'],
    ['{% endsnapshot %}', 'Write nothing here: a snapshot is a whole file.'],
    ['{% docs orders %}', 'There is nothing like it here; see docs/templates.md.'],
  ])('%s is answered with what to write instead', (text, hint) => {
    const { diagnostics } = parseTemplate({ path: 'models/orders.sql', text })
    expect(diagnostics).toMatchObject([
      { code: 'jinja-tag', hint, at: { column: 1, endColumn: text.length + 1 } },
    ])
  })
})
