import { describe, expect, test } from 'vitest'
import { engines } from '../support/engines.ts'
import { history, openHistories } from './bench.ts'

const config = 'strategy: check, check_cols: all, unique_key: id'

const orders = [
  'create table raw.orders (id integer, status varchar(10))',
  `insert into raw.orders values (1, 'open'), (2, 'open')`,
]

const pay = `update raw.orders set status = 'paid' where id = 1`

describe.each(engines)("a snapshot's table on %s", (engine) => {
  const open = openHistories(engine)

  test('is never built anew, whatever is asked for', async () => {
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(pay)
    expect(await bench.succeed('2026-01-03 08:00', { fullRefresh: true })).toBe(
      '1 changed; a snapshot is never built anew',
    )
    await bench.write(history(`${config}, full_refresh: true`))
    expect(bench.findings()).toEqual(['unused-config'])
    expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new; a snapshot is never built anew')
    expect(await bench.lines('select count(*) as n from shop.history')).toEqual(['3'])
  })

  test('takes the place of nothing: a view and a table that no snapshot made stay as they are', async () => {
    const bench = await open(history(config), ...orders)
    await bench.sql('create schema shop', 'create view shop.history as select 1 as id')
    expect((await bench.take('2026-01-02 08:00')).action).toContain('snapshot-name-taken: A view stands as')
    await bench.sql(
      'drop view shop.history',
      'create table shop.history as select 1 as id, 2 as dbt_valid_to',
    )
    expect((await bench.take('2026-01-02 08:00')).action).toContain(
      'it has no column "dbt_scd_id", "dbt_updated_at", "dbt_valid_from".',
    )
    expect(await bench.lines('select * from shop.history')).toEqual(['1 2'])
  })

  test('that dbt made is gone on with', async () => {
    const bench = await open(history(`${config}, hard_deletes: invalidate`), ...orders)
    const version = `select id, status, md5(id || '|' || '2025-12-31 12:00:00') as dbt_scd_id,
      timestamp '2025-12-31 12:00:00' as dbt_updated_at, timestamp '2025-12-31 12:00:00' as dbt_valid_from,
      cast(null as timestamp) as dbt_valid_to from raw.orders`
    await bench.sql(
      'create schema shop',
      `create table shop.history as ${version}`,
      pay,
      'delete from raw.orders where id = 2',
    )
    expect(await bench.succeed('2026-01-02 08:00')).toBe('1 changed, 1 gone')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2025-12-31 12:00 → 2026-01-02 08:00',
      '1 paid 2026-01-02 08:00 → -',
      '2 open 2025-12-31 12:00 → 2026-01-02 08:00',
    ])
  })

  test('that dbt made with dates, or with times that have a zone, keeps their types', async () => {
    for (const type of ['date', 'timestamp with time zone']) {
      const bench = await open(history(`${config}, hard_deletes: new_record`), ...orders)
      const at = (text: string): string => `cast('${text}' as ${type})`
      await bench.sql(
        'create schema shop',
        `create table shop.history as select id, status, 'x' as dbt_scd_id, ${at('2025-12-31')} as dbt_updated_at,
          ${at('2025-12-31')} as dbt_valid_from, ${at('2025-12-31')} as dbt_valid_to, 'False' as dbt_is_deleted from raw.orders`,
        'update shop.history set dbt_valid_to = null',
        pay,
        'delete from raw.orders where id = 2',
      )
      expect(await bench.succeed('2026-01-02 08:00')).toBe('1 changed, 1 gone')
      expect(await bench.succeed('2026-01-03 08:00')).toBe('nothing new')
      const query = `select id, status, dbt_valid_from = ${at('2026-01-02 08:00:00+00')} as now, dbt_valid_to = ${at('2026-01-02 08:00:00+00')} as ended
        from shop.history order by id, dbt_valid_from`
      expect(await bench.lines(query)).toEqual([
        '1 open false true',
        '1 paid true -',
        '2 open false true',
        '2 open true -',
      ])
    }
  })

  test('has the column names that the config gives, read as they would be without quotes', async () => {
    const names = (validTo: string): string =>
      `snapshot_meta_column_names: { dbt_scd_id: version_id, dbt_updated_at: Changed_At, dbt_valid_from: SINCE, dbt_valid_to: ${validTo}, dbt_is_deleted: gone }`
    const bench = await open(history(`${config}, hard_deletes: new_record, ${names('until')}`), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql('delete from raw.orders where id = 2')
    await bench.succeed('2026-01-03 08:00')
    const rows = `select id, version_id = md5(id || '|' || since) as made, cast(changed_at as varchar) as changed_at,
      cast(until as varchar) as until, gone from shop.history order by id, since`
    expect(await bench.lines(rows)).toEqual([
      '1 true 2026-01-02 08:00:00 - False',
      '2 true 2026-01-02 08:00:00 2026-01-03 08:00:00 False',
      '2 true 2026-01-03 08:00:00 - True',
    ])
    await bench.write(history(`${config}, ${names('ended')}`))
    expect((await bench.take('2026-01-04 08:00')).action).toContain('it has no column "ended"')
  })

  test('dbt_valid_to_current: current rows are valid until then', async () => {
    const until = (text: string): string =>
      `${config}, hard_deletes: new_record, dbt_valid_to_current: "${text}"`
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.write(history(until(`cast('9999-12-31' as date)`)))
    expect(await bench.succeed('2026-01-03 08:00')).toBe(
      'column "dbt_is_deleted" added, dbt_valid_to_current filled in',
    )
    await bench.sql(pay, 'delete from raw.orders where id = 2')
    expect(await bench.succeed('2026-01-04 08:00')).toBe('1 changed, 1 gone')
    expect(await bench.succeed('2026-01-05 08:00')).toBe('nothing new')
    const versions = [
      '1 open False 2026-01-02 08:00 → 2026-01-04 08:00',
      '1 paid False 2026-01-04 08:00 → 9999-12-31 00:00',
      '2 open False 2026-01-02 08:00 → 2026-01-04 08:00',
      '2 open True 2026-01-04 08:00 → 9999-12-31 00:00',
    ]
    expect(await bench.versions('id, status, dbt_is_deleted')).toEqual(versions)
    for (const other of [config, until(`timestamp '2099-12-31'`)]) {
      await bench.write(history(other))
      const { action } = await bench.take('2026-01-06 08:00')
      expect(action).toContain('current-rows-unclear: 2 rows of')
      expect(action).toContain('are valid until 9999-12-31 00:00:00')
    }
    expect(await bench.versions('id, status, dbt_is_deleted')).toEqual(versions)
  })

  test('a type that holds all old values takes the place of the old one, any other is refused', async () => {
    const bench = await open(
      history(config),
      'create table raw.orders (id integer, amount integer)',
      'insert into raw.orders values (1, 10)',
    )
    await bench.succeed('2026-01-02 08:00')
    if (engine === 'postgres')
      await bench.sql('create view shop.amounts as select id, amount from shop.history')
    await bench.sql(
      'alter table raw.orders alter column amount type bigint',
      'update raw.orders set amount = 3000000000',
    )
    expect(await bench.succeed('2026-01-03 08:00')).toMatch(/^1 changed, "amount" is bigint now$/iu)
    await bench.sql('alter table raw.orders alter column amount type varchar(20)')
    expect((await bench.take('2026-01-04 08:00')).reason).toContain('Cast the column to its old type')
    const readers = engine === 'postgres' ? 'shop.amounts' : 'shop.history'
    expect(await bench.lines(`select id, amount from ${readers} order by amount`)).toEqual([
      '1 10',
      '1 3000000000',
    ])
  })

  test('is left alone by rows that cannot be told apart, or that do not say when they changed', async () => {
    const bench = await open(
      history('strategy: timestamp, updated_at: seen, unique_key: [id, status]'),
      'create table raw.orders (id integer, status varchar(10), seen timestamp)',
      `insert into raw.orders values (1, null, '2026-01-01'), (1, null, '2026-01-02')`,
    )
    expect((await bench.take('2026-01-02 08:00')).action).toContain('1, NULL: 2 rows')
    expect(
      await bench.lines(
        `select count(*) as n from information_schema.tables where table_name = 'history' and table_schema = 'shop'`,
      ),
    ).toEqual(['0'])
    await bench.sql(`delete from raw.orders where seen = '2026-01-02'`)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(
      `insert into raw.orders values (2, 'a', '2026-01-02'), (2, 'a', '2026-01-02'), (1, 'b', '2026-01-02')`,
    )
    expect((await bench.take('2026-01-03 08:00')).action).toContain("2, 'a': 2 rows")
    await bench.sql(
      'delete from raw.orders where id = 2',
      `insert into raw.orders values (2, 'a', null), (3, 'a', null)`,
    )
    expect((await bench.take('2026-01-03 08:00')).action).toContain(
      '2 rows of the query of "history" have no value in "seen"',
    )
    expect(await bench.versions('id, status')).toEqual(['1 - 2026-01-01 00:00 → -'])
  })

  test('that holds several current rows for a key is refused once that matters', async () => {
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql('insert into shop.history select * from shop.history where id = 1')
    expect(await bench.succeed('2026-01-03 08:00')).toBe('nothing new')
    await bench.sql(pay)
    expect((await bench.take('2026-01-04 08:00')).action).toContain('several-current')
    await bench.write(history('strategy: check, check_cols: all, unique_key: [id, number]'))
    await bench.sql('alter table raw.orders add column number integer')
    expect((await bench.take('2026-01-05 08:00')).action).toContain(
      'has no "number", so its rows cannot be found',
    )
  })

  test('is as it was when anything fails', async () => {
    const bench = await open(history(`${config}, post_hook: "select * from shop.no_such_table"`), ...orders)
    expect((await bench.take('2026-01-02 08:00')).action).toContain('hook-failed')
    expect(
      await bench.lines(
        `select count(*) as n from information_schema.tables where table_name = 'history' and table_schema = 'shop'`,
      ),
    ).toEqual(['0'])
    await bench.write(history(config))
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(pay)
    await bench.write(history(`${config}, post_hook: "select * from shop.no_such_table"`))
    expect((await bench.take('2026-01-03 08:00')).action).toContain('hook-failed')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2026-01-02 08:00 → -',
      '2 open 2026-01-02 08:00 → -',
    ])
  })

  test('a query of its own, over an ephemeral model and a subquery; what mentions the snapshot comes behind it', async () => {
    const files = {
      ...history(config, `select * from (select * from {{ ref('cleaned') }}) as inner_orders where id > 0`),
      'models/cleaned.sql': `{{ config(materialized='ephemeral') }}select id, upper(status) as status from raw.orders`,
      'models/open_orders.sql': `select * from {{ ref('history') }} where dbt_valid_to is null`,
    }
    const bench = await open(files, ...orders)
    expect(await bench.succeed('2026-01-02 08:00', { only: ['open_orders', 'history'] })).toBe(
      'it does not exist yet',
    )
    await bench.sql(pay, 'insert into raw.orders values (-1, null)')
    expect(await bench.succeed('2026-01-03 08:00')).toBe('1 changed')
    expect(await bench.lines('select id, status from shop.open_orders order by id')).toEqual([
      '1 PAID',
      '2 OPEN',
    ])
  })

  test.runIf(engine === 'postgres')(
    'two runs at once: the second waits and sees what the first has added',
    async () => {
      const bench = await open(history(config), ...orders)
      await bench.succeed('2026-01-02 08:00')
      await bench.sql(pay)
      const adapter = await bench.warehouse.another('xform snapshot')
      const both = await Promise.all([
        bench.take('2026-01-03 08:00'),
        bench.take('2026-01-03 08:00', { adapter }),
      ])
      expect(both.map(({ reason }) => reason).toSorted()).toEqual(['1 changed', 'nothing new'])
      expect(await bench.lines('select count(*) as n from shop.history')).toEqual(['3'])
    },
  )
})
