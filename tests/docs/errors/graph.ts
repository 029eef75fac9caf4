import type { graphCatalogue } from '../../../core/errors/catalogue/graph.ts'
import { inFiles, inModel, onCommand, type ErrorExample } from './example.ts'

const select = (text: string, means: string): ErrorExample => onCommand(['ls', '--select', text], means)

const selectors = (text: string, means: string): ErrorExample =>
  onCommand(['ls', '--selector', 'nightly'], means, { 'selectors.yml': `selectors:\n${text}` })

/** The codes of names, references and selections. */
export const graphExamples: Readonly<Record<keyof typeof graphCatalogue, ErrorExample>> = {
  'unknown-ref': inModel(
    "select * from {{ ref('ordres') }}",
    'A `ref` names something that is not in the project.',
  ),
  'no-source-status': onCommand(
    ['ls', '--select', 'source_status:error+'],
    'A note: there is nothing to do, because no source is like that now.',
    { 'target/sources.json': '{ "results": [] }' },
  ),
  'state-needed': select(
    'source_status:fresher+',
    'What is new is seen by comparing: [What has fresher sources](freshness.md#run-only-what-has-fresher-sources).',
  ),
  'unknown-package': inModel(
    "select * from {{ ref('shop', 'orders') }}",
    'With two names, the first is the name of the project.',
  ),
  'unknown-source': inModel(
    "select * from {{ source('core', 'payments') }}",
    'A source must be [declared](models.md#sources) before it can be mentioned.',
  ),
  'unknown-source-table': inFiles(
    {
      'models/sources.yml': 'sources:\n  - name: core\n    tables: [{ name: payments }]\n',
      'models/revenue.sql': "select * from {{ source('core', 'payment') }}",
    },
    'The source is declared, and this table of it is not.',
  ),
  'disabled-ref': inFiles(
    {
      'models/orders.sql': '{{ config(enabled=false) }} select 1 as id',
      'models/revenue.sql': "select * from {{ ref('orders') }}",
    },
    'What a model refers to is switched off with `enabled: false`. For tests and exposures it is a warning, and they are left out.',
  ),
  'duplicate-name': inFiles(
    { 'models/finance/orders.sql': 'select 1 as id' },
    'Models, seeds and snapshots share one set of names, because `ref` finds them by name alone.',
  ),
  cycle: inFiles(
    {
      'models/orders.sql': "select * from {{ ref('revenue') }}",
      'models/revenue.sql': "select * from {{ ref('orders') }}",
    },
    'Each of these would have to be built before the other.',
  ),
  'empty-selection': select(' ', '`--select` without anything in it selects neither everything nor nothing.'),
  'empty-criterion': select('orders,,tag:nightly', 'Something is missing around a comma or an operator.'),
  'bad-graph-operator': select('@orders+', 'Operators that contradict each other, or stand there twice.'),
  'unknown-selector-method': select(
    'tags:nightly',
    'What stands before the colon is no [method](selection.md#methods).',
  ),
  'selector-not-here': select('group:finance', 'dbt has this method, for things that do not exist in xform.'),
  'selector-without-key': select('config:view', '`config` alone does not say which key.'),
  'selector-without-value': select('tag:', 'Nothing stands behind the colon. Mostly a space slipped in.'),
  'unknown-selector-value': select('resource_type:table', 'The method knows only some values.'),
  'selects-nothing': select('ordrs', 'A warning: no node meets this part of the selection.'),
  'selector-with-select': onCommand(
    ['ls', '--selector', 'nightly', '--select', 'orders'],
    'A named selector stands for a whole selection.',
    { 'selectors.yml': "selectors:\n  - { name: nightly, definition: 'orders' }\n" },
  ),
  'unknown-selector': onCommand(
    ['ls', '--selector', 'nigtly'],
    'There is no selector of this name in `selectors.yml`.',
    { 'selectors.yml': "selectors:\n  - { name: nightly, definition: 'orders' }\n" },
  ),
  'duplicate-selector': selectors(
    "  - { name: nightly, definition: 'orders' }\n  - { name: nightly, definition: 'tag:nightly' }\n",
    'Two selectors have one name.',
  ),
  'several-default-selectors': selectors(
    "  - { name: nightly, default: true, definition: 'orders' }\n  - { name: weekly, default: true, definition: 'orders' }\n",
    'Only one selector can be meant when a command selects nothing itself.',
  ),
  'selector-cycle': selectors(
    "  - { name: nightly, definition: 'selector:weekly' }\n  - { name: weekly, definition: 'selector:nightly' }\n",
    'Selectors that are defined by each other.',
  ),
}
