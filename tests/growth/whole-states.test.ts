import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

const base = {
  'models/sources.yml':
    'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }] }]\n',
  'models/flow.sql':
    "{{ config(materialized='flow', event_time='ts', lateness='1 hour') }}\nselect seq, account, amount, ts from {{ source('raw', 'events') }}\n",
}

function state(config: string, query: string): Readonly<Record<string, string>> {
  return { ...base, 'models/sums.sql': `{{ config(materialized='state', ${config}) }}\n${query}\n` }
}

const event = (seq: number, account: number | null, day: number): string =>
  `insert into raw.events values (${seq}, ${account ?? 'null'}, ${seq * 10}, timestamp '2026-01-0${day} 12:00:00')`

describe.each(engines)('on %s', (engine) => {
  const make = async (files: Readonly<Record<string, string>>) => {
    const bench = await quickBench(engine, files)
    await bench.sql(
      'create schema raw; create table raw.events (seq bigint, account int, amount int, ts timestamp)',
    )
    await bench.sql([event(1, 1, 1), event(2, 2, 1), event(3, null, 2)].join('; '))
    await bench.succeed('run')
    return bench
  }

  const flow = "{{ ref('flow') }}"
  test.each([
    [
      'a common table expression twice',
      `with t as (select * from ${flow}) select account, sum(amount) as s, (select sum(amount) from t) as total from t group by account`,
      'it reads "t" 2 times',
    ],
    [
      'a common table expression with itself',
      `with t as (select * from ${flow}), u as (select a.account from t a join t b on true) select account, count(*) as n from u group by account`,
      'it reads "t" 2 times',
    ],
    [
      'sums of sums',
      `select account, sum(amount) as s from ${flow} group by rollup(account)`,
      'its query says "rollup"',
    ],
  ])('a state that reads %s is computed as a whole', async (_, query, reason) => {
    const bench = await make(state("key='account'", query))
    await bench.sql(event(4, 1, 3))
    expect((await bench.succeed('run')).stdout).toContain(reason)
    await bench.succeed('verify')
  })

  test('a state whose key comes out of several rows is computed as a whole', async () => {
    const query = `select max(cast(ts as date)) as day, account from ${flow} group by account`
    const bench = await make({
      ...state("key='day'", query),
      'models/flow.sql': base['models/flow.sql'].replace('amount, ts', 'amount, ts, cast(ts as date) as day'),
    })
    await bench.sql(event(4, 1, 3))
    await bench.succeed('run')
    await bench.sql(event(5, 1, 1))
    expect((await bench.succeed('run')).stdout).toContain('does not group by its key "day"')
    await bench.succeed('verify')
  })

  test.each([
    [
      'a having clause',
      `select cast(ts as date) as day, count(*) as n, true as complete from ${flow} group by cast(ts as date) having cast(ts as date) + 1 <= {{ watermark('flow') }}`,
    ],
    [
      'a second column',
      `select cast(ts as date) as day, count(*) as n, {{ watermark('flow') }} as reached, cast(ts as date) + 1 <= {{ watermark('flow') }} as complete from ${flow} group by cast(ts as date)`,
    ],
  ])('a state that asks for the watermark in %s is computed as a whole', async (_, query) => {
    const bench = await make(state("key={ day: 'cast(ts as date)' }", query))
    await bench.sql(event(4, 1, 4))
    await bench.succeed('run')
    await bench.sql(event(5, 1, 5))
    expect((await bench.succeed('run')).stdout).toContain(
      'it asks for the watermark elsewhere than in its column',
    )
    await bench.succeed('verify')
  })

  test('a state that asks for the watermark in its column complete is computed by key', async () => {
    const query = `select cast(ts as date) as day, count(*) as n, (cast(ts as date) + 1 <= {{ watermark('flow') }}) as complete from ${flow} group by cast(ts as date)`
    const bench = await make(state("key={ day: 'cast(ts as date)' }", query))
    await bench.sql(event(4, 1, 4))
    expect((await bench.succeed('run')).stdout).toContain('keys computed anew')
    await bench.succeed('verify')
  })

  test('a change of emit builds a state anew, whatever becomes of its SQL', async () => {
    const query = `select cast(ts as date) as day, count(*) as n, cast(ts as date) + 1 <= {{ watermark('flow') }} as complete from ${flow} group by cast(ts as date)`
    const config = "key={ day: 'cast(ts as date)' }, on_sql_change='continue'"
    const bench = await make(state(`${config}, emit='final'`, query))
    expect(await bench.sql('select count(*) as n from shop.sums')).toEqual([{ n: '1' }])
    bench.folder.write(state(config, query))
    expect((await bench.succeed('run')).stdout).toContain('its `emit` has changed')
    expect(await bench.sql('select count(*) as n from shop.sums')).toEqual([{ n: '2' }])
  })

  test('sums are not added to what other SQL made', async () => {
    const query = (what: string): string => `select account, ${what} as n from ${flow} group by account`
    const bench = await make(state("key='account', on_sql_change='continue'", query('count(*)')))
    await bench.sql(
      `insert into raw.events select g, 7, 5, timestamp '2026-01-02' from generate_series(10, 10020) as s(g)`,
    )
    await bench.succeed('run')
    bench.folder.write(state("key='account', on_sql_change='continue'", query('cast(max(amount) as bigint)')))
    await bench.sql(event(20_000, 1, 2))
    expect((await bench.succeed('run')).stdout).toContain('1 key computed anew')
    expect(await bench.sql('select n from shop.sums where account = 1')).toEqual([{ n: '200000' }])
  })
})
