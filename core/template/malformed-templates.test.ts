import { describe, expect, it } from 'vitest'
import { parseTemplate } from './parse-template.ts'
import { summarize } from '../../tests/templates/render.ts'

/** Text → `code line:column` of everything that is wrong with it. */
const cases: readonly (readonly [text: string, ...problems: readonly string[]])[] = [
  // mustaches
  ['select {{ ref("orders")', 'unclosed-mustache 1:8'],
  ['select {{ ref("orders") from {{ ref("accounts") }}', 'unclosed-mustache 1:8'],
  ['select\n  {{', 'unclosed-mustache 2:3'],
  ['{{ }}', 'empty-mustache 1:1'],
  ['a {{  }} {{{ }}}', 'empty-mustache 1:3', 'empty-mustache 1:10'],
  ['{{ var("x") }}}', 'mismatched-mustache 1:13'],
  ['{{{ var("x") }}', 'mismatched-mustache 1:14'],
  ['{{#if a}}}b{{/if}}', 'mismatched-mustache 1:8'],
  ['select ref("orders") }} from x', 'stray-mustache-close 1:22'],
  ['{{ this }} }}', 'stray-mustache-close 1:12'],
  ['{{! a comment', 'unclosed-comment 1:1'],
  ['select\n{{!-- a comment }}\n{{ this }}', 'unclosed-comment 2:1'],
  // texts and numbers
  ["select * from {{ ref('orders) }}", 'unterminated-string 1:22'],
  ["from {{ ref('orders) }} o\njoin {{ ref('accounts') }} a", 'unterminated-string 1:13'],
  ["from {{ ref('orders) }}\nwhere status = 'done'", 'unterminated-string 1:13'],
  ['{{ raw("\\d+") }}', 'unknown-escape 1:9'],
  ['{{ 12345678901234567890 }}', 'number-too-large 1:4'],
  ['{{ 1a }}', 'unexpected-text 1:4'],
  // brackets, commas, arguments
  ["{{ ref('orders' }}", 'unclosed-bracket 1:7'],
  ["{{ config(tags=['a', 'b') }}", 'mismatched-bracket 1:25'],
  ["{{ config(key={ day: 'd' ) }}", 'mismatched-bracket 1:26'],
  ["{{ ref('orders')) }}", 'unopened-bracket 1:17'],
  ['{{ [1, 2 }}', 'unclosed-bracket 1:4'],
  ['{{#if (eq 1 2}}{{/if}}', 'unclosed-bracket 1:7'],
  ["{{ source('raw' 'payments') }}", 'missing-comma 1:17'],
  ["{{ config(\n  tags=['a' 'b'],\n) }}", 'missing-comma 2:13'],
  ["{{ ref(, 'orders') }}", 'unexpected-comma 1:8'],
  ["{{ ref('a',, 'b') }}", 'unexpected-comma 1:12'],
  ["{{ref 'a', 'b'}}", 'unexpected-comma 1:10'],
  ["{{ config(materialized='table', 'x') }}", 'positional-after-named 1:33'],
  ["{{config materialized='table' 'x'}}", 'positional-after-named 1:31'],
  ["{{ config(tags='a', tags='b') }}", 'given-twice 1:21'],
  ['{{ config(key={ day: 1, "day": 2 }) }}', 'given-twice 1:25'],
  ['{{ config(tags=) }}', 'missing-value 1:16'],
  ['{{ config(key={ day }) }}', 'unopened-bracket 1:21'],
  ['{{ config(key={ 1: 2 }) }}', 'unexpected-text 1:17'],
  ['{{ this; }}', 'unexpected-text 1:8'],
  ["{{ 'a' 'b' }}", 'unexpected-text 1:8'],
  ["{{ 'orders'.name'x' }}", 'unexpected-text 1:17'],
  // blocks
  ['{{#if a}}x', 'unclosed-block 1:1'],
  ['{{#each xs as |x|}}\n  {{#if x}}\n{{/each}}', 'unclosed-block 2:3'],
  ['{{#if a}}x{{/fi}}', 'mismatched-block-close 1:11'],
  ['{{#if a}}{{/unless}}{{/if}}', 'stray-block-close 1:10'],
  ['select 1 {{/if}}', 'stray-block-close 1:10'],
  ['{{else}}', 'misplaced-else 1:1'],
  ['{{else if a}}', 'misplaced-else 1:1'],
  ['{{#if a}}1{{else}}2{{else}}3{{/if}}', 'misplaced-else 1:20'],
  ['{{#if a}}1{{else}}2{{else if b}}3{{/if}}', 'misplaced-else 1:20'],
  ['{{#let a=1}}1{{else}}2{{/let}}', 'misplaced-else 1:14'],
  ['{{#if}}1{{/if}}', 'wrong-block-form 1:4'],
  ['{{#if eq a b}}1{{/if}}', 'wrong-block-form 1:10'],
  ['{{#if a=1}}1{{/if}}', 'wrong-block-form 1:4'],
  ['{{#each xs}}1{{/each}}', 'wrong-block-form 1:4'],
  ['{{#each xs as |x y z|}}1{{/each}}', 'wrong-block-form 1:4'],
  ['{{#each xs as |x, y|}}1{{/each}}', 'unexpected-comma 1:17'],
  ['{{#let}}1{{/let}}', 'wrong-block-form 1:4'],
  ['{{#let a}}1{{/let}}', 'wrong-block-form 1:8'],
  ['{{#}}1{{/}}', 'missing-block-name 1:1', 'missing-block-name 1:7'],
  ['{{#repeat 3}}1{{/repeat}}', 'unknown-block 1:4'],
  ['{{{{raw}}}} {{ x }}', 'unclosed-block 1:1'],
  ['{{{{/raw}}}}', 'stray-block-close 1:1'],
  // Handlebars that is not ours
  ['{{> header}}', 'unsupported-handlebars 1:1'],
  ['{{#> layout}}x{{/layout}}', 'unsupported-handlebars 1:1'],
  ['{{* decorate}}', 'unsupported-handlebars 1:1'],
  ['{{#*inline "x"}}x{{/inline}}', 'unsupported-handlebars 1:1'],
  ['{{^if a}}x{{/if}}', 'unsupported-handlebars 1:1'],
  ['{{ ../orders }}', 'unsupported-handlebars 1:4'],
  ['{{ ./orders }}', 'unsupported-handlebars 1:4'],
  ['{{ @root.orders }}', 'unsupported-handlebars 1:4'],
  ['{{ orders.[0] }}', 'unsupported-handlebars 1:10'],
  ['{{ orders[0] }}', 'unsupported-handlebars 1:10'],
  ['{{ dbt_utils.star("orders") }}', 'unsupported-handlebars 1:18'],
  ['{{{{verbatim}}}}x{{{{/verbatim}}}}', 'unsupported-handlebars 1:1', 'stray-block-close 1:18'],
  // operators of other languages
  ['{{ a / b }}', 'template-operator 1:6'],
  ['{{ a + 1 }}', 'template-operator 1:6'],
  ['{{#if a == b}}x{{/if}}', 'template-operator 1:9'],
  ['{{#if a and b}}x{{/if}}', 'template-operator 1:9'],
  ['{{#if not a}}x{{/if}}', 'template-operator 1:7'],
  ['{{#if !a}}x{{/if}}', 'template-operator 1:7'],
  ["{{ 'a' if b else 'c' }}", 'template-operator 1:8'],
  ['{{ ref(a || b) }}', 'template-operator 1:10'],
  // Jinja
  ["{{ 'a' | upper }}", 'jinja-filter 1:8'],
  ["{{ xs | join(', ') }}", 'jinja-filter 1:7'],
  ["{{ 'a' ~ 'b' }}", 'template-operator 1:8'],
  ['{% if x %}1{% endif %}', 'jinja-tag 1:1', 'jinja-tag 1:12'],
  ['{#- a comment #} select 1', 'jinja-comment 1:1'],
  ['{#- a comment over {{#} select 1', 'jinja-comment 1:1'],
  ['{% if {{#} select 1', 'jinja-tag 1:1'],
  // line breaks, wide characters and front matter do not shift anything
  ["select '💰'\r\n, {{ ref('orders', }}", 'unclosed-bracket 2:9'],
  ["{{ literal('💰💰') }} {{ ref('orders' 'x') }}", 'missing-comma 1:39'],
  ["\u2028\r{{ ref('a' 'b') }}", 'missing-comma 1:14'],
]

describe('A malformed template', () => {
  it.each(cases)('%j is reported where it is wrong', (text, ...problems) => {
    const { diagnostics } = parseTemplate({ path: 'models/orders.sql', text })
    expect(diagnostics.map(summarize)).toEqual(problems)
  })
})
