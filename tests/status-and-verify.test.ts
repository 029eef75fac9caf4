import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { engines, workbench, type EngineName, type Workbench } from './support/engines.ts'

const files = {
  'models/sources.yml':
    'sources:\n  - name: bank\n    schema: bank\n    tables: [{ name: payments, cursor: id }, { name: accounts }]\n',
  'models/payments.sql': `{{ config(materialized='flow', unique_key='id', event_time='paid_at', lateness='1 hour', late='divert') }}
select id, account, amount, paid_at from {{ source('bank', 'payments') }}`,
  'models/balances.sql': `{{ config(materialized='state', key=['account']) }}
select account, sum(amount) as balance, count(*) as payments from {{ ref('payments') }} group by account`,
  'models/account_log.sql': `{{ config(materialized='changes', key=['account']) }}
select account, owner from {{ source('bank', 'accounts') }}`,
  'models/owners.sql': `{{ config(materialized='state', key=['account']) }}
select account, max(owner) as owner from {{ ref('account_log') }} group by account`,
  'models/report.sql': "{{ config(materialized='table') }}\nselect * from {{ ref('balances') }}",
}

const source = [
  'create schema bank',
  'create table bank.payments (id integer, account integer, amount integer, paid_at timestamp)',
  'create table bank.accounts (account integer, owner varchar(20))',
  "insert into bank.accounts values (1, 'Ada'), (2, 'Grace')",
  "insert into bank.payments select g, 1 + g % 7, g, timestamp '2026-03-01 10:00:00' from generate_series(1, 50) as s(g)",
].join(';')

async function bank(engine: EngineName, extra: Readonly<Record<string, string>> = {}): Promise<Workbench> {
  const bench = await workbench(engine, { ...files, ...extra }, { ownProcess: false, now: Date.now })
  await bench.sql(source)
  return bench
}

interface Status {
  readonly target: string
  readonly nodes: readonly Readonly<Record<string, unknown>>[]
}

async function statusOf(bench: Workbench, ...words: readonly string[]): Promise<Status['nodes']> {
  const { stdout } = await bench.succeed('status', '--json', ...words)
  return (JSON.parse(stdout) as Status).nodes
}

describe.each(engines)('on %s', (engine) => {
  test('status tells how far each has got, and verify finds no difference', async () => {
    const bench = await bank(engine)
    const before = await statusOf(bench)
    expect(before.map(({ name, built }) => ({ name, built }))).toEqual([
      { name: 'account_log', built: false },
      { name: 'owners', built: false },
      { name: 'payments', built: false },
      { name: 'balances', built: false },
    ])
    await bench.succeed('run')
    await bench.sql(
      "insert into bank.payments values (51, 1, 5, timestamp '2026-03-01 12:00:00'), (50, 1, 50, timestamp '2026-03-01 10:00:00'), (52, 2, 7, timestamp '2026-03-01 07:00:00')",
    )
    await bench.succeed('run', '--select', 'payments')
    await bench.sql("insert into bank.payments values (53, 9, 1, timestamp '2026-03-01 12:00:00')")
    const [payments, balances] = await statusOf(bench, '--select', 'payments', 'balances')
    expect(payments).toMatchObject({
      materialized: 'flow',
      built: true,
      generation: 1,
      batch: 2,
      ...(engine === 'duckdb' ? { rows: 51, late: 1, duplicates: 0 } : { rows: 51, late: 1, duplicates: 1 }),
      driver: 'bank.payments',
      lag: 1,
      lag_unit: 'rows',
      waits: null,
    })
    expect(payments?.['watermark']).toContain('2026-03-01 11:00:00')
    expect(Date.now() - Date.parse(String(payments?.['grown_at']))).toBeLessThan(60_000)
    expect(balances).toMatchObject({ reached: 'batch 1 of payments', lag: 1, lag_unit: 'batches', rows: 7 })
    const verified = await bench.succeed('verify')
    expect(verified.stdout).toContain('4 nodes: 4 ok')
  })

  test('what was changed behind its back is found, row by row', async () => {
    const bench = await bank(engine)
    await bench.succeed('run')
    await bench.sql('delete from shop.payments where id = 17')
    await bench.sql('update shop.balances set balance = 0 where account = 3')
    await bench.sql("insert into shop.account_log select 3, 'Eve', 1, 1, now()")
    await bench.sql("insert into shop.payments select 99, 1, 1, timestamp '2026-03-01 10:00:00', 1")
    const found = await bench.xform('verify', '--reporter', 'json')
    expect(found.code).toBe(1)
    const events = found.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>)
    const differences = events.filter(({ type }) => type === 'node:difference')
    const told = differences.map(({ node, missing, surplus, examples }) => ({
      name: (node as { readonly name: string }).name,
      missing,
      surplus,
      rows: (examples as { readonly rows: readonly (readonly unknown[])[] }).rows.map((row) =>
        row.slice(0, 3).map(String),
      ),
    }))
    expect(told).toEqual([
      { name: 'account_log', missing: 0, surplus: 1, rows: [['surplus', '3', 'Eve']] },
      { name: 'owners', missing: 1, surplus: 0, rows: [['missing', '3', 'Eve']] },
      {
        name: 'payments',
        missing: 1,
        surplus: 1,
        rows: [
          ['missing', '17', '4'],
          ['surplus', '99', '1'],
        ],
      },
      {
        name: 'balances',
        missing: 3,
        surplus: 3,
        rows: [
          ['missing', '1', '197'],
          ['surplus', '1', '196'],
          ['missing', '3', '161'],
          ['surplus', '3', '0'],
          ['missing', '4', '151'],
          ['surplus', '4', '168'],
        ],
      },
    ])
    const sample = await bench.xform(
      'verify',
      '--sample',
      '60%',
      '--sample-seed',
      'b',
      '-s',
      'balances',
      'report',
    )
    expect(sample.stdout).toMatch(/note\[does-not-grow\]: "report" is a table/u)
    expect(sample.stdout).toContain('The same keys again: --sample 60% --sample-seed b.')
    await bench.sql('alter table bank.payments rename column amount to cents')
    const broken = await bench.xform('verify', '--select', 'payments')
    expect(broken.code).toBe(1)
    expect(broken.stdout).toMatch(/error\[query-failed\].*amount[^]*models\/payments\.sql:2:21/u)
  })

  test('rows of files that were dropped as late are told from rows that are gone', async () => {
    const event = (id: number, at: string, amount = id): string =>
      `${JSON.stringify({ id, amount, paid_at: `2026-03-${at}` })}\n`
    const bench = await workbench(engine, {
      'models/sources.yml': `sources:
  - name: bank
    tables:
      - { name: events, files: { path: 'events/*.jsonl', columns: { paid_at: timestamp } } }
`,
      'models/events.sql': `{{ config(materialized='flow', unique_key='id', event_time='paid_at', lateness='1 hour', late='drop') }}
select id, amount, paid_at from {{ source('bank', 'events') }}`,
      'models/daily.sql': `{{ config(materialized='state', key={ day: "cast(paid_at as date)" }) }}
select cast(paid_at as date) as day, count(*) as events from {{ ref('events') }} group by 1`,
      'events/1.jsonl': event(1, '01 10:00:00') + event(2, '02 12:00:00'),
    })
    await bench.succeed('run')
    // A late row, and one that says something else under a key that is there already.
    bench.folder.write({
      'events/2.jsonl': event(3, '01 09:00:00') + event(2, '02 12:00:00', 9) + event(4, '03 12:00:00'),
    })
    expect(await statusOf(bench, '-s', 'events')).toMatchObject([
      { lag: 1, lag_unit: 'files', reached: '1 file of bank.events' },
    ])
    await bench.succeed('run')
    const good = await bench.succeed('verify')
    expect(good.stdout).toMatch(/ok +flow +shop.events.*1 missing, as many as were dropped as late/u)
    await bench.sql('delete from shop.events where id = 2')
    await bench.sql("delete from shop.daily where day = date '2026-03-01'")
    const bad = await bench.xform('verify', '--sample', '99.9999999%', '--sample-seed', 'a')
    expect(bad.code).toBe(1)
    expect(bad.stdout).toContain('"events" is not what its query gives: 2 rows missing, 0 rows too many.')
    expect(bad.stdout).toMatch(
      /"daily" is not what its query gives: 1 row missing, 1 row too many\.\n +day +events\n +missing +2026-03-01 +1\n +surplus +2026-03-02 +1/u,
    )
  })
})

test('an open transaction that rows wait for is shown with its process', async () => {
  const bench = await bank('postgres')
  await bench.succeed('run', '--select', 'payments')
  await bench.sql("begin; insert into bank.payments values (70, 1, 1, timestamp '2026-03-01 10:00:00')")
  try {
    const other = new pg.Client({ connectionString: bench.env['DATABASE_URL'] })
    await other.connect()
    await other.query("insert into bank.payments values (71, 1, 1, timestamp '2026-03-01 10:00:00')")
    await other.end()
    const { stdout } = await bench.succeed('status', '--select', 'payments')
    expect(stdout).toMatch(/payments +flow +nothing/u)
    expect(stdout).toMatch(/payments: newer rows wait for PID \d+.*in a transaction for 00:00:/u)
  } finally {
    await bench.sql('rollback')
  }
})
