import { refused, type Fixture } from './fixture.ts'

const model = (text: string): Fixture['files'] => ({ 'models/revenue.sql': text })
const file = 'models/revenue.sql'

/** Templates that are not well formed. */
export const templateSyntaxFixtures: readonly Fixture[] = [
  {
    name: 'braces that are never closed',
    files: model("select *\nfrom {{ ref('orders')\nwhere id = 1\n"),
    expect: refused({ code: 'unclosed-mustache', at: `${file}:2:6`, hint: 'Close them with "}}"' }),
  },
  {
    name: 'braces that close nothing',
    files: model('select 1 as id }}\n'),
    expect: refused({ code: 'stray-mustache-close', at: `${file}:1:16`, hint: "raw('}}')" }),
  },
  {
    name: 'three braces against two',
    files: model("select * from {{{ ref('orders') }}\n"),
    expect: refused({ code: 'mismatched-mustache', at: `${file}:1:33`, hint: 'Write "}}}"' }),
  },
  {
    name: 'nothing between the braces',
    files: model('select {{ }} as id\n'),
    expect: refused({ code: 'empty-mustache', at: `${file}:1:8`, hint: 'expression' }),
  },
  {
    name: 'a comment that is never closed',
    files: model('select 1 as id {{!-- later }}\n'),
    expect: refused({ code: 'unclosed-comment', at: `${file}:1:16`, hint: '--}}' }),
  },
  {
    name: 'a text that is never closed',
    files: model("select * from {{ ref('orders) }}\n"),
    expect: refused({ code: 'unterminated-string', at: `${file}:1:22`, hint: "\\'" }),
  },
  {
    name: 'an escape that means nothing',
    files: model("select {{ literal('\\d') }} as id\n"),
    expect: refused({ code: 'unknown-escape', at: `${file}:1:20`, hint: 'Write \\\\' }),
  },
  {
    name: 'a number that would lose its last digits',
    files: model('select {{ 12345678901234567890 }} as id\n'),
    expect: refused({ code: 'number-too-large', at: `${file}:1:11`, hint: 'in quotes' }),
  },
  {
    name: 'brackets that do not fit',
    files: model(
      "select {{ join(['a', 'b') }},\n{{ ref('orders' }},\n{{ ref 'orders') }},\n{{ join(['a'}, ',') }}\n",
    ),
    expect: refused(
      { code: 'mismatched-bracket', at: `${file}:1:25`, hint: 'Close it with "]"' },
      { code: 'unclosed-bracket', at: `${file}:2:7`, hint: 'Close it with ")"' },
      { code: 'unopened-bracket', at: `${file}:3:16`, hint: 'Delete it' },
      { code: 'mismatched-bracket', at: `${file}:4:13`, hint: 'Close it with "]"' },
    ),
  },
  {
    name: 'commas that are missing or too many',
    files: model("select {{ replace('a' 'b', 'c') }},\n{{ concat 'a', 'b' }},\n{{ concat('a',, 'b') }}\n"),
    expect: refused(
      { code: 'missing-comma', at: `${file}:1:23`, hint: 'Write a comma' },
      { code: 'unexpected-comma', at: `${file}:2:14`, hint: 'Delete it' },
      { code: 'unexpected-comma', at: `${file}:3:15`, hint: 'Delete it' },
    ),
  },
  {
    name: 'values that are missing',
    files: model('{{#let limit=}}select {{ limit }}{{/let}} {{ concat(a=) }}\n'),
    expect: refused(
      { code: 'missing-value', at: `${file}:1:14`, hint: 'text in quotes' },
      { code: 'missing-value', at: `${file}:1:55`, hint: 'text in quotes' },
    ),
  },
  {
    name: 'characters that mean nothing',
    files: model("select {{ ref('orders') ; }} {{ § }}\n"),
    expect: refused(
      { code: 'unexpected-text', at: `${file}:1:25`, hint: 'An expression is' },
      { code: 'unexpected-text', at: `${file}:1:33`, hint: 'An expression is' },
    ),
  },
  {
    name: 'arguments without a name behind one with a name, and one twice',
    files: model("{{ config(tags=['a'], tags=['b']) }} select {{ join(separator='-', ['a']) }}\n"),
    expect: refused(
      { code: 'given-twice', at: `${file}:1:23`, hint: 'Delete one' },
      { code: 'positional-after-named', at: `${file}:1:68`, hint: 'Put arguments without names first' },
    ),
  },
  {
    name: 'brackets that are nested ten thousand deep',
    files: model(`select {{ ${'upper('.repeat(10_000)}'a'${')'.repeat(10_000)} }}\n`),
    expect: refused({ code: 'nested-too-deep', at: `${file}:1:616`, hint: '{{#let}}' }),
  },
  {
    name: 'blocks that are nested ten thousand deep',
    files: model(`${'{{#if true}}'.repeat(10_000)}select 1${'{{/if}}'.repeat(10_000)}\n`),
    expect: refused({ code: 'nested-too-deep', at: `${file}:1:1201`, hint: '{{#let}}' }),
  },
  {
    name: 'operators',
    files: model(
      "{{#if target.name == 'dev'}}select 1{{/if}}\n{{#if not incremental}}{{/if}}\n{{ 'a' + 'b' }}\n",
    ),
    expect: refused(
      { code: 'template-operator', at: `${file}:1:19`, hint: 'eq(a, b)' },
      { code: 'template-operator', at: `${file}:2:7`, hint: 'not(a)' },
      { code: 'template-operator', at: `${file}:3:8`, hint: 'Calculate in SQL' },
    ),
  },
  {
    name: 'Jinja',
    files: model(
      "{# later #}\n{% if is_incremental() %}\nselect {{ 'a' | upper }}\n{% endif %}\n{%- set x = 1 -%}\n",
    ),
    expect: refused(
      { code: 'jinja-comment', at: `${file}:1:1`, hint: '{{!-- … --}}' },
      { code: 'jinja-tag', at: `${file}:2:1`, hint: '{{#if is_incremental()}}' },
      { code: 'jinja-filter', at: `${file}:3:15`, hint: 'upper(…)' },
      { code: 'jinja-tag', at: `${file}:4:1`, hint: '{{/if}}' },
      { code: 'jinja-tag', at: `${file}:5:1`, hint: '{{#let x = 1}}' },
    ),
  },
  {
    name: 'what Handlebars has and templates have not',
    files: model(
      'select {{> columns }}\n{{* note }}\n{{ ../name }}\n{{ @root.x }}\n{{ names.[0] }}\n{{ target.name() }}\n',
    ),
    expect: refused(
      { code: 'unsupported-handlebars', at: `${file}:1:8`, hint: 'macro' },
      { code: 'unsupported-handlebars', at: `${file}:2:1`, hint: 'macro' },
      { code: 'unsupported-handlebars', at: `${file}:3:4`, hint: 'visible inside' },
      { code: 'unsupported-handlebars', at: `${file}:4:4`, hint: 'visible everywhere' },
      { code: 'unsupported-handlebars', at: `${file}:5:9`, hint: '{{#each}}' },
      { code: 'unsupported-handlebars', at: `${file}:6:15`, hint: 'by their own names' },
    ),
  },
  {
    name: 'inverse blocks',
    files: model('{{^if true}}select 1 as id{{/if}}\n'),
    expect: refused({ code: 'unsupported-handlebars', at: `${file}:1:1`, hint: '{{#unless' }),
  },
  {
    name: 'four braces around anything but raw',
    files: model('{{{{code}}}}select 1 as id{{{{/code}}}}\n'),
    expect: refused(
      { code: 'unsupported-handlebars', at: `${file}:1:1`, hint: '{{{{raw}}}}' },
      { code: 'stray-block-close', at: `${file}:1:27`, hint: 'Delete it' },
    ),
  },
  {
    name: 'blocks that are not there, or have another form',
    files: model(
      "{{#with target}}x{{/with}}\n{{#unles true}}x{{/unles}}\n{{#each ['a']}}x{{/each}}\n{{#if}}x{{/if}}\n",
    ),
    expect: refused(
      { code: 'unknown-block', at: `${file}:1:4`, hint: '{{#let' },
      { code: 'unknown-block', at: `${file}:2:4`, hint: 'Did you mean "unless"?' },
      { code: 'wrong-block-form', at: `${file}:3:4`, hint: 'as |' },
      { code: 'wrong-block-form', at: `${file}:4:4`, hint: '{{#if' },
    ),
  },
  {
    name: 'a block without a name',
    files: model('{{# }}select 1 as id{{/if}}\n'),
    expect: refused({ code: 'missing-block-name', at: `${file}:1:1`, hint: '{{#if condition}}' }),
  },
  {
    name: 'a block that is never closed',
    files: model('{{#if incremental}}\nselect 1 as id\n'),
    expect: refused({ code: 'unclosed-block', at: `${file}:1:1`, hint: 'Close it with {{/if}}' }),
  },
  {
    name: 'the end of a block that never began',
    files: model('select 1 as id {{/if}}\n'),
    expect: refused({ code: 'stray-block-close', at: `${file}:1:16`, hint: 'Delete it' }),
  },
  {
    name: 'the end of another block than the one that is open',
    files: model('{{#if true}}select 1 as id{{/each}}\n'),
    expect: refused({ code: 'mismatched-block-close', at: `${file}:1:27`, hint: 'Write {{/if}}' }),
  },
  {
    name: 'an else in every wrong place',
    files: model('select 1 {{else}}\n{{#if true}}a{{else}}b{{else}}c{{/if}}\n{{#let a=1}}{{else}}{{/let}}\n'),
    expect: refused(
      { code: 'misplaced-else', at: `${file}:1:10`, hint: 'divides {{#if}}' },
      { code: 'misplaced-else', at: `${file}:2:23`, hint: 'divides {{#if}}' },
      { code: 'misplaced-else', at: `${file}:3:13`, hint: 'divides {{#if}}' },
    ),
  },
]
