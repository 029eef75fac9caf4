import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { failed, fine, refused, type Fixture, type FixturePlace } from './fixture.ts'

const duckdb = (settings: string): Fixture['files'] => ({
  'xform.yml': `name: shop\ntargets:\n  dev: { type: duckdb, schema: shop, ${settings} }\n`,
})
const junk = 'id\n1\n'.repeat(10_000)

/** A process of its own that has a DuckDB file open until it is stopped. */
async function holdFile({ project }: FixturePlace): Promise<() => void> {
  const script = `
    import { DuckDBInstance } from '@duckdb/node-api'
    const instance = await DuckDBInstance.create(process.argv[1])
    console.log('open')
    setInterval(() => instance, 1000)`
  const holder = spawn(
    process.execPath,
    ['--input-type=module', '-e', script, join(project, 'warehouse.duckdb')],
    { cwd: import.meta.dirname, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await new Promise((resolve) => holder.stdout.once('data', resolve))
  return () => void holder.kill('SIGKILL')
}

/** Databases that cannot be opened, and models, seeds and hooks that DuckDB refuses. */
export const databaseFixtures: readonly Fixture[] = [
  {
    name: 'a DuckDB file that is a folder',
    files: { ...duckdb('path: data'), 'data/x.txt': '' },
    expect: refused({ code: 'connection-lost', at: 'xform.yml:3:3', hint: 'Name a file in it' }),
  },
  {
    name: 'a DuckDB file in a folder that does not exist',
    files: duckdb('path: no/such/folder/warehouse.duckdb'),
    expect: refused({ code: 'connection-lost', at: 'xform.yml:3:3', hint: 'Create the folder' }),
  },
  {
    name: 'a DuckDB file that is no database',
    files: { ...duckdb('path: notes.duckdb'), 'notes.duckdb': junk },
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: 'Point `path` at a DuckDB database',
    }),
  },
  {
    name: 'a DuckDB file that is a csv file, which DuckDB would open beside a database in memory',
    files: { ...duckdb('path: orders.csv'), 'orders.csv': junk },
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: 'Point `path` at a DuckDB database',
    }),
  },
  {
    name: 'a DuckDB file that is empty',
    files: { ...duckdb('path: empty.duckdb'), 'empty.duckdb': '' },
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: 'Point `path` at a DuckDB database',
    }),
  },
  {
    name: 'a DuckDB setting that there is not',
    files: duckdb('path: warehouse.duckdb, settings: { memory_limt: 1GB }'),
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: '`settings`',
      message: '"memory_limt"',
    }),
  },
  {
    name: 'a DuckDB setting with a value that it cannot have',
    files: duckdb('path: warehouse.duckdb, settings: { memory_limit: plenty }'),
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: '`settings`',
      message: '"memory_limit"',
    }),
  },
  {
    name: 'a database to attach that is none',
    files: { ...duckdb('path: warehouse.duckdb, attach: { archive: archive.csv }'), 'archive.csv': junk },
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: '`attach`',
      message: '"archive.csv" is not a DuckDB database',
    }),
  },
  {
    name: 'a DuckDB file that another process has open',
    files: duckdb('path: warehouse.duckdb, lock_timeout: 200ms'),
    prepare: holdFile,
    expect: failed({ code: 'lock-timeout', at: 'xform.yml:3:3', hint: '`lock_timeout`', message: 'PID' }),
  },
  {
    name: 'a column that there is not',
    files: { 'models/revenue.sql': "select\n  amonut\nfrom {{ ref('orders') }}\n" },
    expect: {
      ...failed({
        code: 'query-failed',
        at: 'models/revenue.sql:2:3',
        hint: 'Candidate bindings: "id"',
        message: 'amonut',
      }),
      standing: ['orders'],
    },
  },
  {
    name: 'errors of every kind, each in a model of its own, which keep nothing else from being built',
    files: {
      'models/syntax.sql': 'select 1 as id from\n',
      'models/table.sql': 'select *\nfrom custmers\n',
      'models/function.sql': "select uper('a') as id\n",
      'models/conversion.sql': "{{ config(materialized='table') }}\nselect 'x'::integer as id\n",
      'models/grouping.sql': 'select id, count(*) from (select 1 as id, 2 as n) as t group by n\n',
      'models/downstream.sql': "select * from {{ ref('syntax') }}\n",
    },
    expect: {
      ...failed(
        { code: 'query-failed', at: 'models/conversion.sql:2:11', hint: 'Correct the SQL' },
        { code: 'query-failed', at: 'models/function.sql:1:8', hint: 'upper' },
        { code: 'query-failed', at: 'models/grouping.sql:1:8', hint: 'GROUP BY' },
        { code: 'query-failed', at: 'models/syntax.sql:1:20', hint: 'Correct the SQL' },
        { code: 'query-failed', at: 'models/table.sql:2:6', hint: 'Correct the SQL' },
      ),
      standing: ['orders'],
    },
  },
  {
    name: 'an error inside a macro, at the line of the macro',
    files: {
      'macros/money.sql': '{{#macro cents column}}\n{{ column }} / missing_column{{/macro}}\n',
      'models/revenue.sql': "select\n  {{ cents('id') }} as cents\nfrom {{ ref('orders') }}\n",
    },
    expect: failed({ code: 'query-failed', at: 'macros/money.sql:2:16', hint: '"id"' }),
  },
  {
    name: 'hooks that the database refuses, of a model and of the run',
    files: {
      'xform.yml':
        'name: shop\ntargets:\n  dev: { type: duckdb, path: warehouse.duckdb, schema: shop }\non_run_end:\n  - select missing_column\n',
      'models/orders.sql': "{{ config(post_hook='delete from nowhere') }}\nselect 1 as id\n",
      'models/revenue.sql': 'select 1 as id\n',
    },
    expect: {
      ...failed(
        { code: 'hook-failed', at: 'xform.yml:5:12', hint: 'Correct the hook', message: 'missing_column' },
        { code: 'hook-failed', at: 'models/orders.sql:1:34', hint: 'Correct the hook', message: 'nowhere' },
      ),
      standing: ['revenue'],
    },
  },
  {
    name: 'a described column that the query does not have',
    files: {
      'models/models.yml':
        'models:\n  - name: orders\n    config: { persist_docs: { columns: true } }\n    columns:\n      - { name: idd, description: The number. }\n',
    },
    expect: fine({
      code: 'documented-column-missing',
      at: 'models/models.yml:5:17',
      hint: 'Correct the name',
      severity: 'warning',
    }),
  },
]
