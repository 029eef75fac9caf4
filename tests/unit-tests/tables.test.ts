import { describe, expect, test } from 'vitest'
import { engines } from '../support/engines.ts'
import { models, runUnits, shop } from './project.ts'

describe.each(engines)('unit tests of tables on %s', (engine) => {
  test('compare the table that an incremental model leaves, or with dbt’s word its new rows', async () => {
    const bench = await shop(
      engine,
      `
  - name: merged
    model: latest
    given:
      - { input: this, rows: [{ id: 1, amount: 10 }, { id: 2, amount: 20 }] }
      - { input: ref('stg_orders'), rows: [{ id: 2, amount: 25 }, { id: 3, amount: 30 }] }
    expect: { rows: [{ id: 1, amount: 10 }, { id: 2, amount: 25 }, { id: 3, amount: 30 }] }
  - name: first_build
    model: latest
    given: [{ input: ref('stg_orders'), rows: [{ id: 1, amount: 5 }] }]
    expect: { rows: [{ id: 1, amount: 5 }] }
  - name: refreshed
    model: latest
    overrides: { incremental: false }
    given:
      - { input: this, rows: [{ id: 7, amount: 10 }] }
      - { input: ref('stg_orders'), rows: [{ id: 1, amount: 5 }] }
    expect: { rows: [{ id: 1, amount: 5 }] }
  - name: only_new
    model: latest
    overrides: { macros: { is_incremental: true } }
    given:
      - { input: this, rows: [{ id: 2, amount: 20 }] }
      - { input: ref('stg_orders'), rows: [{ id: 1, amount: 5 }, { id: 3, amount: 30 }] }
    expect: { rows: [{ id: 3, amount: 30 }] }
  - name: twice
    model: latest
    given: [{ input: ref('stg_orders'), rows: [{ id: 1, amount: 5 }] }]
    later:
      - [{ input: ref('stg_orders'), rows: [{ id: 2, amount: 6 }] }]
      - [{ input: ref('stg_orders'), rows: [{ id: 2, amount: 7 }] }]
    expect: { rows: [{ id: 1, amount: 5 }, { id: 2, amount: 6 }] }
`,
      {
        'models/latest.sql':
          "{{ config(materialized='incremental', unique_key='id') }} select id, amount from {{ ref('stg_orders') }} {{#if is_incremental()}} where id >= (select coalesce(max(id), 0) from {{ this }}) and amount <> 7 {{/if}}",
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({
      merged: 'pass',
      first_build: 'pass',
      refreshed: 'pass',
      only_new: 'pass',
      twice: 'pass',
    })
  })

  test('compare the table that a flow and a state leave', async () => {
    const bench = await shop(
      engine,
      `
  - name: each_row_once
    model: payments
    given:
      - { input: this, rows: [{ id: 1, amount: 10, paid_at: 2026-01-02 10:00:00 }] }
      - input: source('raw', 'events')
        rows:
          - { id: 1, amount: 10, paid_at: 2026-01-02 10:00:00 }
          - { id: 2, amount: 20, paid_at: 2026-01-02 11:00:00 }
          - { id: 3, amount: 30, paid_at: 2026-01-01 00:00:00 }
    expect: { rows: [{ id: 1, amount: 10 }, { id: 2, amount: 20 }] }
  - name: merged
    model: balances
    given:
      - { input: ref('payments'), rows: [{ id: 1, amount: 10 }, { id: 2, amount: 5 }] }
    later:
      - [{ input: ref('payments'), rows: [{ id: 1, amount: 7 }] }]
    expect: { rows: [{ id: 1, amount: 17 }, { id: 2, amount: 5 }] }
  - name: added_to_what_stands
    model: balances
    given:
      - { input: this, rows: [{ id: 1, amount: 10 }, { id: 3, amount: 4 }] }
      - { input: ref('payments'), rows: [{ id: 1, amount: 5 }, { id: 2, amount: 1 }] }
    expect: { rows: [{ id: 1, amount: 15 }, { id: 2, amount: 1 }, { id: 3, amount: 4 }] }
  - name: complete_days
    model: days
    given:
      - { input: ref('payments'), rows: [{ id: 1, amount: 10, paid_at: 2026-01-01 10:00:00 }] }
    later:
      - - { input: ref('payments'), rows: [{ id: 2, amount: 1, paid_at: 2026-01-02 02:00:00 }] }
      - - { input: ref('payments'), rows: [{ id: 3, amount: 5, paid_at: 2026-01-01 23:55:00 }] }
    expect: { rows: [{ day: 2026-01-01, amount: 15, complete: true }, { day: 2026-01-02, amount: 1, complete: false }] }
`,
      {
        'models/payments.sql':
          "{{ config(materialized='flow', unique_key='id', event_time='paid_at', lateness='1 hour', late='drop') }} select id, amount, paid_at from {{ source('raw', 'events') }}",
        'models/balances.sql':
          "{{ config(materialized='state', key='id') }} select id, sum(amount) as amount from {{ ref('payments') }} group by id",
        'models/days.sql':
          "{{ config(materialized='state', key={ day: 'cast(paid_at as date)' }) }} select cast(paid_at as date) as day, sum(amount) as amount, cast(paid_at as date) + 1 <= {{ watermark('payments') }} as complete from {{ ref('payments') }} group by cast(paid_at as date)",
        'models/raw.yml': models['models/raw.yml'].replace(
          '- { name: events, cursor: id }',
          '- { name: events, cursor: id, columns: [{ name: id, data_type: integer }, { name: amount, data_type: integer }, { name: paid_at, data_type: timestamp }] }',
        ),
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({
      each_row_once: 'pass',
      merged: 'pass',
      added_to_what_stands: 'pass',
      complete_days: 'pass',
    })
  })

  test('say how to give the rows of a state that computes its keys anew', async () => {
    const bench = await shop(
      engine,
      `
  - name: averaged
    model: averages
    given:
      - { input: this, rows: [{ id: 1, amount: 10 }] }
      - { input: ref('payments'), rows: [{ id: 1, amount: 5 }] }
    expect: { rows: [{ id: 1, amount: 7.5 }] }
`,
      {
        'models/payments.sql':
          "{{ config(materialized='flow') }} select id, amount from {{ source('raw', 'orders') }}",
        'models/averages.sql':
          "{{ config(materialized='state', key='id') }} select id, avg(amount) as amount from {{ ref('payments') }} group by id",
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(ends).toEqual({ averaged: 'FAIL' })
    expect(text).toContain('give the earlier rows of the input under `given:`, and the others under `later:`')
  })

  test('compare what a change log adds and withdraws, and what a state makes of that', async () => {
    const bench = await shop(
      engine,
      `
  - name: moved
    model: moves
    given: [{ input: ref('stg_orders'), rows: [{ id: 1, customer: ada }, { id: 2, customer: bob }] }]
    later: [[{ input: ref('stg_orders'), rows: [{ id: 1, customer: cyd }] }]]
    expect:
      rows:
        - { id: 1, customer: ada, _xform_diff: 1 }
        - { id: 2, customer: bob, _xform_diff: 1 }
        - { id: 1, customer: ada, _xform_diff: -1 }
        - { id: 1, customer: cyd, _xform_diff: 1 }
        - { id: 2, customer: bob, _xform_diff: -1 }
  - name: moved_from_what_stands
    model: moves
    given:
      - { input: this, rows: [{ id: 1, customer: ada }] }
      - { input: ref('stg_orders'), rows: [{ id: 1, customer: cyd }] }
    expect:
      rows:
        - { customer: ada, _xform_diff: 1 }
        - { customer: ada, _xform_diff: -1 }
        - { customer: cyd, _xform_diff: 1 }
  - name: counted
    model: counts
    given: [{ input: ref('moves'), rows: [{ id: 1, customer: ada }, { id: 2, customer: ada }] }]
    later: [[{ input: ref('moves'), rows: [{ id: 1, customer: ada, _xform_diff: -1 }, { id: 1, customer: cyd }] }]]
    expect: { rows: [{ customer: ada, orders: 1 }, { customer: cyd, orders: 1 }] }
`,
      {
        'models/moves.sql':
          "{{ config(materialized='changes', key='id') }} select id, customer from {{ ref('stg_orders') }}",
        'models/counts.sql':
          "{{ config(materialized='state', key='customer') }} select customer, count(*) as orders from {{ ref('moves') }} group by customer",
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({ moved: 'pass', moved_from_what_stands: 'pass', counted: 'pass' })
  })

  test('compare the versions that a snapshot keeps', async () => {
    const bench = await shop(
      engine,
      `
  - name: versions
    model: prices
    overrides: { run: { started_at: 2026-05-01T12:00:00 } }
    given: [{ input: ref('stg_orders'), rows: [{ id: 1, amount: 10 }, { id: 2, amount: 5 }] }]
    later:
      - [{ input: ref('stg_orders'), rows: [{ id: 1, amount: 12 }] }]
    expect:
      rows:
        - { id: 1, amount: 10, dbt_valid_from: 2026-05-01 12:00:00, dbt_valid_to: 2026-05-02 12:00:00 }
        - { id: 1, amount: 12, dbt_valid_from: 2026-05-02 12:00:00 }
        - { id: 2, amount: 5, dbt_valid_from: 2026-05-01 12:00:00, dbt_valid_to: 2026-05-02 12:00:00 }
  - name: standing
    model: prices
    overrides: { run: { started_at: 2026-05-01T12:00:00 } }
    given:
      - input: this
        rows: [{ id: 1, amount: 10, dbt_valid_from: 2026-01-01 00:00:00, dbt_updated_at: 2026-01-01 00:00:00 }]
      - input: ref('stg_orders')
        rows: [{ id: 1, amount: 11 }]
    expect:
      rows:
        - { id: 1, amount: 10, dbt_valid_from: 2026-01-01 00:00:00, dbt_valid_to: 2026-05-01 12:00:00 }
        - { id: 1, amount: 11, dbt_valid_from: 2026-05-01 12:00:00 }
`,
      {
        'snapshots/prices.yml':
          "snapshots:\n  - name: prices\n    relation: ref('stg_orders')\n    config: { strategy: check, unique_key: id, check_cols: [amount], hard_deletes: invalidate }\n",
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({ versions: 'pass', standing: 'pass' })
  })

  test('know the columns that snapshots, change logs and flows add, where a model reads these', async () => {
    const bench = await shop(
      engine,
      `
  - name: current
    model: current_prices
    given:
      - input: ref('prices')
        rows:
          - { id: 1, amount: 1, dbt_valid_from: 2026-01-01, until: 2026-01-02 }
          - { id: 1, amount: 2, dbt_valid_from: 2026-01-02 }
          - { id: 2, amount: 3, dbt_is_deleted: 'True' }
    expect: { rows: [{ id: 1, amount: 2, since: 2026-01-02 00:00:00 }] }
  - name: holding
    model: standing_prices
    given: [{ input: ref('moves'), rows: [{ id: 1, amount: 1 }, { id: 1, amount: 1, _xform_diff: -1 }, { id: 1, amount: 2 }] }]
    expect: { rows: [{ id: 1, amount: 2 }] }
  - name: batches
    model: arrivals
    given: [{ input: ref('payments'), rows: [{ id: 1, _xform_batch: 3 }] }]
    expect: { rows: [{ id: 1, batch: 3 }] }
  - name: taken_again
    model: prices_of_prices
    given: [{ input: ref('prices'), rows: [{ id: 1 }, { id: 2, until: 2026-01-01 }] }]
    expect: { rows: [{ id: 1, dbt_valid_to: null }] }
`,
      {
        'snapshots/prices.sql':
          "{{ config(strategy='timestamp', updated_at='placed_at', unique_key='id', hard_deletes='new_record', snapshot_meta_column_names={ dbt_valid_to: 'until' }) }} select id, amount, placed_at from {{ ref('stg_orders') }}",
        'snapshots/prices_of_prices.sql':
          "{{ config(strategy='check', check_cols='all', unique_key='id') }} select id from {{ ref('prices') }} where until is null",
        'models/current_prices.sql':
          "select id, amount, dbt_valid_from as since from {{ ref('prices') }} where until is null and coalesce(dbt_is_deleted, 'False') = 'False'",
        'models/moves.sql':
          "{{ config(materialized='changes', key='id') }} select id, amount from {{ ref('stg_orders') }}",
        'models/standing_prices.sql':
          "select id, amount from {{ ref('moves') }} group by id, amount having sum(_xform_diff) > 0",
        'models/payments.sql':
          "{{ config(materialized='flow') }} select id from {{ source('raw', 'orders') }}",
        'models/arrivals.sql': "select id, _xform_batch as batch from {{ ref('payments') }}",
      },
    )
    const { ends, text } = await runUnits(bench)
    expect(text.match(/error.*/gu) ?? []).toEqual([])
    expect(ends).toEqual({ current: 'pass', holding: 'pass', batches: 'pass', taken_again: 'pass' })
  })
})
