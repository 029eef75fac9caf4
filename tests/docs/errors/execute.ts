import type { executeCatalogue } from '../../../core/errors/catalogue/execute.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { onCommand, worded, type ErrorExample, type ExampleStep } from './example.ts'

const onSecondRun = (first: string, second: string, means: string): ErrorExample => {
  const step = (sql: string): ExampleStep => ({
    files: { 'models/revenue.sql': sql },
    words: ['run', '--select', 'revenue'],
  })
  return { means, steps: [step(first), step(second)] }
}

const bookings = '"analytics"."bookings"'

/** The codes of building. */
export const executeExamples: Readonly<Record<keyof typeof executeCatalogue, ErrorExample>> = {
  'query-failed': onCommand(
    ['run'],
    'The database refused a query. The words are its own; the place is yours.',
    { 'models/revenue.sql': "select amonut from {{ ref('orders') }}" },
  ),
  'duplicate-keys': onSecondRun(
    "{{ config(materialized='incremental', unique_key='id') }} select 1 as id",
    "{{ config(materialized='incremental', unique_key='id') }} select 1 as id union all select 1",
    'Which of the rows should stay cannot be told, so none comes in: [unique_key](materializations.md#unique_key).',
  ),
  'unknown-key-column': onSecondRun(
    "{{ config(materialized='incremental', unique_key='id') }} select 1 as id",
    "{{ config(materialized='incremental', unique_key='order_id') }} select 1 as id",
    'A key, or a list of columns to update, names a column that the query does not have.',
  ),
  'schema-changed': onSecondRun(
    "{{ config(materialized='incremental') }} select 1 as id",
    "{{ config(materialized='incremental') }} select 1 as id, 'card' as method",
    'The query has other columns than the table, and nobody said what should happen then: [on_schema_change](materializations.md#on_schema_change).',
  ),
  'type-changed': onSecondRun(
    "{{ config(materialized='incremental', on_schema_change='append_new_columns') }} select 1 as id",
    "{{ config(materialized='incremental', on_schema_change='append_new_columns') }} select 'one' as id",
    'A column of the query has another type now, and the column of the table cannot hold its values.',
  ),
  'documented-column-missing': onCommand(
    ['run', '--select', 'orders'],
    'A warning: with `persist_docs`, a description belongs to no column.',
    {
      'models/models.yml':
        'models:\n  - name: orders\n    config: { persist_docs: { columns: true } }\n    columns:\n      - { name: idd, description: The number. }\n',
    },
  ),
  'config-without-effect': onCommand(
    ['run', '--select', 'revenue'],
    'A note, once in a run: the database has nothing like it.',
    {
      'models/revenue.sql':
        "{{ config(materialized='table', grants={ select: ['reporting'] }) }} select 1 as id",
    },
  ),
  'hook-failed': worded(
    diagnostic('hook-failed', { hook: 'The post_hook', message: 'relation "audit" does not exist' }),
    'The database refused a hook. If the hook runs inside the transaction, the model was not built.',
  ),
  'foreign-object': worded(
    diagnostic('foreign-object', { schema: 'analytics', name: 'bookings' }),
    'A sequence, a foreign table, a type or the like has the name of a model.',
  ),
  'lock-timeout': worded(
    diagnostic('lock-timeout', { relation: bookings, waited: '300s', holder: 'PID 4711, xform run' }),
    'Another run builds the same model, and it took longer than `lock_timeout`. See [when two runs meet](getting-started.md#when-two-runs-meet).',
  ),
  'publish-timeout': worded(
    diagnostic('publish-timeout', { relation: bookings, waited: '300s' }),
    'The new rows were ready, and in all that time there was no moment in which nobody read the old ones.',
  ),
  'transaction-conflict': worded(
    diagnostic('transaction-conflict', { message: 'deadlock detected', attempts: 5 }),
    'Somebody else’s transaction and this one were in each other’s way, again and again. Such a failure is tried again by itself a few times.',
  ),
  'connection-lost': worded(
    diagnostic('connection-lost', { message: 'Connection terminated unexpectedly' }),
    'The connection broke, or could not be made. A model whose commit was under way is looked up before it counts as failed.',
  ),
  'permission-denied': worded(
    diagnostic('permission-denied', { message: 'permission denied for schema analytics' }),
    'The role may not do what the run needs: [what the role needs](adapters.md#what-the-role-needs).',
  ),
  'statement-cancelled': worded(
    diagnostic('statement-cancelled', { message: 'canceling statement due to statement timeout' }),
    'A statement was stopped, and not by Ctrl-C.',
  ),
  'dependent-does-not-fit': worded(
    diagnostic('dependent-does-not-fit', {
      relation: bookings,
      dependent: 'view "reports"."totals"',
      message: 'column "amount" does not exist',
    }),
    'A view that stands on a table reads something that the new table does not have: [what stands on a table](adapters.md#what-stands-on-a-table).',
  ),
  'dependents-in-the-way': worded(
    diagnostic('dependents-in-the-way', {
      relation: bookings,
      obstacles: ['foreign key "payments_booking" of table "shop"."payments"'],
    }),
    'Something stands on a table that cannot be made again on the new one.',
  ),
  'state-too-new': worded(
    diagnostic('state-too-new', { version: 2, known: 1 }),
    'A newer xform has worked on this database, and an older one would not understand what it left.',
  ),
  'listener-failed': worded(
    diagnostic('listener-failed', { message: 'no space is left on the disk' }, { severity: 'warning' }),
    'A warning: a reporter could not go on.',
  ),
}
