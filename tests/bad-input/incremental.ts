import { failed, fine, refused, type Fixture, type Step } from './fixture.ts'

const model = (config: string, query: string): Step => ({
  files: { 'models/orders.sql': `{{ config(materialized='incremental', ${config}) }}\n${query}\n` },
})

/** Incremental models whose new rows do not fit the table that stands. */
export const incrementalFixtures: readonly Fixture[] = [
  {
    name: 'keys that are several columns in one text',
    files: {
      'models/orders.sql':
        "{{ config(materialized='incremental', unique_key='id, line') }}\nselect 1 as id, 2 as line\n",
      'models/balances.sql':
        "{{ config(materialized='state', key='id, line') }}\nselect id, line, count(*) as n from {{ ref('orders') }} group by 1, 2\n",
      'models/fine.sql':
        "{{ config(materialized='incremental', unique_key=['coalesce(id, 0)', \"{'id': id, 'line': line}\"]) }}\nselect 1 as id, 2 as line\n",
    },
    expect: refused(
      { code: 'key-with-comma', at: 'models/balances.sql:1:37', hint: '[id, line]', message: 'of key' },
      { code: 'key-with-comma', at: 'models/orders.sql:1:50', hint: '[id, line]', message: 'of unique_key' },
    ),
  },
  {
    name: 'a unique key that the query does not have',
    earlier: [model("unique_key='id'", 'select 1 as id')],
    ...model("unique_key=['id', 'oder_id']", 'select 1 as id, 2 as order_id'),
    expect: failed({
      code: 'unknown-key-column',
      at: 'models/orders.sql:1:50',
      hint: 'Did you mean "order_id"?',
    }),
  },
  {
    name: 'a unique key that is neither a column nor an expression',
    earlier: [model("unique_key='id'", 'select 1 as id')],
    ...model("unique_key='lower(id'", 'select 1 as id'),
    expect: failed({ code: 'query-failed', at: 'models/orders.sql:1:50', hint: 'Correct the SQL' }),
  },
  {
    name: 'an empty unique key, which is none',
    earlier: [model("unique_key=''", 'select 1 as id')],
    ...model("unique_key=''", 'select 1 as id'),
    expect: { ...fine(), standing: ['orders'] },
  },
  {
    name: 'several rows for one key',
    earlier: [model("unique_key='id'", 'select 1 as id')],
    ...model("unique_key='id'", 'select 1 as id union all select 1'),
    expect: failed({
      code: 'duplicate-keys',
      at: 'models/orders.sql:1:50',
      hint: 'Keep one row a key',
      message: '1: 2 rows',
    }),
  },
  {
    name: 'other columns than the table has',
    earlier: [model("on_schema_change='fail'", 'select 1 as id')],
    ...model("on_schema_change='fail'", "select 1 as id, 'card' as method"),
    expect: failed({
      code: 'schema-changed',
      at: 'models/orders.sql:1:56',
      hint: 'append_new_columns',
      message: 'method',
    }),
  },
  {
    name: 'a column of another type than the table has',
    earlier: [model("on_schema_change='append_new_columns'", 'select 1 as id')],
    ...model("on_schema_change='append_new_columns'", "select 'one' as id"),
    expect: failed({
      code: 'type-changed',
      at: 'models/orders.sql:1:56',
      hint: 'sync_all_columns',
      message: 'id',
    }),
  },
  {
    name: 'columns to update that the query does not have',
    earlier: [model("unique_key='id', incremental_strategy='merge'", 'select 1 as id')],
    ...model("unique_key='id', incremental_strategy='merge', merge_update_columns=['idd']", 'select 1 as id'),
    expect: failed({ code: 'unknown-key-column', at: 'models/orders.sql:1:107', hint: 'Did you mean "id"?' }),
  },
  {
    name: 'a predicate that is no SQL',
    earlier: [model("unique_key='id', incremental_strategy='merge'", 'select 1 as id')],
    ...model(
      "unique_key='id', incremental_strategy='merge', incremental_predicates=['and and']",
      'select 1 as id',
    ),
    expect: failed({ code: 'query-failed', at: 'models/orders.sql:1:109', hint: 'Correct the SQL' }),
  },
]
