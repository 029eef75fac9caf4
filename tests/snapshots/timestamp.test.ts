import { describe, expect, test } from 'vitest'
import { engines } from '../support/engines.ts'
import { history, openHistories } from './bench.ts'

const config = 'strategy: timestamp, updated_at: updated_at, unique_key: id'

const orders = [
  'create table raw.orders (id integer, status varchar(20), updated_at timestamp)',
  `insert into raw.orders values (1, 'open', '2026-01-01 10:00'), (2, 'open', '2026-01-01 11:00')`,
]

const update = (id: number, status: string, at: string): string =>
  `update raw.orders set status = '${status}', updated_at = '${at}' where id = ${id}`

describe.each(engines)('the strategy timestamp on %s', (engine) => {
  const open = openHistories(engine)

  test('the first time, every row is a version that is current', async () => {
    const bench = await open(history(config), ...orders)
    expect(await bench.succeed('2026-01-02 08:00')).toBe('it does not exist yet')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2026-01-01 10:00 → -',
      '2 open 2026-01-01 11:00 → -',
    ])
    const ids = `select dbt_scd_id = md5(id || '|' || updated_at) as id, dbt_updated_at = updated_at as at from shop.history`
    expect(await bench.lines(ids)).toEqual(['true true', 'true true'])
  })

  test('updated rows end their version and begin another, new rows begin one, and the rest stays as it is', async () => {
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(
      update(1, 'paid', '2026-01-02 09:30'),
      `insert into raw.orders values (3, 'open', '2026-01-02 09:00')`,
    )
    expect(await bench.succeed('2026-01-03 08:00')).toBe('1 new, 1 changed')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2026-01-01 10:00 → 2026-01-02 09:30',
      '1 paid 2026-01-02 09:30 → -',
      '2 open 2026-01-01 11:00 → -',
      '3 open 2026-01-02 09:00 → -',
    ])
    expect(await bench.lines('select count(distinct dbt_scd_id) from shop.history')).toEqual(['4'])
  })

  test('taken twice of the same rows, nothing is written and nothing remembered', async () => {
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    expect(await bench.take('2026-01-03 08:00')).toEqual({ action: 'nothing', reason: 'nothing new' })
    expect(await bench.lines('select count(*) from shop.history')).toEqual(['2'])
  })

  test('a row counts as changed only when its time is newer, whatever else is different', async () => {
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(update(1, 'paid', '2026-01-01 10:00'), update(2, 'paid', '2025-12-31 10:00'))
    expect(await bench.succeed('2026-01-03 08:00')).toBe('nothing new')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2026-01-01 10:00 → -',
      '2 open 2026-01-01 11:00 → -',
    ])
  })

  test('a change that arrives late counts from its own time on', async () => {
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(update(1, 'paid', '2026-01-01 10:05'))
    await bench.succeed('2026-02-01 08:00')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2026-01-01 10:00 → 2026-01-01 10:05',
      '1 paid 2026-01-01 10:05 → -',
      '2 open 2026-01-01 11:00 → -',
    ])
  })

  test('rows that are gone stay current unless the config says otherwise', async () => {
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql('delete from raw.orders where id = 2')
    expect(await bench.succeed('2026-01-03 08:00')).toBe('nothing new')
    expect(await bench.versions('id')).toEqual(['1 2026-01-01 10:00 → -', '2 2026-01-01 11:00 → -'])
  })

  test.each(['hard_deletes: invalidate', 'invalidate_hard_deletes: true'])(
    '%s: rows that are gone end with the run, and begin again when they come back',
    async (setting) => {
      const bench = await open(history(`${config}, ${setting}`), ...orders)
      await bench.succeed('2026-01-02 08:00')
      await bench.sql('delete from raw.orders')
      expect(await bench.succeed('2026-01-03 08:00')).toBe('2 gone')
      expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new')
      await bench.sql(`insert into raw.orders values (1, 'again', '2026-01-04 12:00')`)
      expect(await bench.succeed('2026-01-05 08:00')).toBe('1 new')
      expect(await bench.versions('id, status')).toEqual([
        '1 again 2026-01-04 12:00 → -',
        '1 open 2026-01-01 10:00 → 2026-01-03 08:00',
        '2 open 2026-01-01 11:00 → 2026-01-03 08:00',
      ])
    },
  )

  test('a row that comes back as it was begins with the run: it was not there in between', async () => {
    const bench = await open(history(`${config}, hard_deletes: invalidate`), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql('delete from raw.orders where id = 1')
    await bench.succeed('2026-01-03 08:00')
    await bench.sql(`insert into raw.orders values (1, 'open', '2026-01-01 10:00')`)
    await bench.succeed('2026-01-04 08:00')
    expect(await bench.succeed('2026-01-05 08:00')).toBe('nothing new')
    await bench.sql(update(1, 'paid', '2026-01-03 23:00'))
    await bench.succeed('2026-01-06 08:00')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2026-01-01 10:00 → 2026-01-03 08:00',
      '1 open 2026-01-04 08:00 → 2026-01-06 08:00',
      '1 paid 2026-01-06 08:00 → -',
      '2 open 2026-01-01 11:00 → -',
    ])
    expect(await bench.lines('select count(distinct dbt_scd_id) from shop.history')).toEqual(['4'])
  })

  test('hard_deletes: new_record: a row says that there is none, until it comes back', async () => {
    const bench = await open(history(`${config}, hard_deletes: new_record`), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql('delete from raw.orders where id = 1')
    expect(await bench.succeed('2026-01-03 08:00')).toBe('1 gone')
    expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new')
    await bench.sql(`insert into raw.orders values (1, 'again', '2026-01-04 12:00')`)
    expect(await bench.succeed('2026-01-05 08:00')).toBe('1 changed')
    await bench.sql('delete from raw.orders where id = 1')
    await bench.succeed('2026-01-06 08:00')
    expect(await bench.succeed('2026-01-07 08:00')).toBe('nothing new')
    await bench.sql(`insert into raw.orders values (1, 'as it was', '2026-01-04 12:00')`)
    await bench.succeed('2026-01-08 08:00')
    expect(await bench.versions('id, dbt_is_deleted, status')).toEqual([
      '1 False again 2026-01-04 12:00 → 2026-01-06 08:00',
      '1 False as it was 2026-01-08 08:00 → -',
      '1 False open 2026-01-01 10:00 → 2026-01-03 08:00',
      '1 True again 2026-01-06 08:00 → 2026-01-08 08:00',
      '1 True open 2026-01-03 08:00 → 2026-01-04 12:00',
      '2 False open 2026-01-01 11:00 → -',
    ])
    expect(await bench.lines('select count(distinct dbt_scd_id) from shop.history')).toEqual(['6'])
  })

  test('a row of the future that is gone never ends before it began', async () => {
    const bench = await open(history(`${config}, hard_deletes: new_record`), ...orders)
    await bench.sql(update(1, 'open', '2200-01-01 12:00'), 'delete from raw.orders where id = 2')
    await bench.succeed('2026-01-02 08:00')
    await bench.sql('delete from raw.orders')
    await bench.succeed('2026-01-03 08:00')
    expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new')
    expect(await bench.versions('dbt_is_deleted')).toEqual([
      'False 2200-01-01 12:00 → 2200-01-01 12:00.000001',
      'True 2200-01-01 12:00.000001 → -',
    ])
  })

  test('changing to new_record later: what stands says that it is not deleted', async () => {
    const bench = await open(history(config), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql('delete from raw.orders where id = 1')
    await bench.write(history(`${config}, hard_deletes: new_record`))
    expect(await bench.succeed('2026-01-03 08:00')).toBe('1 gone, column "dbt_is_deleted" added')
    await bench.write(history(config))
    expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new')
    await bench.sql(`insert into raw.orders values (1, 'again', '2026-01-04 12:00')`)
    await bench.succeed('2026-01-05 08:00')
    expect(await bench.versions('id, dbt_is_deleted')).toEqual([
      '1 False 2026-01-01 10:00 → 2026-01-03 08:00',
      '1 False 2026-01-04 12:00 → -',
      '1 True 2026-01-03 08:00 → 2026-01-04 12:00',
      '2 False 2026-01-01 11:00 → -',
    ])
  })

  test('new columns are added, NULL in old versions; columns that are gone stay, NULL in new ones', async () => {
    const bench = await open(history(`${config}, hard_deletes: new_record`), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(
      'alter table raw.orders add column city varchar(10)',
      'alter table raw.orders drop column status',
      `update raw.orders set city = 'Bern', updated_at = '2026-01-02 10:00' where id = 1`,
      'delete from raw.orders where id = 2',
    )
    expect(await bench.succeed('2026-01-03 08:00')).toBe('1 changed, 1 gone, column "city" added')
    expect(await bench.versions('id, status, city, dbt_is_deleted')).toEqual([
      '1 open - False 2026-01-01 10:00 → 2026-01-02 10:00',
      '1 - Bern False 2026-01-02 10:00 → -',
      '2 open - False 2026-01-01 11:00 → 2026-01-03 08:00',
      '2 open - True 2026-01-03 08:00 → -',
    ])
    expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new')
  })

  test('times with a zone are instants, whatever the time zone of a session is', async () => {
    const bench = await open(
      history(`${config}, hard_deletes: new_record, dbt_valid_to_current: "date '9999-12-31'"`),
      'create table raw.orders (id integer, updated_at timestamp with time zone)',
      `insert into raw.orders values (1, '2026-01-01 10:00:00+00'), (2, '2026-01-01 10:00:00-05')`,
    )
    const inZone = (zone: string): Promise<unknown> =>
      bench.sql(
        engine === 'duckdb' ? `set timezone = '${zone}'` : `select set_config('timezone', '${zone}', false)`,
      )
    await inZone('America/New_York')
    await bench.succeed('2026-01-02 08:00')
    await inZone('Asia/Tokyo')
    expect(await bench.succeed('2026-01-03 08:00')).toBe('nothing new')
    await bench.sql('delete from raw.orders where id = 2')
    await bench.succeed('2026-01-04 08:00')
    await inZone('UTC')
    const at = (column: string): string => `cast(${column} at time zone 'UTC' as varchar)`
    const query = `select id, ${at('dbt_valid_from')} as a, ${at('dbt_valid_to')} as b, dbt_scd_id = md5(id || '|' || ${at('dbt_valid_from')}) as c
      from shop.history order by id, dbt_valid_from`
    expect(await bench.lines(query)).toEqual([
      '1 2026-01-01 10:00:00 9999-12-31 00:00:00 true',
      '2 2026-01-01 15:00:00 2026-01-04 08:00:00 true',
      '2 2026-01-04 08:00:00 9999-12-31 00:00:00 true',
    ])
  })

  test('a date in updated_at is its midnight', async () => {
    const bench = await open(
      history(`${config}, hard_deletes: invalidate`),
      'create table raw.orders (id integer, updated_at date)',
      `insert into raw.orders values (1, '2026-01-01'), (2, '2026-01-01')`,
    )
    await bench.succeed('2026-01-01 08:00')
    await bench.sql(
      `update raw.orders set updated_at = '2026-01-02' where id = 1`,
      'delete from raw.orders where id = 2',
    )
    await bench.succeed('2026-01-01 09:00')
    expect(await bench.versions('id')).toEqual([
      '1 2026-01-01 00:00 → 2026-01-02 00:00',
      '1 2026-01-02 00:00 → -',
      '2 2026-01-01 00:00 → 2026-01-01 09:00',
    ])
  })
})
