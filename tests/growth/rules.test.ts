import { describe, expect, test } from 'vitest'
import { engines } from '../support/engines.ts'
import { openBenches, type Bench } from './bench.ts'

const sources = {
  'models/sources.yml': `
sources:
  - name: raw
    tables:
      - { name: payments, cursor: seq }
      - { name: refunds, cursor: seq }
      - { name: customers }
`,
}

const tables = [
  'create table raw.payments (seq integer, id integer, customer integer, amount integer, paid_at timestamp)',
  'create table raw.refunds (seq integer, id integer, amount integer)',
  'create table raw.customers (id integer, name varchar)',
]

const query = "select id, amount, paid_at from {{ source('raw', 'payments') }}"

function flow(config = '', select = query): string {
  return `{{ config(materialized='flow'${config}) }}\n${select}`
}

/** A payment of so many days after the first of January; the amount is the number it arrives with, times ten. */
function payment(seq: number, id: number | null, day: number | null): string {
  const paidAt = day === null ? 'null' : `timestamp '2026-01-01 00:00:00' + interval '${day} days'`
  return `insert into raw.payments values (${seq}, ${id ?? 'null'}, 1, ${seq * 10}, ${paidAt})`
}

describe.each(engines)('flows on %s', (engine) => {
  const open = openBenches(engine)
  const bench = (model: string, ...more: readonly string[]): Promise<Bench> =>
    open({ ...sources, 'models/flow.sql': model }, ...tables, ...more)

  test('exactly one driver is implied', async () => {
    const select = `${query} join {{ source('raw', 'customers') }} as c on c.id = customer`
    const shop = await bench(flow('', select.replace('select id', 'select c.id')))
    await shop.run()
    expect((await shop.remembered('flow'))?.['driver']).toBe('source.shop.raw.payments')
  })

  test('with several drivers and no from, an error asks for it', async () => {
    const shop = await bench(
      flow('', `${query} union all select id, amount, null from {{ source('raw', 'refunds') }}`),
    )
    expect(shop.findings()).toEqual(['several-drivers'])
  })

  test('with several drivers, from names it, and the others are read whole', async () => {
    const select = `select p.id, (select count(*) from {{ source('raw', 'refunds') }}) as refunds from {{ source('raw', 'payments') }} as p`
    const shop = await bench(flow(", from='raw.payments'", select), payment(1, 1, 1))
    await shop.run()
    await shop.sql('insert into raw.refunds values (1, 1, 5)')
    expect((await shop.run()).actions).toEqual({ flow: 'nothing' })
    await shop.sql(payment(2, 2, 1))
    await shop.run()
    expect(await shop.rows('select id, cast(refunds as integer) from shop.flow order by id')).toEqual([
      [1, 0],
      [2, 1],
    ])
  })

  test('with no driver, an error says what to declare', async () => {
    const shop = await bench(flow('', "select * from {{ source('raw', 'customers') }}"))
    expect(shop.findings()).toEqual(['no-driver'])
  })

  test('from names an input of the query that can tell what is new', async () => {
    const select = `select p.id from {{ source('raw', 'payments') }} as p join {{ source('raw', 'customers') }} as c on c.id = p.customer`
    expect((await bench(flow(", from='raw.payment'", select))).findings()).toEqual(['unknown-driver'])
    expect((await bench(flow(", from='raw.customers'", select))).findings()).toEqual(['cannot-drive'])
  })

  test('the position follows arrival, never event time', async () => {
    const shop = await bench(flow(", event_time='paid_at'"), payment(1, 1, 30))
    await shop.run()
    await shop.sql(payment(2, 2, 1))
    expect((await shop.run()).actions).toEqual({ flow: 'append' })
    expect(await shop.rows('select id from shop.flow order by id')).toEqual([[1], [2]])
  })

  test('each append gets the next batch number, as _xform_batch bigint, the last column', async () => {
    const shop = await bench(flow(), payment(1, 1, 1))
    await shop.run()
    await shop.sql(payment(2, 2, 1), payment(3, 3, 1))
    await shop.run()
    await shop.run()
    expect(await shop.rows('select id, cast(_xform_batch as integer) from shop.flow order by id')).toEqual([
      [1, 1],
      [2, 2],
      [3, 2],
    ])
    const columns = await shop.rows(
      shop.named(
        `select column_name, lower(data_type) from information_schema.columns where table_schema || '.' = 'shop.' and table_name = 'flow' order by ordinal_position`,
      ),
    )
    expect(columns.at(-1)).toEqual(['_xform_batch', 'bigint'])
  })

  test('a flow reads another flow by its batches', async () => {
    const shop = await bench(flow(), payment(1, 1, 1))
    await shop.write({ 'models/next.sql': flow('', "select id from {{ ref('flow') }}") })
    await shop.run()
    await shop.sql(payment(2, 2, 1))
    const { statements } = await shop.run()
    expect(statements('next').some((text) => text.includes('"_xform_batch" > 1'))).toBe(true)
    expect(await shop.rows('select id from shop.next order by id')).toEqual([[1], [2]])
  })

  test('with nothing new a flow costs one query and writes nothing', async () => {
    const shop = await bench(flow(), payment(1, 1, 1))
    await shop.run()
    const before = await shop.rows('select count(*) from _xform.batches')
    const { actions, statements } = await shop.run()
    expect(actions).toEqual({ flow: 'nothing' })
    expect(statements('flow')).toHaveLength(1)
    expect(await shop.rows('select count(*) from _xform.batches')).toEqual(before)
  })

  test('a row whose key is in the flow already is not added again, and keys compare null-safe', async () => {
    const shop = await bench(flow(", unique_key='id'"), payment(1, 1, 1), payment(2, null, 1))
    await shop.run()
    await shop.sql(payment(3, 1, 1), payment(4, null, 1), payment(5, 5, 1))
    const { reason } = await shop.run()
    expect(reason('flow')).toContain('2 duplicates left out')
    expect(await shop.rows('select id, amount from shop.flow order by amount')).toEqual([
      [1, 10],
      [null, 20],
      [5, 50],
    ])
    expect(Number((await shop.remembered('flow'))?.['duplicates'])).toBe(2)
  })

  test('within one batch one row a key survives, and dedupe_by chooses it', async () => {
    const shop = await bench(
      flow(", unique_key='id', dedupe_by='amount desc'"),
      payment(1, 1, 1),
      payment(2, 1, 1),
    )
    await shop.run()
    await shop.sql(payment(3, 2, 1), payment(4, 2, 1), payment(5, null, 1), payment(6, null, 1))
    await shop.run()
    expect(await shop.rows('select id, amount from shop.flow order by amount')).toEqual([
      [1, 20],
      [2, 40],
      [null, 60],
    ])
  })

  test('dedupe_within bounds the look-up by event_time', async () => {
    const config = ", unique_key='id', event_time='paid_at', dedupe_within='7 days'"
    const shop = await bench(flow(config), payment(1, 1, 1), payment(2, 2, 1), payment(3, 3, null))
    await shop.run()
    await shop.sql(payment(4, 1, 8), payment(5, 2, 9), payment(6, 3, null))
    await shop.run()
    expect(await shop.rows('select id, amount from shop.flow order by amount')).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
      [2, 50],
    ])
  })

  test.each([
    ['accept', [10, 20, 30, 40], []],
    ['divert', [10, 30, 40], [20]],
    ['drop', [10, 30, 40], []],
  ] as const)('rows behind the watermark are counted; late: %s', async (late, kept, diverted) => {
    const config = `, event_time='paid_at', lateness='3 days', late='${late}'`
    const shop = await bench(flow(config), payment(1, 1, 10))
    await shop.run()
    await shop.sql(payment(2, 2, 6), payment(3, 3, 7), payment(4, 4, null))
    const { reason } = await shop.run()
    expect(reason('flow')).toContain('1 late')
    expect(Number((await shop.remembered('flow'))?.['late'])).toBe(1)
    expect((await shop.remembered('flow'))?.['watermark']).toBe('2026-01-08 00:00:00')
    expect((await shop.rows('select amount from shop.flow order by 1')).flat()).toEqual(kept)
    const aside = late === 'divert' ? await shop.rows('select amount from shop.flow__late') : []
    expect(aside.flat()).toEqual(diverted)
  })

  test('--full-refresh starts a new generation, and every reader notices and rebuilds too', async () => {
    const shop = await bench(flow(), payment(1, 1, 1))
    await shop.write({
      'models/next.sql': flow('', "select id from {{ ref('flow') }}"),
      'models/total.sql':
        "{{ config(materialized='state', key='id') }}\nselect id, count(*) as n from {{ ref('flow') }} group by id",
    })
    await shop.run()
    await shop.run({ only: ['flow'], fullRefresh: true })
    const { actions, reason } = await shop.run()
    expect(actions).toEqual({ flow: 'nothing', next: 'replace', total: 'replace' })
    expect(reason('next')).toBe('"flow" was built anew')
    expect(await shop.rows('select id from shop.next')).toEqual([[1]])
    expect(Number((await shop.remembered('flow'))?.['generation'])).toBe(2)
  })

  test('a reader that may not be rebuilt stops and says so', async () => {
    const shop = await bench(flow(), payment(1, 1, 1))
    await shop.write({ 'models/next.sql': flow(', full_refresh=false', "select id from {{ ref('flow') }}") })
    await shop.run()
    await shop.run({ only: ['flow'], fullRefresh: true })
    expect((await shop.run()).actions['next']).toContain('refresh-forbidden')
    expect(await shop.rows('select id from shop.next')).toEqual([[1]])
  })

  test('full_refresh: false forbids --full-refresh', async () => {
    const shop = await bench(flow(', full_refresh=false'), payment(1, 1, 1))
    await shop.run()
    await shop.sql('delete from raw.payments', payment(2, 2, 1))
    expect((await shop.run({ fullRefresh: true })).actions).toEqual({ flow: 'append' })
    expect(await shop.rows('select id from shop.flow order by id')).toEqual([[1], [2]])
  })

  test.each([
    ['continue', 'append', [10, 20]],
    ['rebuild', 'replace', [11, 21]],
    ['fail', 'error: sql-changed', [10]],
  ] as const)('on_sql_change: %s', async (policy, action, amounts) => {
    const config = `, on_sql_change='${policy}'`
    const shop = await bench(flow(config), payment(1, 1, 1))
    await shop.run()
    await shop.sql(payment(2, 2, 1))
    const changed =
      policy === 'continue'
        ? query.replace('from', 'from /* as before */')
        : query.replace(' amount', ' amount + 1 as amount')
    await shop.write({ 'models/flow.sql': flow(config, changed) })
    expect((await shop.run()).actions['flow']).toContain(action)
    expect((await shop.rows('select amount from shop.flow order by 1')).flat()).toEqual(amounts)
  })

  test.each([
    ['fail', 'error: schema-changed', ['id', 'amount', 'paid_at']],
    ['ignore', 'append', ['id', 'amount', 'paid_at']],
    ['append_new_columns', 'append', ['id', 'amount', 'paid_at', 'customer']],
    ['sync_all_columns', 'append', ['id', 'amount', 'customer']],
  ] as const)(
    'on_schema_change: %s, and readers see the columns that stand',
    async (policy, action, columns) => {
      const config = `, on_schema_change='${policy}'`
      const shop = await bench(flow(config), payment(1, 1, 1))
      await shop.write({ 'models/next.sql': flow('', "select * from {{ ref('flow') }}") })
      await shop.run()
      await shop.sql(payment(2, 2, 1))
      const changed =
        policy === 'sync_all_columns'
          ? query.replace(', paid_at', ', customer')
          : query.replace('paid_at', 'paid_at, customer')
      await shop.write({ 'models/flow.sql': flow(config, changed) })
      expect((await shop.run({ only: ['flow'] })).actions['flow']).toContain(action)
      if (policy === 'fail') return
      const seen = await shop.run({ only: ['next'], fullRefresh: true })
      expect(seen.actions).toEqual({ next: 'replace' })
      const names = await shop.rows(
        shop.named(
          `select column_name from information_schema.columns where table_schema || '.' = 'shop.' and table_name = 'next' order by ordinal_position`,
        ),
      )
      expect(names.flat()).toEqual([...columns, '_xform_batch'])
    },
  )

  test('a column that the query no longer gives stays readable where new columns are appended only', async () => {
    const config = ", on_schema_change='append_new_columns'"
    const shop = await bench(flow(config), payment(1, 1, 1))
    await shop.run()
    await shop.sql(payment(2, 2, 1))
    await shop.write({
      'models/flow.sql': flow(config, query.replace(', amount', '')),
      'models/next.sql': flow('', "select id, amount from {{ ref('flow') }}"),
    })
    expect((await shop.run()).actions).toEqual({ flow: 'append', next: 'create' })
    expect(await shop.rows('select id, amount from shop.next order by id')).toEqual([
      [1, 10],
      [2, null],
    ])
  })

  test.runIf(engine === 'postgres')('a BRIN index finds the batches', async () => {
    const shop = await bench(flow(), payment(1, 1, 1))
    await shop.run()
    const found = await shop.rows(
      shop.named(`select indexdef from pg_indexes where schemaname || '.' = 'shop.' and tablename = 'flow'`),
    )
    expect(JSON.stringify(found)).toContain('USING brin (_xform_batch)')
  })
})
