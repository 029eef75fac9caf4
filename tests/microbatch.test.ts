import { describe, expect, test } from 'vitest'
import { engines, workbench, type EngineName, type Workbench } from './support/engines.ts'
import { startXform } from './support/xform.ts'

const oneDay = 86_400_000
const today = Math.floor(Date.now() / oneDay) * oneDay

/** The date so many days ago. */
function ago(days: number): string {
  return new Date(today - days * oneDay).toISOString().slice(0, 10)
}

interface Shape {
  readonly query?: string
  readonly lookback?: number
  readonly type?: string
  readonly more?: string
}

const plainQuery = "select id, occurred_at, amount from {{ source('raw', 'events') }}"

function files({ query = plainQuery, lookback = 1, more = '' }: Shape = {}): Readonly<
  Record<string, string>
> {
  const config = `materialized='incremental', incremental_strategy='microbatch', event_time='occurred_at', batch_size='day', begin='${ago(4)}', lookback=${lookback}${more}`
  return {
    'models/sources.yml':
      'sources:\n  - name: raw\n    tables:\n      - { name: events, config: { event_time: occurred_at } }\n',
    'models/events.sql': `{{ config(${config}) }}\n${query}\n`,
  }
}

/** A project whose source has one row a day, from five days ago to today. */
async function events(engine: EngineName, shape: Shape = {}): Promise<Workbench> {
  const bench = await workbench(engine, files(shape), { ownProcess: false, now: Date.now })
  await bench.sql(
    `create schema raw; create table raw.events (id integer, occurred_at ${shape.type ?? 'timestamp'}, amount integer)`,
  )
  for (const days of [5, 4, 3, 2, 1, 0]) await add(bench, days, `${ago(days)} 00:00:00`)
  return bench
}

async function add(bench: Workbench, id: number, when: string): Promise<void> {
  await bench.sql(`insert into raw.events values (${id}, '${when}+00', 1)`)
}

async function ids(bench: Workbench): Promise<readonly number[]> {
  const rows = await bench.sql('select id from shop.events order by id')
  return rows.map(({ id }) => Number(id))
}

async function periods(bench: Workbench): Promise<readonly string[]> {
  const rows = await bench.sql(
    'select cast(extract(epoch from period_start) as bigint) as start from _xform.periods order by 1',
  )
  return rows.map(({ start }) => new Date(Number(start) * 1000).toISOString().slice(0, 10))
}

/** The reason that a run gives for what it did with the model. */
async function reason(bench: Workbench, ...words: readonly string[]): Promise<string> {
  const { stdout } = await bench.succeed('run', '--reporter', 'json', ...words)
  const said = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; result?: { outcome?: { because?: string } } })
  return said.find(({ type }) => type === 'node:end')?.result?.outcome?.because ?? ''
}

describe.each(engines)('on %s', (engine) => {
  test('the first run builds every period since begin, later ones look for late rows in the last periods', async () => {
    const bench = await events(engine)
    expect(await reason(bench)).toBe(`it does not exist yet; 5 periods, ${ago(4)} to ${ago(0)}`)
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4])
    expect(await periods(bench)).toEqual([ago(4), ago(3), ago(2), ago(1), ago(0)])

    await add(bench, 10, `${ago(0)} 00:01:00`)
    await add(bench, 11, `${ago(1)} 23:59:00`)
    await add(bench, 14, `${ago(4)} 00:00:00`)
    expect(await reason(bench)).toBe(`the table stands; 2 periods, ${ago(1)} to ${ago(0)}`)
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4, 10, 11])
  })

  test('a period that fails ends the run, those before it stay, and the next run takes it up', async () => {
    const bench = await events(engine, {
      query: "select id, occurred_at, 10 / amount as share from {{ source('raw', 'events') }}",
      more: ", on_schema_change='ignore'",
    })
    const bad = engine === 'duckdb' ? "cast('x' || amount as integer)" : '10 / (amount - 1)'
    bench.folder.write(
      files({
        query: `select id, occurred_at, case when id = 2 then ${bad} else 1 end as share from {{ source('raw', 'events') }}`,
      }),
    )
    const { code, stdout } = await bench.xform('run')
    expect(code).toBe(1)
    expect(stdout).toMatch(/error\[query-failed\][^]*--> models\/events\.sql:/u)
    expect(stdout).toContain(
      `This was the period ${ago(2)}. 2 periods before it are built and stay; 3 periods are left.`,
    )
    expect(await ids(bench)).toEqual([3, 4])
    await bench.sql('update raw.events set id = 20 where id = 2')
    expect(await reason(bench)).toBe(`the table stands; 3 periods, ${ago(2)} to ${ago(0)}`)
    expect(await ids(bench)).toEqual([0, 1, 3, 4, 20])
  })

  test('--event-time-start and --event-time-end rebuild exactly the periods that they touch, and a gap is filled', async () => {
    const bench = await events(engine)
    await bench.succeed('run')
    for (const days of [4, 3, 2, 1]) await add(bench, 10 + days, `${ago(days)} 00:00:00`)
    const range = ['--event-time-start', `${ago(3)}T12:00`, '--event-time-end', ago(1)]
    expect(await reason(bench, ...range)).toBe(`the table stands; 2 periods, ${ago(3)} to ${ago(2)}`)
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4, 12, 13])
    await bench.sql(`delete from _xform.periods where period_start = timestamptz '${ago(4)} 00:00:00+00'`)
    expect(await reason(bench)).toBe(`the table stands; 3 periods, ${ago(4)} to ${ago(0)}`)
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4, 11, 12, 13, 14])
    bench.folder.write(files({ more: ', full_refresh=true' }))
    expect(await reason(bench, ...range)).toContain(`5 periods, ${ago(4)} to ${ago(0)}`)
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4, 11, 12, 13, 14])
  })

  test('--full-refresh builds all periods anew in one transaction, and one that fails changes nothing', async () => {
    const bench = await events(engine)
    await bench.succeed('run')
    await add(bench, 14, `${ago(4)} 00:00:00`)
    await bench.sql('create view shop.seen as select count(*) as rows from shop.events')
    expect(await reason(bench, '--full-refresh')).toBe(
      `--full-refresh was asked for; 5 periods, ${ago(4)} to ${ago(0)}`,
    )
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4, 14])
    expect(await periods(bench)).toHaveLength(5)
    expect(await bench.sql('select cast(rows as varchar) as rows from shop.seen')).toEqual([{ rows: '6' }])
    bench.folder.write(
      files({ query: "select id, date '2001-01-01' as occurred_at from {{ source('raw', 'events') }}" }),
    )
    const failed = await bench.xform('run', '--full-refresh')
    expect(failed.stdout).toContain('error[rows-outside-period]')
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4, 14])
    expect(await periods(bench)).toHaveLength(5)
  })

  test('a table that was brought along is taken as it is up to its latest event time', async () => {
    const bench = await events(engine)
    await bench.sql(
      `create schema shop; create table shop.events as select * from raw.events where id >= 2; update shop.events set amount = 7`,
    )
    expect(await reason(bench)).toBe(
      `the table stands, and its rows before ${ago(2)} are taken as they are; 3 periods, ${ago(2)} to ${ago(0)}`,
    )
    const rows = await bench.sql('select id, amount from shop.events order by id')
    expect(rows.map(({ id, amount }) => `${id}:${amount}`)).toEqual([
      '0:1',
      '1:1',
      '2:1',
      '3:7',
      '4:7',
      '5:7',
    ])
    expect(await reason(bench)).toBe(`the table stands; 2 periods, ${ago(1)} to ${ago(0)}`)
  })

  test('changed SQL builds no old period by itself, and says how many there are', async () => {
    const bench = await events(engine)
    await bench.succeed('run')
    bench.folder.write(files({ query: plainQuery.replace('amount', 'amount * 2 as amount') }))
    expect(await reason(bench)).toBe(
      `the table stands; 2 periods, ${ago(1)} to ${ago(0)}; 3 earlier periods were built by older SQL`,
    )
    const rows = await bench.sql('select amount from shop.events order by occurred_at')
    expect(rows.map(({ amount }) => amount)).toEqual(['1', '1', '1', '2', '2'])
  })

  test('a new column follows on_schema_change', async () => {
    const bench = await events(engine)
    await bench.succeed('run')
    const query = plainQuery.replace('amount', 'amount, 5 as visits')
    bench.folder.write(files({ query }))
    expect((await bench.xform('run')).stdout).toContain('error[schema-changed]')
    bench.folder.write(files({ query, more: ", on_schema_change='append_new_columns'" }))
    await bench.succeed('run')
    const rows = await bench.sql('select visits from shop.events order by occurred_at')
    expect(rows.map(({ visits }) => visits)).toEqual([null, null, null, '5', '5'])
  })

  test.each(['date', 'timestamptz'])('a %s is compared in UTC, whatever the session says', async (type) => {
    const bench = await events(engine, { type })
    if (engine === 'postgres')
      await bench.sql(
        `do $$ begin execute format('alter database %I set timezone to ''Pacific/Auckland''', current_database()); end $$`,
      )
    else
      bench.folder.write({
        'xform.yml':
          "name: shop\ntargets:\n  dev: { type: duckdb, path: warehouse.duckdb, schema: shop, settings: { TimeZone: 'Pacific/Auckland' } }\n",
      })
    await bench.succeed('run')
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4])
    const built = await bench.sql('select rows from _xform.periods')
    expect(built.map(({ rows }) => rows)).toEqual(['1', '1', '1', '1', '1'])
  })

  test('a kill between periods leaves those that were built, and the next run goes on', async () => {
    const bench = await events(engine)
    const running = startXform(['run', '--reporter', 'json'], { cwd: bench.folder.path, env: bench.env })
    await running.saw(/3 of 5 periods/u)
    running.child.kill('SIGKILL')
    await running.ended
    const left = await ids(bench)
    expect(await periods(bench)).toEqual(left.toReversed().map(ago))
    expect(left).toEqual([0, 1, 2, 3, 4].slice(-left.length))
    expect(left.length).toBeGreaterThanOrEqual(2)
    await bench.succeed('run')
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4])
  })

  test('--dry-run shows the periods and the statements of the first, --empty takes none for built', async () => {
    const bench = await events(engine)
    const first = await bench.succeed('run', '--dry-run')
    expect(first.stdout).toContain(`5 periods, ${ago(4)} to ${ago(0)}`)
    expect(first.stdout).toContain(`>= timestamp '${ago(4)} 00:00:00'`)
    await bench.succeed('run', '--empty')
    expect(await ids(bench)).toEqual([])
    await bench.succeed('run')
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4])
    const later = await bench.succeed('run', '--dry-run')
    expect(later.stdout).toContain(`2 periods, ${ago(1)} to ${ago(0)}`)
    expect(later.stdout).not.toContain(ago(4))
    expect(later.stdout).toContain('delete from')
  })

  test('every input with an event time is filtered, others and ephemeral models are read whole', async () => {
    const bench = await events(engine, {
      query:
        "select e.id, e.occurred_at, n.label as amount from {{ ref('clean') }} e join {{ ref('names') }} n on n.id = e.id where exists (select 1 from {{ source('raw', 'events') }} where events.id = e.id)",
    })
    bench.folder.write({
      'models/clean.sql':
        "{{ config(materialized='ephemeral', event_time='occurred_at') }}\nselect * from {{ source('raw', 'events') }}",
      'models/names.sql':
        "{{ config(materialized='table') }}\nselect id, id as label from {{ source('raw', 'events') }}",
    })
    await bench.succeed('run')
    expect(await ids(bench)).toEqual([0, 1, 2, 3, 4])
  })
})
