import type { templateCatalogue } from '../../../core/errors/catalogue/template.ts'
import { templateSyntaxExamples } from './template-syntax.ts'
import { inMacros, inModel, onCommand, type ErrorExample } from './example.ts'

const deep = '{{#macro dig level}}{{ dig(concat(level, 1)) }}{{/macro}}\n'

/** The codes of reading and evaluating templates. */
export const templateExamples: Readonly<Record<keyof typeof templateCatalogue, ErrorExample>> = {
  ...templateSyntaxExamples,
  'unknown-name': inModel(
    'select * from {{ ref(orders) }}',
    'A name without quotes stands for a value. Mostly the quotes are missing.',
  ),
  'unknown-function': inModel(
    "select {{ cents('amount') }} from {{ ref('orders') }}",
    'Nothing can be called by this name: it is neither a function nor a macro of the project.',
  ),
  'unknown-field': inModel('select 1 as {{ target.nmae }}', 'A map or a relation has no field of this name.'),
  'no-fields': inModel(
    "{{#let start='2026-01-01'}}select {{ start.year }}{{/let}}",
    'Only maps and relations have fields that can be read with a dot.',
  ),
  'not-a-function': inModel('select {{ target() }}', 'A value is called like a function.'),
  'function-not-called': inModel('select {{ upper(lower) }}', 'A function stands where its value is wanted.'),
  'loop-name-outside': inModel(
    'select {{ @index }}',
    '`@first`, `@last`, `@index` and `@key` tell where a loop stands.',
  ),
  'missing-argument': inModel(
    "select {{ replace('a') }}",
    'A function or a macro needs an argument that is not given.',
  ),
  'too-many-arguments': inModel(
    "select {{ upper('a', 'b') }}",
    'A function or a macro is given more arguments than it takes.',
  ),
  'unknown-argument': inModel(
    "select {{ join(['a'], seperator='-') }}",
    'A named argument has a name that the function or macro does not know.',
  ),
  'wrong-argument-type': inModel(
    'select {{ upper(1) }}',
    'A function is given a kind of value that it cannot work with.',
  ),
  'empty-list': inModel(
    "select * from {{ ref('orders') }} where id in ({{ literal([]) }})",
    'An empty list would leave SQL that is not valid, such as `in ()`.',
  ),
  'range-too-long': inModel(
    '{{#each range(100000) as |n|}}{{ n }}{{/each}}',
    'A template is no place for long series of numbers. `generate_series` makes them in SQL, on both databases.',
  ),
  'unprintable-value': inModel(
    'select {{ null }}',
    'A value has no form in which it can stand in SQL by itself. See [what may be printed](templates.md#what-may-be-printed).',
  ),
  'unsafe-text': inModel(
    'select {{ "it\'s" }}',
    'A text with a quote, a semicolon or the like in it would change the SQL around it. See [what may be printed](templates.md#what-may-be-printed).',
  ),
  'unset-variable': inModel(
    "select {{ var('start_date') }}",
    '`var` asks for a value that neither `xform.yml` nor `--vars` has.',
  ),
  'unset-environment-variable': inModel(
    "select {{ env('REGION') }}",
    '`env` asks for a variable that neither the environment nor `.env` has.',
  ),
  'unknowable-reference': inModel(
    '{{#each [] as |name|}}select * from {{ ref(name) }}{{else}}select 1 as id{{/each}}',
    'The graph is made before anything is evaluated in earnest, so the name must be one that can be known then.',
  ),
  'reserved-macro-name': inMacros(
    '{{#macro ref name}}{{ name }}{{/macro}}',
    'A macro would hide something that every template has.',
  ),
  'duplicate-macro': inMacros(
    '{{#macro cents a}}{{ a }}{{/macro}}\n{{#macro cents b}}{{ b }}{{/macro}}',
    'Macros are found by name, in whatever file they stand.',
  ),
  'macro-too-deep': onCommand(
    ['compile'],
    'Macros call each other in a circle, or one calls itself without an end.',
    { 'macros/dig.sql': deep, 'models/revenue.sql': "select {{ dig('1') }}" },
  ),
  'template-output-too-large': inModel(
    `{{#let a='${'x'.repeat(10_000)}'}}{{#each range(2000) as |n|}}{{ a }}{{/each}}{{/let}}`,
    'A model of this size is made of data. Data belong in a seed or a source.',
  ),
  'template-too-long': inModel(
    '{{#each range(3000) as |a|}}{{#each range(3000) as |b|}}{{#if eq(a, b)}}.{{/if}}{{/each}}{{/each}}',
    'Loops in loops, or macros in macros, make more work than a template should.',
  ),
}
