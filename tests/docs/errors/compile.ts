import type { compileCatalogue } from '../../../core/errors/catalogue/compile.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { fileSpan } from '../../../core/errors/span.ts'
import { inFile, inFiles, inModel, onCommand, worded, type ErrorExample } from './example.ts'

const postgres = 'name: bank\ntargets:\n  prod: { type: postgres, url: postgres://localhost/bank }\n'

/** The codes of making SQL out of models. */
export const compileExamples: Readonly<Record<keyof typeof compileCatalogue, ErrorExample>> = {
  'name-too-long': inFiles(
    { 'xform.yml': postgres, [`models/${'long_'.repeat(13)}name.sql`]: 'select 1 as id' },
    'Postgres cuts names after 63 bytes, and two long names could become one relation.',
  ),
  'constraint-name-taken': inFiles(
    {
      'xform.yml': postgres,
      'models/orders.sql': "{{ config(materialized='table') }} select 1 as id",
      'models/models.yml':
        'models:\n  - name: orders\n    config: { contract: { enforced: true } }\n    columns:\n      - { name: id, data_type: integer, constraints: [{ type: primary_key, name: orders }] }\n',
    },
    'In Postgres, a primary key or a constraint `unique` is an index, and no index has the name of a table.',
  ),
  'relation-collision': inFile(
    'models/revenue.sql',
    "{{ config(alias='orders') }} select 1 as id",
    'Two nodes have one name in the database. The second would replace the first.',
  ),
  'relation-is-source': inFiles(
    { 'models/sources.yml': 'sources:\n  - name: core\n    schema: main\n    tables: [{ name: orders }]\n' },
    'A model would replace a table that is declared as somebody else’s.',
  ),
  'reserved-schema': inFile(
    'xform.yml',
    'name: bank\ntargets:\n  dev: { type: duckdb, path: bank.duckdb, schema: _xform }\n',
    'xform keeps its own tables in the schema `_xform`.',
  ),
  'freshness-untold': inFiles(
    {
      'models/sources.yml':
        'sources:\n  - name: core\n    freshness: { error_after: 1 day }\n    tables: [{ name: payments }]\n',
    },
    'Limits are said, and no column, query, cursor or file that tells when rows came: [Freshness](freshness.md).',
  ),
  'loaded-at-not-a-query': onCommand(
    ['freshness'],
    'Something else than one query stands where the time of the newest row is asked for.',
    {
      'models/sources.yml':
        'sources:\n  - name: core\n    freshness: { error_after: 1 day }\n    tables:\n      - name: payments\n        loaded_at_query: select 1; select 2\n',
    },
  ),
  'empty-name': worded(
    diagnostic('empty-name', { what: 'alias' }, { at: fileSpan('models/revenue.sql') }),
    'A name is written and empty, often because a variable is.',
  ),
  'foreign-database': inModel(
    "{{ config(database='archive') }} select 1 as id",
    'A model is built in one transaction, and a transaction writes to one database.',
  ),
  'empty-query': inModel(
    "{{#if eq(target.name, 'prod')}}select 1 as id{{/if}}",
    'The file has text in it, and its templates leave nothing of it.',
  ),
  'microbatch-without-input': inModel(
    "{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day', batch_size='day', begin='2024-01-01') }} select * from {{ ref('orders') }}",
    'A period is built by reading the inputs for that period only: [Microbatch](materializations.md#microbatch).',
  ),
  'several-statements': inModel(
    'create index by_id on orders (id);\nselect 1 as id',
    'A model is one query.',
  ),
  'no-driver': inModel(
    "{{ config(materialized='flow') }}\nselect * from {{ ref('orders') }}",
    'A flow is given what is new. A table that is built anew by every run cannot say what that is.',
  ),
  'several-drivers': inFiles(
    {
      'models/sources.yml':
        'sources:\n  - name: bank\n    tables: [{ name: payments, cursor: id }, { name: refunds, cursor: id }]\n',
      'models/revenue.sql':
        "{{ config(materialized='flow') }}\nselect * from {{ source('bank', 'payments') }}\nunion all\nselect * from {{ source('bank', 'refunds') }}\n",
    },
    'One input drives a flow: what is new in it decides which rows are added.',
  ),
  'unknown-driver': inFiles(
    {
      'models/sources.yml': 'sources:\n  - name: bank\n    tables: [{ name: payments, cursor: id }]\n',
      'models/revenue.sql':
        "{{ config(materialized='flow', from='bank.payment') }}\nselect * from {{ source('bank', 'payments') }}\n",
    },
    'What `from` names is not among the inputs.',
  ),
  'cannot-drive': inModel(
    "{{ config(materialized='flow', from='orders') }}\nselect * from {{ ref('orders') }}",
    'What `from` names is read, and cannot say what is new in it.',
  ),
  'no-watermark': inModel(
    "select id < {{ watermark('orders') }} as complete from {{ ref('orders') }}",
    'A watermark says how far event time is complete. Only a flow that names its `event_time` has one.',
  ),
  'files-need-flow': inFiles(
    {
      'models/sources.yml':
        "sources:\n  - name: bank\n    tables: [{ name: events, files: 'events/*.jsonl' }]\n",
      'models/revenue.sql': "select * from {{ source('bank', 'events') }}\n",
    },
    'Files are read once each, in batches, and are no relation that a query can name.',
  ),
  'foreign-key-target': inFiles(
    {
      'models/customers.sql': 'select 1 as id\n',
      'models/models.yml':
        "models:\n  - name: orders\n    config: { contract: { enforced: true }, materialized: table }\n    columns:\n      - name: id\n        data_type: integer\n        constraints: [{ type: foreign_key, to: ref('customers'), to_columns: [id] }]\n",
    },
    'A [foreign key](contracts.md#foreign-keys) needs a table whose rows can be told apart by the columns that it refers to.',
  ),
  'constraint-unsupported': inFile(
    'models/models.yml',
    'models:\n  - name: orders\n    config: { contract: { enforced: true } }\n    columns:\n      - name: id\n        data_type: integer\n        constraints: [{ type: not_null }]\n',
    'A warning: the database, or a view, has no such [constraint](contracts.md#what-each-database-holds).',
  ),
}
