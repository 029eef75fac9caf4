import { failed, fine, refused, type Fixture, type Step } from './fixture.ts'

const file = 'snapshots/orders_history.sql'

const snapshot = (config: string, query = "select 1 as id, 'open' as status"): Step => ({
  files: { [file]: `{{ config(${config}) }}\n${query}\n` },
  command: ['snapshot'],
})

const checked = "strategy='check', check_cols='all', unique_key='id'"
const timed = "strategy='timestamp', updated_at='changed_at', unique_key='id'"

/** Snapshots that are defined wrongly, or whose rows or table do not fit. */
export const snapshotFixtures: readonly Fixture[] = [
  {
    name: 'snapshots that leave out what they need',
    files: {
      'snapshots/a.sql': 'select 1 as id\n',
      'snapshots/b.sql': "{{ config(strategy='check', unique_key=[]) }}\nselect 1 as id\n",
      'snapshots/c.sql': "{{ config(strategy='check', unique_key='id', check_cols=[]) }}\nselect 1 as id\n",
      'snapshots/d.sql': `{{ config(${checked}) }}\n-- nothing yet\n`,
    },
    command: ['snapshot'],
    expect: refused(
      { code: 'missing-key', at: 'snapshots/a.sql:1:1', hint: 'Add `strategy:`' },
      { code: 'missing-key', at: 'snapshots/a.sql:1:1', hint: 'Add `unique_key:`' },
      { code: 'missing-key', at: 'snapshots/b.sql:1:20', hint: 'Add `check_cols:`' },
      { code: 'missing-key', at: 'snapshots/b.sql:1:40', hint: 'Add `unique_key:`' },
      { code: 'missing-key', at: 'snapshots/c.sql:1:20', hint: 'Add `check_cols:`' },
      { code: 'wrong-type', at: 'snapshots/c.sql:1:57', hint: '', message: 'a list of columns' },
      { code: 'empty-model', at: 'snapshots/d.sql:1:1', hint: 'Write a query' },
    ),
  },
  {
    name: 'snapshots that contradict themselves',
    files: {
      'snapshots/a.sql': `{{ config(${checked}, hard_deletes='ignore', invalidate_hard_deletes=true) }}\nselect 1 as id\n`,
      'snapshots/b.sql': `{{ config(${checked}, snapshot_meta_column_names={ dbt_valid_too: 'ended', dbt_valid_to: 'at', dbt_valid_from: 'at' }) }}\nselect 1 as id\n`,
      'snapshots/c.sql':
        "{{ config(strategy='delete', unique_key='id', hard_deletes='keep') }}\nselect 1 as id\n",
    },
    command: ['snapshot'],
    expect: refused(
      { code: 'hard-deletes-twice', at: 'snapshots/a.sql:1:111', hint: 'Keep `hard_deletes`' },
      { code: 'unknown-key', at: 'snapshots/b.sql:1:93', hint: 'Did you mean "dbt_valid_to"?' },
      { code: 'meta-column-twice', at: 'snapshots/b.sql:1:153', hint: 'a name of its own' },
      { code: 'missing-key', at: 'snapshots/c.sql:1:1', hint: 'Add `strategy:`' },
      { code: 'unknown-value', at: 'snapshots/c.sql:1:20', hint: 'timestamp, check' },
      { code: 'unknown-value', at: 'snapshots/c.sql:1:60', hint: 'ignore, invalidate, new_record' },
    ),
  },
  {
    name: 'snapshots whose key is several columns in one text',
    files: {
      'snapshots/a.sql':
        "{{ config(strategy='check', check_cols='all', unique_key='id, line') }}\nselect 1 as id, 2 as line\n",
      'snapshots/b.sql':
        "{{ config(strategy='check', check_cols='all', unique_key=['coalesce(id, 0)', \"replace(line, ',', '')\"]) }}\nselect 1 as id, '2' as line\n",
    },
    command: ['snapshot'],
    expect: refused({
      code: 'key-with-comma',
      at: 'snapshots/a.sql:1:58',
      hint: 'Write a list: [id, line].',
    }),
  },
  {
    name: 'a snapshot whose config cannot be read lacks nothing besides',
    files: {
      'snapshots/a.sql':
        "{{ config(strategy='check', check_cols='all', unique_key='id', invalidate_hard_deletes=True) }}\nselect 1 as id\n",
    },
    command: ['snapshot'],
    expect: refused({ code: 'unknown-name', at: 'snapshots/a.sql:1:88', hint: 'Did you mean "true"?' }),
  },
  {
    name: 'a snapshot that compares all columns, in a list',
    ...snapshot("strategy='check', check_cols=['all'], unique_key='id'"),
    expect: failed({ code: 'unknown-key-column', at: `${file}:1:40`, hint: 'Write `check_cols: all`, not' }),
  },
  {
    name: 'a snapshot as dbt writes it',
    files: {
      [file]: `{% snapshot orders_history %}\n{{ config(${checked}) }}\nselect 1 as id\n{% endsnapshot %}\n`,
    },
    command: ['snapshot'],
    expect: refused(
      { code: 'jinja-tag', at: `${file}:1:1`, hint: 'in a file orders_history.sql' },
      { code: 'jinja-tag', at: `${file}:4:1`, hint: 'a snapshot is a whole file' },
    ),
  },
  {
    name: 'a snapshot with keys that have no effect',
    ...snapshot(
      `${timed}, check_cols=['status'], target_schema='shop', schema='history', full_refresh=true`,
      "select 1 as id, date '2026-01-01' as changed_at",
    ),
    expect: {
      ...fine(
        { code: 'unused-config', at: `${file}:1:86`, hint: 'Remove it', severity: 'warning' },
        { code: 'unused-config', at: `${file}:1:127`, hint: 'Remove it', severity: 'warning' },
        { code: 'unused-config', at: `${file}:1:151`, hint: 'Remove it', severity: 'warning' },
      ),
      standing: ['orders_history'],
    },
  },
  {
    name: 'a snapshot that would be built over a source',
    files: {
      'models/sources.yml': 'sources: [{ name: shop, tables: [{ name: orders_history }] }]\n',
      [file]: `{{ config(${checked}) }}\nselect 1 as id\n`,
    },
    command: ['snapshot'],
    expect: refused({ code: 'relation-is-source', at: `${file}:1:1`, hint: 'another `alias`' }),
  },
  {
    name: 'a snapshot of files, which only a flow can read',
    files: {
      'models/sources.yml': 'sources: [{ name: bank, tables: [{ name: payments, files: data/*.csv }] }]\n',
      'snapshots/payments.yml': `snapshots: [{ name: history, relation: "source('bank', 'payments')", config: { strategy: check, check_cols: all, unique_key: id } }]\n`,
    },
    command: ['snapshot'],
    expect: refused({ code: 'files-need-flow', at: 'snapshots/payments.yml:1:21', hint: 'Write a flow' }),
  },
  {
    name: 'a snapshot whose config names columns that the query does not have',
    ...snapshot(
      "strategy='check', check_cols=['staus', 'id'], unique_key=['id', 'line'], updated_at='changed'",
      "select 1 as id, 'open' as status, 7 as _xform_rank, 1 as dbt_scd_id",
    ),
    expect: failed(
      { code: 'meta-column-taken', at: `${file}:1:1`, hint: 'snapshot_meta_column_names' },
      { code: 'reserved-column', at: `${file}:1:1`, hint: 'another name' },
      { code: 'unknown-key-column', at: `${file}:1:40`, hint: 'Did you mean "status"?' },
      { code: 'unknown-key-column', at: `${file}:1:68`, hint: 'Name a column' },
      { code: 'unknown-key-column', at: `${file}:1:95`, hint: 'Name a column' },
    ),
  },
  {
    name: 'a snapshot with a number as time of change',
    ...snapshot(timed, 'select 1 as id, 7 as changed_at'),
    expect: {
      ...failed({ code: 'updated-at-no-time', at: `${file}:1:44`, hint: 'cast' }),
      standing: [],
    },
  },
  {
    name: 'a snapshot with a key and an end that are no SQL',
    ...snapshot(
      "strategy='check', check_cols='all', unique_key='lower(id', dbt_valid_to_current='to_dte(1)'",
    ),
    expect: failed({ code: 'query-failed', at: `${file}:1:58`, hint: 'Correct the SQL' }),
  },
  {
    name: 'a snapshot that ends at what is no SQL',
    ...snapshot(`${checked}, dbt_valid_to_current='to_dte(1)'`),
    expect: failed({ code: 'query-failed', at: `${file}:1:85`, hint: '', message: 'to_dte' }),
  },
  {
    name: 'a snapshot with two rows for a key',
    ...snapshot(checked, "select 1 as id, 'open' as status union all select 1, 'paid'"),
    expect: {
      ...failed({ code: 'duplicate-keys', at: `${file}:1:58`, hint: 'one row a key', message: '1: 2 rows' }),
      standing: [],
    },
  },
  {
    name: 'a snapshot under the name of a view',
    earlier: [{ command: ['run'] }],
    ...snapshot(`${checked}, alias='orders'`),
    files: {
      'models/orders.sql': '{{ config(enabled=false) }} select 1 as id\n',
      [file]: `{{ config(${checked}, alias='orders') }}\nselect 1 as id\n`,
    },
    expect: {
      ...failed({ code: 'snapshot-name-taken', at: `${file}:1:70`, hint: 'Rename or drop' }),
      standing: ['orders'],
    },
  },
]
