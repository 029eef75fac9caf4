import { refused, type Fixture } from './fixture.ts'

const model = (text: string): Fixture['files'] => ({ 'models/revenue.sql': text })
const file = 'models/revenue.sql'

/** Templates that name what there is not, or make too much of it. */
export const templateFixtures: readonly Fixture[] = [
  {
    name: 'an unknown name as a value, an argument, a named argument, a condition, a list, a map, a loop and in a branch that is not taken',
    files: model(
      [
        'select {{ amount }}',
        '{{ ref(orders) }}',
        '{{ join([1], separator=dash) }}',
        '{{#if incremntal}}x{{/if}}',
        '{{ literal([amount]) }}',
        '{{#let m={ a: amount }}}x{{/let}}',
        '{{#each amounts as |a|}}x{{/each}}',
        '{{#if false}}{{ amount }}{{/if}}',
        '{{#unless (eq amount 1)}}x{{/unless}}',
      ].join('\n'),
    ),
    expect: refused(
      { code: 'unknown-name', at: `${file}:1:11`, hint: 'in quotes' },
      { code: 'unknown-name', at: `${file}:2:8`, hint: 'in quotes' },
      { code: 'unknown-name', at: `${file}:3:24`, hint: 'in quotes' },
      { code: 'unknown-name', at: `${file}:4:7`, hint: 'Did you mean "incremental"?' },
      { code: 'unknown-name', at: `${file}:5:13`, hint: 'in quotes' },
      { code: 'unknown-name', at: `${file}:6:15`, hint: 'in quotes' },
      { code: 'unknown-name', at: `${file}:7:9`, hint: 'in quotes' },
      { code: 'unknown-name', at: `${file}:8:17`, hint: 'in quotes' },
      { code: 'unknown-name', at: `${file}:9:15`, hint: 'in quotes' },
    ),
  },
  {
    name: 'a function or macro that there is not',
    files: {
      'macros/money.sql': '{{#macro cents_to_dollars column}}{{ column }} / 100{{/macro}}\n',
      ...model("select {{ cents_to_dolars('amount') }}, {{ uper('a') }}, {{ dateadd('day', 1) }}\n"),
    },
    expect: refused(
      { code: 'unknown-function', at: `${file}:1:11`, hint: 'Did you mean "cents_to_dollars"?' },
      { code: 'unknown-function', at: `${file}:1:44`, hint: 'Did you mean "upper"?' },
      { code: 'unknown-function', at: `${file}:1:61`, hint: '{{#macro}}' },
    ),
  },
  {
    name: 'fields that there are not',
    files: model(
      "select {{ target.nmae }}, {{ this.shcema }}, {{#let a='x'}}{{ a.b }}{{/let}}, {{ target.constructor }}\n",
    ),
    expect: refused(
      { code: 'unknown-field', at: `${file}:1:18`, hint: 'Did you mean "name"?' },
      { code: 'unknown-field', at: `${file}:1:35`, hint: 'Did you mean "schema"?' },
      { code: 'no-fields', at: `${file}:1:65`, hint: 'maps' },
      { code: 'unknown-field', at: `${file}:1:89`, hint: 'name' },
    ),
  },
  {
    name: 'values that are called, and functions that are not',
    files: model('select {{ target() }}, {{ upper(lower) }}, {{ @index }}\n'),
    expect: refused(
      { code: 'not-a-function', at: `${file}:1:11`, hint: 'without parentheses' },
      { code: 'function-not-called', at: `${file}:1:33`, hint: 'lower()' },
      { code: 'loop-name-outside', at: `${file}:1:47`, hint: '{{#each' },
    ),
  },
  {
    name: 'arguments that are missing, too many, unknown or of the wrong kind',
    files: model(
      "select {{ replace('a') }}, {{ upper('a', 'b') }}, {{ join(['a'], seperator='-') }}, {{ upper(1) }}\n",
    ),
    expect: refused(
      { code: 'missing-argument', at: `${file}:1:11`, hint: 'replace(' },
      { code: 'missing-argument', at: `${file}:1:11`, hint: 'replace(' },
      { code: 'too-many-arguments', at: `${file}:1:42`, hint: 'upper(' },
      { code: 'unknown-argument', at: `${file}:1:66`, hint: 'Did you mean "separator"?' },
      { code: 'wrong-argument-type', at: `${file}:1:94`, hint: 'Give it a text' },
    ),
  },
  {
    name: 'arguments of ref, source and config that they do not take',
    files: model(
      "{{ config('table') }} select * from {{ ref('a', 'b', 'c') }}, {{ source('raw') }}, {{ ref('orders', v=2) }}, {{ ref() }}\n",
    ),
    expect: refused(
      { code: 'config-argument', at: `${file}:1:11`, hint: "materialized='table'" },
      { code: 'wrong-arguments', at: `${file}:1:40`, hint: "ref('name')" },
      { code: 'wrong-arguments', at: `${file}:1:66`, hint: "source('source', 'table')" },
      { code: 'versioned-ref', at: `${file}:1:103`, hint: 'a name of its own' },
      { code: 'wrong-arguments', at: `${file}:1:113`, hint: "ref('name')" },
    ),
  },
  {
    name: 'a config whose value is made by another node',
    files: model("{{ config(alias=ref('orders')) }} select 1 as id\n"),
    expect: refused({ code: 'config-not-plain', at: `${file}:1:17`, hint: 'as text' }),
  },
  {
    name: 'text that would change the SQL around it',
    files: model("select {{ var('name') }}, {{ 'a;b' }}, {{ 'a--b' }}\n"),
    command: ['run', '--vars', "{ name: o'hara }"],
    expect: refused(
      { code: 'unsafe-text', at: `${file}:1:11`, hint: 'literal(…)' },
      { code: 'unsafe-text', at: `${file}:1:30`, hint: 'ident(…)' },
      { code: 'unsafe-text', at: `${file}:1:43`, hint: 'raw(…)' },
    ),
  },
  {
    name: 'values that cannot be printed',
    files: model("select {{ null }}, {{ ['a'] }}, {{ { a: 1 } }}, {{ literal([]) }}\n"),
    expect: refused(
      { code: 'unprintable-value', at: `${file}:1:11`, hint: 'literal(…)' },
      { code: 'unprintable-value', at: `${file}:1:23`, hint: 'literal(…)' },
      { code: 'unprintable-value', at: `${file}:1:36`, hint: 'literal(…)' },
      { code: 'empty-list', at: `${file}:1:60`, hint: '{{#if list}}' },
    ),
  },
  {
    name: 'variables that are not set',
    env: { HOME: '/home/ada' },
    files: {
      'xform.yml':
        'name: shop\ntargets:\n  dev: { type: duckdb, path: warehouse.duckdb, schema: shop }\nvars: { start_date: 2024-01-01 }\n',
      ...model(
        "select {{ var('start_dat') }}, {{ var('currency') }}, {{ env('REGION') }}, {{ env_var('HOMEE') }}\n",
      ),
    },
    expect: refused(
      { code: 'unset-variable', at: `${file}:1:15`, hint: 'Did you mean "start_date"?' },
      { code: 'unset-variable', at: `${file}:1:39`, hint: "var('currency', …)" },
      { code: 'unset-environment-variable', at: `${file}:1:62`, hint: "env('REGION', …)" },
      { code: 'unset-environment-variable', at: `${file}:1:87`, hint: 'Did you mean "HOME"?' },
    ),
  },
  {
    name: 'a reference that nobody can know before the run',
    files: model('{{#each [] as |name|}}select * from {{ ref(name) }}{{else}}select 1 as id{{/each}}\n'),
    expect: refused({ code: 'unknowable-reference', at: `${file}:1:44`, hint: 'as a text' }),
  },
  {
    name: 'loops that would run for minutes and write gigabytes',
    files: {
      ...model(
        '{{#each range(3000) as |a|}}{{#each range(3000) as |b|}}{{#if eq(a, b)}}.{{/if}}{{/each}}{{/each}}\n',
      ),
      'models/wide.sql': `{{#let a='${'x'.repeat(10_000)}'}}{{#each range(2000) as |n|}}{{ a }}{{/each}}{{/let}}\n`,
      'models/series.sql': '{{#each range(100000) as |n|}}{{ n }}{{/each}}\n',
    },
    expect: refused(
      { code: 'template-too-long', at: `${file}:1:63`, hint: 'loops' },
      { code: 'range-too-long', at: 'models/series.sql:1:9', hint: 'in SQL' },
      { code: 'template-output-too-large', at: 'models/wide.sql:1:10045', hint: 'seed' },
    ),
  },
  {
    name: 'macros where none can be, or that nobody could call',
    files: {
      ...model('{{#macro cents a}}{{ a }}{{/macro}}select 1 as id\n'),
      'macros/money.sql':
        'cents are nice\n{{#macro ref name}}{{ name }}{{/macro}}\n{{#macro euros a}}{{ a }}{{/macro}}\n{{#macro euros a}}{{ a }}{{/macro}}\n{{#macro dollars a a}}{{ a }}{{/macro}}\n{{#macro}}x{{/macro}}\n',
    },
    expect: refused(
      { code: 'text-between-macros', at: 'macros/money.sql:1:1', hint: '{{#macro name}}' },
      { code: 'reserved-macro-name', at: 'macros/money.sql:2:10', hint: 'another name' },
      { code: 'duplicate-macro', at: 'macros/money.sql:4:10', hint: 'Rename one' },
      { code: 'given-twice', at: 'macros/money.sql:5:20', hint: 'Delete one' },
      { code: 'wrong-block-form', at: 'macros/money.sql:6:4', hint: '{{#macro name' },
      { code: 'misplaced-macro', at: `${file}:1:1`, hint: 'macros/' },
    ),
  },
  {
    name: 'an unknown name in a macro that nobody calls',
    files: { 'macros/money.sql': "{{#macro cents a}}\n{{ b }} {{ nope('x') }}\n{{/macro}}\n" },
    expect: refused(
      { code: 'unknown-name', at: 'macros/money.sql:2:4', hint: 'Did you mean "a"?' },
      { code: 'unknown-function', at: 'macros/money.sql:2:12', hint: 'macro' },
    ),
  },
  {
    name: 'a macro that is called with too little, at the place of the call',
    files: {
      'macros/money.sql': '{{#macro cents column scale=2}}{{ column }}{{/macro}}\n',
      ...model("select {{ cents() }}, {{ cents('a', 1, 2) }}, {{ cents('a', scal=3) }}\n"),
    },
    expect: refused(
      { code: 'missing-argument', at: `${file}:1:11`, hint: 'cents(column, scale=' },
      { code: 'too-many-arguments', at: `${file}:1:40`, hint: 'cents(column, scale=' },
      { code: 'unknown-argument', at: `${file}:1:61`, hint: 'Did you mean "scale"?' },
    ),
  },
  {
    name: 'macros that call each other for ever',
    files: {
      'macros/dig.sql': "{{#macro dig level}}{{ dig(concat(level, '1')) }}{{/macro}}\n",
      ...model("select {{ dig('1') }}\n"),
    },
    expect: refused({ code: 'macro-too-deep', at: 'macros/dig.sql:1:24', hint: 'stop at some condition' }),
  },
  {
    name: 'an error inside a macro, with the place of the call beside it',
    files: {
      'macros/money.sql': '{{#macro cents column}}\n{{ upper(column) }}\n{{/macro}}\n',
      ...model('select {{ cents(5) }}\n'),
    },
    expect: refused({ code: 'wrong-argument-type', at: 'macros/money.sql:2:10', hint: 'text' }),
  },
  {
    name: 'more problems than anybody wants to read',
    files: model(`select ${'{{ nope }} '.repeat(5000)}\n`),
    expect: {
      exit: 2,
      findings: Array.from({ length: 100 }, (_, index) => ({
        code: 'unknown-name',
        at: `${file}:1:${11 + index * 11}`,
        hint: 'quotes',
      })),
    },
  },
]
