import { describe, expect, test } from 'vitest'
import { engines } from '../support/engines.ts'
import { openBenches, type Bench } from './bench.ts'

const sources = {
  'models/sources.yml': 'sources:\n  - name: raw\n    tables:\n      - { name: payments, cursor: seq }\n',
  'models/payments.sql':
    "{{ config(materialized='flow', event_time='paid_at', lateness='1 day') }}\nselect account, amount, paid_at from {{ source('raw', 'payments') }}",
}

const table = 'create table raw.payments (seq integer, account integer, amount integer, paid_at timestamp)'

function payment(seq: number, account: number | null, day: number): string {
  return `insert into raw.payments values (${seq}, ${account ?? 'null'}, ${seq * 10}, timestamp '2026-01-01 12:00:00' + interval '${day} days')`
}

const balances = "select account, sum(amount) as balance from {{ ref('payments') }} group by account"
const day = "date_trunc('day', paid_at)"
const daily = `select ${day} as day, count(*) as n, ${day} < {{ watermark('payments') }} as complete from {{ ref('payments') }} group by ${day}`
const dayKey = `, key={ day: "${day}" }`

function state(config: string, query: string): string {
  return `{{ config(materialized='state'${config}) }}\n${query}`
}

describe.each(engines)('states on %s', (engine) => {
  const open = openBenches(engine)
  const bench = (model: string, ...more: readonly string[]): Promise<Bench> =>
    open({ ...sources, 'models/state.sql': model }, table, ...more)
  const balancesOf = async (shop: Bench): Promise<unknown> =>
    shop.rows('select account, cast(balance as integer) from shop.state order by account')
  const daysOf = async (shop: Bench): Promise<unknown> =>
    shop.rows('select cast(day as varchar), cast(n as integer), complete from shop.state order by day')

  test('on new batches the touched keys are computed anew, nulls among them', async () => {
    const shop = await bench(
      state(", key='account'", balances),
      payment(1, 1, 1),
      payment(2, 2, 1),
      payment(3, null, 1),
    )
    await shop.run()
    await shop.sql(payment(4, 1, 1), payment(5, null, 1), payment(6, 3, 1))
    const { actions, reason } = await shop.run()
    expect(actions['state']).toBe('merge')
    expect(reason('state')).toBe('3 keys computed anew')
    expect(await balancesOf(shop)).toEqual([
      [1, 50],
      [2, 20],
      [3, 60],
      [null, 80],
    ])
  })

  test.runIf(engine === 'postgres')('rows of keys that were not touched are not written again', async () => {
    const shop = await bench(state(", key='account'", balances), payment(1, 1, 1), payment(2, 2, 1))
    await shop.run()
    const rows = async (): Promise<unknown> =>
      shop.rows('select ctid::text, xmin::text from shop.state where account = 2')
    const before = await rows()
    await shop.sql(payment(3, 1, 1))
    await shop.run()
    expect(await rows()).toEqual(before)
  })

  test("a key is an expression over the flow's rows, and late rows touch old keys", async () => {
    const shop = await bench(state(dayKey, daily), payment(1, 1, 1), payment(2, 1, 5))
    await shop.run()
    await shop.sql(payment(3, 1, 1))
    const { actions } = await shop.run()
    expect(actions['state']).toBe('merge')
    expect(await daysOf(shop)).toEqual([
      ['2026-01-02 00:00:00', 2, true],
      ['2026-01-06 00:00:00', 1, false],
    ])
  })

  test('the watermark tells complete windows from incomplete ones, also those that no new row touches', async () => {
    const shop = await bench(state(dayKey, daily), payment(1, 1, 1))
    await shop.run()
    expect(await daysOf(shop)).toEqual([['2026-01-02 00:00:00', 1, false]])
    await shop.sql(payment(2, 1, 3))
    await shop.run()
    expect(await daysOf(shop)).toEqual([
      ['2026-01-02 00:00:00', 1, true],
      ['2026-01-04 00:00:00', 1, false],
    ])
  })

  test("emit='final' publishes only what is complete", async () => {
    const shop = await bench(state(`${dayKey}, emit='final'`, daily), payment(1, 1, 1))
    await shop.run()
    expect(await daysOf(shop)).toEqual([])
    await shop.sql(payment(2, 1, 3))
    await shop.run()
    expect(await daysOf(shop)).toEqual([['2026-01-02 00:00:00', 1, true]])
  })

  test('a query that mixes keys is refused, and nothing is lost', async () => {
    const mixed =
      "select account + 1 as account, sum(amount) as balance from {{ ref('payments') }} group by account"
    const shop = await bench(state(", key='account'", mixed), payment(1, 1, 1))
    await shop.run()
    const before = await balancesOf(shop)
    await shop.sql(payment(2, 5, 1))
    expect((await shop.run()).actions['state']).toContain('mixed-keys')
    expect(await balancesOf(shop)).toEqual(before)
  })

  test('a key that is not in the output is named', async () => {
    const shop = await bench(state(", key='acount'", balances), payment(1, 1, 1))
    expect((await shop.run()).actions['state']).toContain('unknown-key-column')
  })

  test('a state whose SQL has changed is rebuilt, and the plan says why', async () => {
    const shop = await bench(state(", key='account'", balances), payment(1, 1, 1))
    await shop.run()
    await shop.write({
      'models/state.sql': state(", key='account'", balances.replace('sum(amount)', 'sum(amount) * 2')),
    })
    const { actions, reason } = await shop.run()
    expect([actions['state'], reason('state')]).toEqual(['replace', 'its SQL has changed'])
    expect(await balancesOf(shop)).toEqual([[1, 20]])
  })

  test('full_refresh: false keeps a state from being rebuilt because its columns have changed', async () => {
    const config =
      ", key='account', full_refresh=false, on_sql_change='continue', on_schema_change='sync_all_columns'"
    const shop = await bench(state(config, balances), payment(1, 1, 1))
    await shop.run()
    await shop.write({ 'models/state.sql': state(config, balances.replace('sum(', 'count(*) as n, sum(')) })
    await shop.sql(payment(2, 1, 1))
    expect((await shop.run()).actions['state']).toContain('refresh-forbidden')
    expect(await balancesOf(shop)).toEqual([[1, 10]])
  })
})

const accounts = 'create table raw.accounts (id integer, country varchar)'
const reading = 'sources:\n  - name: raw\n    tables:\n      - { name: accounts }\n'

function changes(config = ''): string {
  return `{{ config(materialized='changes', key='id'${config}) }}\nselect id, country from {{ source('raw', 'accounts') }}`
}

describe.each(engines)('changes on %s', (engine) => {
  const open = openBenches(engine)
  const bench = (more: Readonly<Record<string, string>> = {}, model = changes()): Promise<Bench> =>
    open(
      { 'models/sources.yml': reading, 'models/log.sql': model, ...more },
      accounts,
      "insert into raw.accounts values (1, 'at'), (2, null), (3, 'de')",
    )
  const correct = (shop: Bench): Promise<unknown> =>
    shop.sql("update raw.accounts set country = 'de' where id = 1", 'delete from raw.accounts where id = 3')
  const log =
    'select id, country, _xform_diff, cast(_xform_batch as integer) from shop.log order by _xform_batch, id, _xform_diff'

  test('the difference is appended: -1 what was, 1 what is, with its batch and its moment', async () => {
    const shop = await bench()
    await shop.run()
    await correct(shop)
    expect((await shop.run()).actions).toEqual({ log: 'append' })
    expect(await shop.rows(log)).toEqual([
      [1, 'at', 1, 1],
      [2, null, 1, 1],
      [3, 'de', 1, 1],
      [1, 'at', -1, 2],
      [1, 'de', 1, 2],
      [3, 'de', -1, 2],
    ])
    expect(await shop.rows('select id from shop.log where _xform_at is null')).toEqual([])
  })

  test('a result that is what it was appends nothing', async () => {
    const shop = await bench()
    await shop.run()
    expect((await shop.run()).actions).toEqual({ log: 'nothing' })
    expect(await shop.rows('select max(_xform_batch) from shop.log')).toHaveLength(1)
  })

  test('what is summed is the state, and a state over weighted rows retracts what was withdrawn', async () => {
    const countries = state(
      ", key='country'",
      "select country, count(*) as n from {{ ref('log') }} group by country",
    )
    const shop = await bench({ 'models/countries.sql': countries })
    await shop.run()
    await correct(shop)
    await shop.run()
    expect(
      await shop.rows('select country, cast(n as integer) from shop.countries order by country'),
    ).toEqual([
      ['de', 1],
      [null, 1],
    ])
    const sum =
      'select id, country from shop.log group by id, country having sum(_xform_diff) > 0 order by id'
    expect(await shop.rows(sum)).toEqual(await shop.rows('select id, country from raw.accounts order by id'))
  })

  test('a flow over changes carries the weight along', async () => {
    const flow = (select: string, config = ''): string =>
      `{{ config(materialized='flow'${config}) }}\nselect ${select} from {{ ref('log') }}`
    const shop = await bench({ 'models/flow.sql': flow('id') })
    expect((await shop.run()).actions['flow']).toContain('weight-missing')
    await shop.write({ 'models/flow.sql': flow('id, _xform_diff', ", unique_key='id'") })
    expect((await shop.run()).actions['flow']).toContain('key-on-weights')
    await shop.write({ 'models/flow.sql': flow('id, _xform_diff') })
    await shop.run()
    await correct(shop)
    expect((await shop.run()).actions).toEqual({ log: 'append', flow: 'append' })
    const weights = 'select id, cast(sum(_xform_diff) as integer) from shop.flow group by id order by id'
    expect(await shop.rows(weights)).toEqual([
      [1, 1],
      [2, 1],
      [3, 0],
    ])
  })

  test('a key that stands twice is refused, and nothing is written', async () => {
    const shop = await bench()
    await shop.run()
    await shop.sql("insert into raw.accounts values (2, 'at')")
    expect((await shop.run()).actions['log']).toContain('duplicate-keys')
    expect(await shop.rows(log)).toHaveLength(3)
  })

  test('full_refresh: false keeps the log when the columns of its query change', async () => {
    const config = ", full_refresh=false, on_schema_change='sync_all_columns'"
    const shop = await bench({}, changes(config))
    await shop.run()
    await shop.write({ 'models/log.sql': changes(config).replace('country', 'country, 1 as one') })
    expect((await shop.run()).actions['log']).toContain('refresh-forbidden')
    expect(await shop.rows(log)).toHaveLength(3)
  })

  test('a log that is rebuilt rebuilds its readers', async () => {
    const lands = state(
      ", key='country'",
      "select country, count(*) as n from {{ ref('log') }} group by country",
    )
    const shop = await bench({ 'models/lands.sql': lands })
    await shop.run()
    await correct(shop)
    await shop.run({ only: ['log'], fullRefresh: true })
    const { actions, reason } = await shop.run()
    expect([actions['lands'], reason('lands')]).toEqual(['replace', '"log" was built anew'])
  })
})
