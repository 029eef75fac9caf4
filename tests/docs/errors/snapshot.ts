import type { snapshotCatalogue } from '../../../core/errors/catalogue/snapshot.ts'
import type { ErrorExample, ExampleStep } from './example.ts'

const step = (files: ExampleStep['files'], command = 'snapshot'): ExampleStep => ({ files, words: [command] })

const history = (config: string, query: string): ExampleStep['files'] => ({
  'snapshots/order_history.sql': `{{ config(${config}) }}\n${query}\n`,
})

const checked = "strategy='check', check_cols='all', unique_key='id'"

/** A snapshot that fails, after those that did not. */
const taking = (
  means: string,
  ...snapshots: readonly (readonly [config: string, query: string])[]
): ErrorExample => ({ means, steps: snapshots.map(([config, query]) => step(history(config, query))) })

/** A snapshot whose name something has that a model made. */
const over = (means: string, materialized: string): ErrorExample => ({
  means,
  steps: [
    step(
      { 'models/order_history.sql': `{{ config(materialized='${materialized}') }}\nselect 1 as id\n` },
      'run',
    ),
    step({
      'models/order_history.sql': '{{ config(enabled=false) }}\nselect 1 as id\n',
      ...history(checked, 'select 1 as id'),
    }),
  ],
})

/** The codes of snapshots. */
export const snapshotExamples: Readonly<Record<keyof typeof snapshotCatalogue, ErrorExample>> = {
  'snapshot-name-taken': over(
    'A snapshot is added to, and never put in the place of something else.',
    'view',
  ),
  'not-a-snapshot': over(
    'A table of that name stands that lacks the columns of a snapshot. It may hold what nobody wants to lose, so it stays as it is: [the columns that are added](snapshots.md#the-columns-that-are-added).',
    'table',
  ),
  'meta-column-taken': taking('Often a snapshot of another snapshot, with `select *`.', [
    checked,
    "select 1 as id, date '2026-01-01' as dbt_valid_from",
  ]),
  'updated-at-no-time': taking('With other types it could not be told when a row was valid.', [
    "strategy='timestamp', updated_at='version', unique_key='id'",
    'select 1 as id, 7 as version',
  ]),
  'updated-at-null': taking('Such a row would never count as changed.', [
    "strategy='timestamp', updated_at='changed_at', unique_key='id'",
    'select 1 as id, cast(null as timestamp) as changed_at',
  ]),
  'key-not-in-snapshot': taking(
    'The `unique_key` has changed since the table was made.',
    [checked, 'select 1 as id'],
    ["strategy='check', check_cols='all', unique_key='number'", 'select 1 as id, 17 as number'],
  ),
  'snapshot-type-changed': taking(
    'A type that holds all old values takes the place of the old one by itself; others do not, because the old values would change: [columns that come, go and change](snapshots.md#columns-that-come-go-and-change).',
    [checked, 'select 1 as id, 100 as amount'],
    [checked, "select 1 as id, 'much' as amount"],
  ),
  'several-current': {
    means:
      'Somebody else has written into the table of a snapshot, or the `unique_key` was another one when it was made.',
    steps: [
      step(history(checked, "select 1 as id, 'open' as status")),
      step(
        history(
          `${checked}, pre_hook='insert into {{ this }} select * from {{ this }}'`,
          "select 1 as id, 'paid' as status",
        ),
      ),
    ],
  },
  'current-rows-unclear': taking(
    '`dbt_valid_to_current` was changed or taken away after the table was made: [dbt_valid_to_current](snapshots.md#dbt_valid_to_current).',
    [`${checked}, dbt_valid_to_current="date '9999-12-31'"`, 'select 1 as id'],
    [checked, 'select 1 as id'],
  ),
}
