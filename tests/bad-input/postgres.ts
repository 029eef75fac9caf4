import pg from 'pg'
import { postgresDialect } from '../../adapters/postgres/dialect.ts'
import { failed, refused, type Fixture, type FixturePlace, type Step, type Undo } from './fixture.ts'

const engine = 'postgres' as const
const without = 'postgres without a server' as const

const target = (settings: string): Fixture['files'] => ({
  'xform.yml': `name: shop\ntargets:\n  dev: { type: postgres, schema: shop, ${settings} }\n`,
})
const table = (query: string): Step => ({
  files: { 'models/orders.sql': `{{ config(materialized='table') }}\n${query}\n` },
})
const patience = target('url: "${DATABASE_URL}", lock_timeout: 300ms')

/** Runs SQL as somebody else. */
const sql =
  (text: string) =>
  async ({ env }: FixturePlace): Promise<void> => {
    const client = await connect(env)
    await client.query(text)
    await client.end()
  }

/** Runs SQL as somebody else who stays in a transaction. */
const sqlHeld =
  (text: string) =>
  async ({ env }: FixturePlace): Promise<Undo> => {
    const client = await connect(env)
    await client.query(`begin; ${text}`)
    return () => client.end()
  }

async function connect(env: FixturePlace['env']): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: env['DATABASE_URL'] })
  await client.connect()
  return client
}

/** Postgres that cannot be entered. */
const doors: readonly Fixture[] = [
  {
    name: 'no server',
    engine: without,
    files: target('url: "postgres://ada:sesame-open@127.0.0.1:1/shop"'),
    secrets: ['sesame-open'],
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: 'Start the server',
      message: '127.0.0.1:1',
    }),
  },
  {
    name: 'a host that there is not',
    engine: without,
    files: target('host: no-such-host.invalid, user: ada, password: sesame-open, database: shop'),
    secrets: ['sesame-open'],
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: 'Correct `host`',
      message: 'no-such-host.invalid',
    }),
  },
  {
    name: 'a certificate that is not there',
    engine: without,
    files: target('url: "postgres://127.0.0.1:1/shop?sslmode=verify-full&sslrootcert=missing.pem"'),
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: '`sslrootcert`',
      message: '"missing.pem"',
    }),
  },
  {
    name: 'a wrong password',
    engine,
    files: target(
      'host: "${DATABASE_HOST}", port: "${DATABASE_PORT}", user: "${DATABASE_USER}", password: sesame-open, database: postgres',
    ),
    secrets: ['sesame-open'],
    expect: refused({ code: 'connection-lost', at: 'xform.yml:3:3', hint: 'Check `user` and `password`' }),
  },
  {
    name: 'no password where one is asked for',
    engine,
    files: target(
      'host: "${DATABASE_HOST}", port: "${DATABASE_PORT}", user: "${DATABASE_USER}", database: postgres',
    ),
    expect: refused({ code: 'connection-lost', at: 'xform.yml:3:3', hint: 'Add `password`' }),
  },
  {
    name: 'a database that there is not',
    engine,
    files: target(
      'host: "${DATABASE_HOST}", port: "${DATABASE_PORT}", user: "${DATABASE_USER}", password: "${DATABASE_PASSWORD}", database: no_such_shop',
    ),
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: 'Create the database',
      message: 'no_such_shop',
    }),
  },
  {
    name: 'a role that there is not',
    engine,
    files: target('url: "${DATABASE_URL}", role: nobody_at_all'),
    expect: refused({
      code: 'connection-lost',
      at: 'xform.yml:3:3',
      hint: 'Correct `role`',
      message: 'nobody_at_all',
    }),
  },
]

/** Models, seeds and hooks that Postgres refuses. */
const refusals: readonly Fixture[] = [
  {
    name: 'errors of every kind, each in a model of its own, which keep nothing else from being built',
    engine,
    files: {
      'macros/money.sql': '{{#macro cents column}}\n{{ column }} / missing_column{{/macro}}\n',
      'models/a_macro.sql': "select\n  {{ cents('id') }} as cents\nfrom {{ ref('orders') }}\n",
      'models/b_column.sql': "select\n  amonut\nfrom {{ ref('orders') }}\n",
      'models/c_syntax.sql': 'select 1 as id from\n',
      'models/d_table.sql': 'select *\nfrom custmers\n',
      'models/e_type.sql': "{{ config(materialized='table') }}\nselect 'x'::integer as id\n",
      'models/f_twice.sql': "{{ config(materialized='table') }}\nselect 1 as id, 2 as id\n",
      'models/g_index.sql':
        "{{ config(materialized='table', indexes=[{ columns: ['idd'] }]) }}\nselect 1 as id\n",
      'models/h_grant.sql': "{{ config(grants={ select: ['nobody_at_all'] }) }}\nselect 1 as id\n",
      'models/i_hook.sql': "{{ config(post_hook='delete from nowhere') }}\nselect 1 as id\n",
      'models/j_slow.sql': "{{ config(materialized='table') }}\nselect 1 as id from pg_sleep(20)\n",
      ...target('url: "${DATABASE_URL}", statement_timeout: 500ms'),
    },
    expect: {
      ...failed(
        { code: 'query-failed', at: 'macros/money.sql:2:16', hint: 'SQL', message: 'missing_column' },
        { code: 'query-failed', at: 'models/b_column.sql:2:3', hint: 'SQL', message: 'amonut' },
        { code: 'query-failed', at: 'models/c_syntax.sql:1:20', hint: 'SQL' },
        { code: 'query-failed', at: 'models/d_table.sql:2:6', hint: 'SQL', message: 'custmers' },
        { code: 'query-failed', at: 'models/e_type.sql:2:8', hint: 'SQL' },
        { code: 'query-failed', at: 'models/f_twice.sql:1:1', hint: 'SQL', message: '"id"' },
        { code: 'query-failed', at: 'models/g_index.sql:1:41', hint: 'SQL', message: '"idd"' },
        { code: 'query-failed', at: 'models/h_grant.sql:1:18', hint: 'SQL', message: 'nobody_at_all' },
        { code: 'hook-failed', at: 'models/i_hook.sql:1:34', hint: 'hook', message: 'nowhere' },
        { code: 'statement-cancelled', at: 'models/j_slow.sql:1:1', hint: 'statement_timeout' },
      ),
      standing: ['orders'],
    },
  },
  {
    name: 'a value that its declared type cannot hold, behind a row of two lines',
    engine,
    command: ['seed'],
    files: {
      'seeds/rates.csv': 'currency,note,rate\nUSD,"in two\nlines",1\nEUR,x,many\n',
      'seeds/seeds.yml': 'seeds:\n  - name: rates\n    config:\n      column_types: { rate: integer }\n',
    },
    expect: {
      ...failed({
        code: 'query-failed',
        at: 'seeds/rates.csv:4:7',
        hint: 'column_types',
        message: '"many"',
      }),
      standing: [],
    },
  },
  {
    name: 'a column of a seed whose name would be cut',
    engine,
    command: ['seed'],
    files: { 'seeds/rates.csv': `id,${'ä'.repeat(32)}\n1,2\n` },
    expect: failed({
      code: 'seed-header-too-long',
      at: 'seeds/rates.csv:1:4',
      hint: 'shorter',
      message: '64 bytes',
    }),
  },
  {
    name: 'a role that may not make a schema',
    engine,
    files: target('url: "${DATABASE_URL}", role: bad_input_visitor'),
    prepare: sql(
      'do $$ begin create role bad_input_visitor; exception when duplicate_object or unique_violation then null; end $$',
    ),
    expect: refused({ code: 'permission-denied', at: 'xform.yml:3:3', hint: 'Grant the role' }),
  },
  {
    name: 'somebody else’s sequence with the name of a model',
    engine,
    prepare: sql('create schema shop; create sequence shop.orders'),
    expect: failed({ code: 'foreign-object', at: 'models/orders.sql:1:1', hint: 'Rename or drop it' }),
  },
  {
    name: 'a transaction that others are in the way of, again and again',
    engine,
    ...table('select shop.conflict() as id'),
    prepare: sql(
      "create schema shop; create function shop.conflict() returns int language plpgsql as $$ begin raise sqlstate '40001'; end $$",
    ),
    expect: failed({
      code: 'transaction-conflict',
      at: 'models/orders.sql:1:1',
      hint: 'run again',
      message: 'Tried 5 times',
    }),
  },
  {
    name: 'a connection that breaks, again and again',
    engine,
    ...table('select pg_terminate_backend(pg_backend_pid()) as id'),
    expect: failed({ code: 'connection-lost', at: 'models/orders.sql:1:1', hint: 'run again' }),
  },
]

/** Others who work on the same relations. */
const others: readonly Fixture[] = [
  {
    name: 'another run that builds the same model',
    engine,
    earlier: [table('select 1 as id')],
    files: patience,
    prepare: sqlHeld(postgresDialect.waitNodeLock({ schema: 'shop', name: 'orders' }) ?? ''),
    expect: failed({
      code: 'lock-timeout',
      at: 'models/orders.sql:1:1',
      hint: '`lock_timeout`',
      message: 'PID',
    }),
  },
  {
    name: 'somebody who reads the table and does not end',
    engine,
    earlier: [table('select 1 as id')],
    files: patience,
    prepare: sqlHeld('select * from shop.orders'),
    expect: failed({ code: 'publish-timeout', at: 'models/orders.sql:1:1', hint: 'pg_stat_activity' }),
  },
  {
    name: 'a foreign key of somebody else, with a row that would refer to nothing',
    engine,
    earlier: [table('select 1 as id')],
    ...table('select 2 as id'),
    prepare: sql(
      'alter table shop.orders add primary key (id); create table shop.payments (order_id int references shop.orders); insert into shop.payments values (1)',
    ),
    expect: failed({
      code: 'foreign-key-orphans',
      at: 'models/orders.sql:1:1',
      hint: 'same run',
      message: 'payments',
    }),
  },
  {
    name: 'somebody else’s view that reads a column which is gone',
    engine,
    earlier: [table('select 1 as id, 2 as amount')],
    ...table('select 1 as id'),
    prepare: sql('create view shop.totals as select sum(amount) as total from shop.orders'),
    expect: {
      ...failed({
        code: 'dependent-does-not-fit',
        at: 'models/orders.sql:1:1',
        hint: 'Change or drop',
        message: 'totals',
      }),
      standing: ['orders', 'totals'],
    },
  },
  {
    name: 'bookkeeping of a newer xform',
    engine,
    earlier: [table('select 1 as id')],
    prepare: sql('update _xform.layout set version = 99'),
    expect: refused({
      code: 'state-too-new',
      at: 'xform.yml:3:3',
      hint: 'newer xform',
      message: 'layout 99',
    }),
  },
]

/** Fixtures on Postgres. */
export const postgresFixtures: readonly Fixture[] = [...doors, ...refusals, ...others]
