import type { executeCatalogue } from '../../../core/errors/catalogue/execute.ts'
import { diagnostic } from '../../../core/errors/diagnostic.ts'
import { fileSpan } from '../../../core/errors/span.ts'
import { contractExamples } from './contracts.ts'
import { onCommand, worded, type ErrorExample, type ExampleStep } from './example.ts'

const onSecondRun = (first: string, second: string, means: string): ErrorExample => {
  const step = (sql: string): ExampleStep => ({
    files: { 'models/revenue.sql': sql },
    words: ['run', '--select', 'revenue'],
  })
  return { means, steps: [step(first), step(second)] }
}

/** A model that is built by period, from one with this event time. */
const microbatchFiles = (eventTime: string, periods: string): ExampleStep['files'] => ({
  'models/bookings.sql': `{{ config(materialized='table', event_time='${eventTime}') }} select 1 as id, date '2024-01-01' as day`,
  'models/daily.sql': `{{ config(materialized='incremental', incremental_strategy='microbatch', event_time='day', ${periods}) }} select * from {{ ref('bookings') }}`,
})

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
  'event-time-missing': onCommand(
    ['run', '--select', '+daily'],
    'A column that `event_time` names does not exist: [Microbatch](materializations.md#microbatch).',
    microbatchFiles('order_day', "batch_size='day', begin='2024-01-01'"),
  ),
  'no-event-time': onCommand(
    ['run', '--select', '+daily'],
    'A period is a stretch of time, so the column has to hold dates or timestamps.',
    microbatchFiles('id', "batch_size='day', begin='2024-01-01'"),
  ),
  stale: worded(
    diagnostic(
      'stale',
      {
        name: 'core.payments',
        kind: 'source',
        what: 'row',
        age: '1 day 7 hours',
        newest: '2026-06-29 23:00:00 UTC',
        limit: '24 hours',
      },
      { at: fileSpan('models/sources.yml') },
    ),
    'The newest rows are older than [freshness](freshness.md) allows: an error behind `error_after`, a warning behind `warn_after`.',
  ),
  'from-the-future': worded(
    diagnostic(
      'from-the-future',
      { name: 'core.payments', kind: 'source', what: 'row', ahead: '2 hours' },
      { severity: 'note' },
    ),
    'A note: what is ahead of the clock can hide for hours that nothing new comes. Mostly a [time zone](freshness.md#whose-clock-and-which-time-zone) is missing.',
  ),
  'loaded-at-not-a-time': {
    means: 'The age of a row comes from a date or a timestamp, and something else was found.',
    steps: [
      { files: {}, words: ['run', '--select', 'orders'] },
      {
        files: {
          'models/models.yml':
            'models:\n  - name: orders\n    config:\n      freshness: { column: id, error_after: 1 day }\n',
        },
        words: ['freshness'],
      },
    ],
  },
  'freshness-not-built': onCommand(
    ['freshness'],
    'What tells how fresh a flow is stands beside its rows, and there are none yet.',
    {
      'models/sources.yml': 'sources:\n  - name: core\n    tables: [{ name: payments, cursor: id }]\n',
      'models/paid.sql':
        "{{ config(materialized='flow', event_time='paid_at', freshness={ warn_after: '1 h' }) }}\nselect paid_at from {{ source('core', 'payments') }}",
    },
  ),
  'rows-outside-period': worded(
    diagnostic(
      'rows-outside-period',
      { count: 3, column: 'day', period: '2024-01-03', example: '2024-01-01' },
      { at: { path: 'models/daily.sql', line: 1, column: 1, endLine: 1, endColumn: 1 } },
    ),
    'A row belongs to the period that its `event_time` says; the query gave the row for another one.',
  ),
  'too-many-periods': onCommand(
    ['run', '--select', '+daily'],
    'Usually `begin` is a mistake, or `batch_size` is smaller than it has to be.',
    microbatchFiles('day', "batch_size='hour', begin='0001-01-01'"),
  ),
  'period-failed': worded(
    diagnostic('period-failed', { period: '2024-01-03', done: 2, left: 8 }, { severity: 'note' }),
    'A note behind the error itself: which period of a [microbatch](materializations.md#microbatch) model it was.',
  ),
  'event-times-without-effect': onCommand(
    ['run', '--event-time-start', '2024-01-01', '--event-time-end', '2024-02-01'],
    'A warning: only [microbatch](materializations.md#microbatch) models are built by event time.',
  ),
  ...contractExamples,
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
  'cursor-null': worded(
    diagnostic(
      'cursor-null',
      { source: 'bank.payments', column: 'loaded_at' },
      { at: fileSpan('models/balances.sql') },
    ),
    'A row without a cursor value would never be read.',
  ),
  'cursor-needs-order': worded(
    diagnostic(
      'cursor-needs-order',
      { source: 'bank.payments', column: 'loaded_at' },
      { at: fileSpan('models/balances.sql') },
    ),
    'Rows of views and foreign tables do not carry the transaction that wrote them.',
  ),
  'cursor-went-back': worded(
    diagnostic(
      'cursor-went-back',
      { source: 'bank.payments', read: '7301', now: '812' },
      { at: fileSpan('models/balances.sql') },
    ),
    'Positions count transactions of one server.',
  ),
  'driver-not-built': worded(
    diagnostic('driver-not-built', { driver: 'transactions' }, { at: fileSpan('models/balances.sql') }),
    'A flow or a change log is read by its batches, and there are none yet.',
  ),
  'refresh-forbidden': worded(
    diagnostic(
      'refresh-forbidden',
      { model: 'transactions', because: 'something else drives it now' },
      { at: fileSpan('models/balances.sql') },
    ),
    'What stands cannot be added to, and must not be built anew.',
  ),
  'sql-changed': worded(
    diagnostic('sql-changed', { model: 'transactions' }, { at: fileSpan('models/balances.sql') }),
    'The config says on_sql_change: fail.',
  ),
  'reserved-column': worded(
    diagnostic(
      'reserved-column',
      { model: 'transactions', column: '_xform_batch' },
      { at: fileSpan('models/balances.sql') },
    ),
    'xform adds columns of its own to flows and change logs.',
  ),
  'mixed-keys': worded(
    diagnostic(
      'mixed-keys',
      { model: 'daily_totals', key: ['day'] },
      { at: fileSpan('models/balances.sql') },
    ),
    'A state computes anew the keys of new rows, and nothing else may depend on those rows.',
  ),
  'late-table-taken': worded(
    diagnostic(
      'late-table-taken',
      { flow: 'payments', table: '"analytics"."payments__late"' },
      { at: fileSpan('models/payments.sql') },
    ),
    'Only what xform made there for late rows takes more of them, and is emptied by a full refresh.',
  ),
  'key-not-of-driver': worded(
    diagnostic(
      'key-not-of-driver',
      { model: 'daily', driver: 'payments', key: ['day'] },
      { at: fileSpan('models/daily.sql') },
    ),
    'A state computes anew the keys that new rows touch: [the key of a state](flows.md#the-key-of-a-state).',
  ),
  'complete-needed': worded(
    diagnostic('complete-needed', { model: 'daily' }, { at: fileSpan('models/daily.sql') }),
    'What a state with `emit: final` shows, and what it computes again when the watermark has moved on, its column `complete` tells.',
  ),
  'repeated-column': worded(
    diagnostic(
      'repeated-column',
      { model: 'payments', column: 'id' },
      { at: fileSpan('models/payments.sql') },
    ),
    'Databases rename the second one, or refuse it; the next batch would not find it.',
  ),
  'weight-missing': worded(
    diagnostic(
      'weight-missing',
      { model: 'names', driver: 'account_changes' },
      { at: fileSpan('models/balances.sql') },
    ),
    'Without the column, a row that is withdrawn would look like one that is added.',
  ),
  'flow-across-rows': worded(
    diagnostic(
      'flow-across-rows',
      { model: 'daily', driver: 'bank.events', reasons: ['it has a group by', 'it uses sum()'] },
      { at: fileSpan('models/daily.sql'), severity: 'warning' },
    ),
    'Each batch would be grouped, ranked or cut by itself. `xform verify` shows the difference.',
  ),
  'key-on-weights': worded(
    diagnostic('key-on-weights', { model: 'names' }, { at: fileSpan('models/balances.sql') }),
    'A change log withdraws a row by a second one with the same key.',
  ),
  'file-changed': worded(
    diagnostic(
      'file-changed',
      {
        path: 'events/2026-01-02.jsonl',
        source: 'bank.events',
        before: '7d865e959b2466918c9863afca942d0fb89d7c9ac0c99bafc3749504ded97730',
        now: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      },
      { at: fileSpan('models/sources.yml') },
    ),
    'A file is read once. What is added to it later would never be seen.',
  ),
  'file-vanished': worded(
    diagnostic(
      'file-vanished',
      { path: 'events/2026-01-02.jsonl', source: 'bank.events' },
      { at: fileSpan('models/sources.yml') },
    ),
    'A full refresh reads all files again, and would lose the rows of one that is gone.',
  ),
  'no-files': worded(
    diagnostic(
      'no-files',
      { source: 'bank.events', patterns: ['events/*.jsonl'] },
      { at: fileSpan('models/sources.yml') },
    ),
    'Without any file nobody knows which columns the flow has.',
  ),
  'differs-from-query': worded(
    diagnostic(
      'differs-from-query',
      {
        model: 'balances',
        missing: 1,
        surplus: 1,
        table: [
          ['', 'account', 'balance'],
          ['missing', '3', '161'],
          ['surplus', '3', '0'],
        ],
        shown: 2,
        reasons: [],
      },
      { at: fileSpan('models/balances.sql') },
    ),
    '[`verify`](commands.md#verify) has found a difference: rows that the query gives and the table does not hold, and the other way round.',
  ),
  'batches-differ': worded(
    diagnostic(
      'batches-differ',
      {
        model: 'payments',
        batches: [
          { batch: 3, rows: 0, added: 2 },
          { batch: 99, rows: 2, added: 0 },
        ],
      },
      { at: fileSpan('models/payments.sql') },
    ),
    'What reads a flow or a change log takes the batches that it has not read yet.',
  ),
  'columns-not-compared': worded(
    diagnostic(
      'columns-not-compared',
      { model: 'transactions', columns: ['country'] },
      { at: fileSpan('models/transactions.sql'), severity: 'warning' },
    ),
    'A warning: the SQL of a model has other columns than the table that it has made so far.',
  ),
}
