import { failed, fine, refused, type Fixture } from './fixture.ts'

const file = 'models/sources.yml'
const sources = (...lines: readonly string[]): Fixture['files'] => ({
  [file]: ['sources:', '  - name: bank', ...lines].join('\n'),
})

/** Tables that somebody else has made, as a hook: hooks of a run may write anywhere. */
const withTables: Fixture['earlier'] = [
  {
    files: {
      'xform.yml': [
        'name: shop',
        'targets:',
        '  dev: { type: duckdb, path: warehouse.duckdb, schema: shop }',
        'on_run_start:',
        '  - create schema if not exists bank',
        "  - create or replace table bank.payments as select 1 as id, timestamp '2020-01-01' as paid_at",
        '',
      ].join('\n'),
    },
  },
]

/** How fresh sources and models have to be, and are. */
export const freshnessFixtures: readonly Fixture[] = [
  {
    name: 'limits that are none',
    command: ['freshness'],
    files: sources(
      '    loaded_at_field: loaded_at',
      '    freshness: { warn_after: 12, error_after: { count: 1, period: week } }',
      '    tables:',
      '      - name: a',
      '        freshness: { warn_after: soon, error_after: { count: -1 }, fliter: id > 1 }',
      '      - name: b',
      '        freshness: 12 hours',
      '      - name: c',
      '        freshness: { warn_after: 90 s, column: id, build_after: 1 h }',
    ),
    expect: refused(
      { code: 'wrong-type', at: `${file}:4:30`, hint: '12 hours' },
      { code: 'unknown-value', at: `${file}:4:67`, hint: 'minute, hour, day' },
      { code: 'wrong-type', at: `${file}:7:34`, hint: '{ count: 12, period: hour }' },
      { code: 'missing-key', at: `${file}:7:53`, hint: 'Add `period:`' },
      { code: 'wrong-type', at: `${file}:7:62`, hint: 'a whole number' },
      { code: 'unknown-key', at: `${file}:7:68`, hint: 'Did you mean "filter"?' },
      { code: 'wrong-type', at: `${file}:9:20`, hint: 'key: value' },
      { code: 'wrong-type', at: `${file}:11:34`, hint: '12 hours' },
      { code: 'unknown-key', at: `${file}:11:40`, hint: 'Write `loaded_at_field` beside' },
      { code: 'unknown-key', at: `${file}:11:52`, hint: 'warn_after' },
    ),
  },
  {
    name: 'what tells the age is said twice, refers to a node, or is empty',
    command: ['freshness'],
    files: sources(
      '    tables:',
      '      - { name: a, loaded_at_field: at, loaded_at_query: select now() }',
      '      - { name: b, loaded_at_query: "select max(at) from {{ ref(\'orders\') }}" }',
      "      - { name: c, loaded_at_field: '', freshness: { warn_after: 1 h } }",
      '      - { name: d, loaded_at_field: \'{{ var("column") }}\' }',
    ),
    expect: refused(
      { code: 'loaded-at-twice', at: `${file}:4:58`, hint: 'Keep one' },
      { code: 'reference-in-freshness', at: `${file}:5:65`, hint: '{{ this }}' },
      { code: 'wrong-type', at: `${file}:6:37`, hint: 'SQL that is not empty' },
      { code: 'unset-variable', at: `${file}:7:45`, hint: '' },
    ),
  },
  {
    name: 'freshness that nothing tells, of sources and models',
    command: ['run'],
    files: {
      ...sources(
        '    freshness: { warn_after: 1 h }',
        '    tables:',
        '      - name: a',
        '      - { name: b, freshness: null }',
        '      - { name: c, cursor: id }',
      ),
      'models/revenue.sql': "{{ config(freshness={ warn_after: '1 h' }) }} select 1 as id\n",
    },
    expect: refused(
      { code: 'freshness-untold', at: 'models/revenue.sql:1:21', hint: '`event_time`' },
      { code: 'freshness-untold', at: `${file}:3:16`, hint: '`freshness: null`' },
    ),
  },
  {
    name: 'a model with the freshness of dbt',
    files: {
      'models/models.yml':
        'models:\n  - name: orders\n    config:\n      freshness: { build_after: { count: 4, period: hour, updates_on: all } }\n      loaded_at_field: at\n',
    },
    expect: refused(
      {
        code: 'unknown-key',
        at: 'models/models.yml:4:20',
        hint: 'A run builds whatever is selected',
      },
      { code: 'unknown-key', at: 'models/models.yml:5:7', hint: '`freshness: { column:' },
    ),
  },
  {
    name: 'a query that is several, and one that is nothing but a comment',
    command: ['freshness'],
    files: sources(
      '    freshness: { error_after: 1 day }',
      '    tables:',
      '      - { name: a, loaded_at_query: select now(); select 1 }',
      '      - { name: b, loaded_at_query: -- later }',
    ),
    expect: refused(
      { code: 'loaded-at-not-a-query', at: `${file}:5:37`, hint: 'one column and one row' },
      { code: 'loaded-at-not-a-query', at: `${file}:6:37`, hint: 'one column and one row' },
    ),
  },
  {
    name: 'stale rows, columns that are no times, and tables that are not there',
    earlier: withTables,
    command: ['freshness'],
    files: sources(
      '    loaded_at_field: paid_at',
      '    freshness: { error_after: 1 day }',
      '    tables:',
      '      - name: payments',
      '      - name: refunds',
      '      - { name: ids, identifier: payments, loaded_at_field: id }',
      '      - { name: rows, identifier: payments, loaded_at_query: "select paid_at, id from {{ this }}" }',
      '      - { name: misspelt, identifier: payments, loaded_at_field: piad_at }',
    ),
    expect: failed(
      { code: 'stale', at: `${file}:4:31`, hint: 'what loads it', message: '"bank.payments"' },
      { code: 'query-failed', at: `${file}:7:15`, hint: '', message: 'refunds' },
      { code: 'loaded-at-not-a-time', at: `${file}:8:61`, hint: 'to_timestamp' },
      { code: 'query-failed', at: `${file}:9:63`, hint: 'Correct what tells', message: 'column' },
      { code: 'query-failed', at: `${file}:10:66`, hint: 'paid_at' },
    ),
  },
  {
    name: 'nothing that says how fresh it has to be',
    command: ['freshness', '--select', 'orders'],
    expect: fine({ code: 'no-freshness', hint: 'warn_after', severity: 'note' }),
  },
  {
    name: 'sources by their status, without and with an earlier look at them',
    command: ['run', '--select', 'source_status:fresher+ source_status:pass source_status:stale'],
    expect: refused({
      code: 'unknown-selector-value',
      at: '--select:1:57',
      hint: 'fresher, pass, warn, error',
    }),
  },
  {
    name: 'fresher sources, and no look at them before and now',
    command: ['ls', '--select', 'source_status:fresher+', 'source_status:pass'],
    expect: refused(
      { code: 'artifact-missing', at: '--select:1:1', hint: 'xform freshness' },
      { code: 'state-needed', at: '--select:1:1', hint: '--state FOLDER' },
    ),
  },
  {
    name: 'a folder of artifacts that is not there, and one that holds none',
    files: { 'target/sources.json': '{"results":[]}', 'last/sources.json': '[1' },
    command: ['ls', '--select', 'source_status:fresher', '--state', 'last'],
    expect: refused({ code: 'artifact-unreadable', at: '--select:1:1', hint: 'write it again' }),
  },
]
