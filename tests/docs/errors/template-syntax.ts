import type { templateSyntaxCatalogue } from '../../../core/errors/catalogue/template-syntax.ts'
import { inMacros, inModel, type ErrorExample } from './example.ts'

/** The codes of the template language's syntax. */
export const templateSyntaxExamples: Readonly<Record<keyof typeof templateSyntaxCatalogue, ErrorExample>> = {
  'unclosed-mustache': inModel(
    "select * from {{ ref('orders')\nwhere id = 1",
    'Double braces begin and do not end.',
  ),
  'mismatched-mustache': inModel(
    "select * from {{ ref('orders') }}}",
    'The braces at the end are not as many as those at the beginning.',
  ),
  'stray-mustache-close': inModel('select 1 }}', 'Closing braces without opening ones.'),
  'empty-mustache': inModel('select {{ }}', 'Nothing stands between the braces.'),
  'unclosed-comment': inModel(
    'select 1 {{!-- never ends }}',
    'A comment that begins with `{{!--` ends with `--}}`.',
  ),
  'unterminated-string': inModel(
    "select * from {{ ref('orders) }}",
    'A text in quotes begins and does not end.',
  ),
  'unknown-escape': inModel(
    "select {{ literal('\\d+') }}",
    'A backslash inside a text has a meaning, and here it has none. Write it twice for a backslash.',
  ),
  'number-too-large': inModel('select {{ 12345678901234567890 }}', 'The number would silently be rounded.'),
  'unclosed-bracket': inModel("select * from {{ ref('orders' }}", 'A bracket begins and does not end.'),
  'mismatched-bracket': inModel(
    "select {{ join(['a', 'b') }}",
    'Another bracket closes than the one that was opened.',
  ),
  'unopened-bracket': inModel("select * from {{ ref 'orders') }}", 'A bracket closes that was never opened.'),
  'missing-comma': inModel(
    "select {{ replace('a' 'b', 'c') }}",
    'Inside parentheses, arguments are divided by commas.',
  ),
  'unexpected-comma': inModel(
    "select {{ concat 'a', 'b' }}",
    'Without parentheses, arguments are divided by spaces.',
  ),
  'missing-value': inModel(
    '{{#let limit=}}select {{ limit }}{{/let}}',
    'A value is expected, and none is there.',
  ),
  'unexpected-text': inModel("select {{ ref('orders') : }}", 'This is not part of an expression.'),
  'positional-after-named': inModel(
    "select {{ join(separator='-', ['a']) }}",
    'Arguments without a name come first.',
  ),
  'given-twice': inModel(
    "{{ config(tags=['a'], tags=['b']) }} select 1",
    'An argument, a key or a parameter stands there twice.',
  ),
  'nested-too-deep': inModel(
    `select {{ ${'upper('.repeat(150)}'a'${')'.repeat(150)} }}`,
    'Brackets or blocks stand deeper in each other than anybody can read.',
  ),
  'template-operator': inModel(
    "{{#if target.name == 'dev'}}select 1{{/if}}",
    'There are functions instead of operators: [Functions](templates.md#functions).',
  ),
  'jinja-filter': inModel("select {{ 'a' | upper }}", 'A filter of Jinja, the language of dbt.'),
  'jinja-tag': inModel(
    '{% if is_incremental() %}select 1{% endif %}',
    'A tag of Jinja, the language of dbt.',
  ),
  'jinja-comment': inModel('{# later #}\nselect 1', 'A comment of Jinja, the language of dbt.'),
  'unsupported-handlebars': inModel('select {{> columns }}', 'Handlebars has it, and xform does not.'),
  'missing-block-name': inModel('{{# }}select 1{{/if}}', 'A block begins without a name.'),
  'unknown-block': inModel('{{#with target}}select 1{{/with}}', 'There is no block of this name.'),
  'wrong-block-form': inModel(
    "{{#each ['a', 'b']}}select 1{{/each}}",
    'The block is there, and it is written in another way.',
  ),
  'unclosed-block': inModel('{{#if incremental}}select 1', 'A block begins and does not end.'),
  'stray-block-close': inModel('select 1 {{/if}}', 'A block ends that never began.'),
  'mismatched-block-close': inModel(
    '{{#if true}}select 1{{/each}}',
    'Another block ends than the one that is open.',
  ),
  'misplaced-else': inModel('select 1 {{else}}', '`{{else}}` stands where it divides nothing.'),
  'misplaced-macro': inModel(
    '{{#macro cents a}}{{ a }}{{/macro}}select 1',
    'Macros are defined in files of their own, so that everybody finds them.',
  ),
  'text-between-macros': inMacros(
    'cents are nice\n{{#macro cents a}}{{ a }}{{/macro}}',
    'A file of macros holds macros, and nothing else that would mean something.',
  ),
}
