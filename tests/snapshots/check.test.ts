import { describe, expect, test } from 'vitest'
import { engines } from '../support/engines.ts'
import { history, openHistories } from './bench.ts'

const config = (columns: string, more = ''): string =>
  `strategy: check, check_cols: ${columns}, unique_key: id${more}`

const orders = [
  'create table raw.orders (id integer, status varchar(20), city varchar(20), seen timestamp)',
  `insert into raw.orders values (1, 'open', 'Bern', '2026-01-01 10:00'), (2, 'open', null, '2026-01-01 11:00')`,
]

describe.each(engines)('the strategy check on %s', (engine) => {
  const open = openHistories(engine)

  test('check_cols names some columns: of the others no change is seen', async () => {
    const bench = await open(history(config('[status, seen]')), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(`update raw.orders set city = 'Basel'`)
    expect(await bench.succeed('2026-01-03 08:00')).toBe('nothing new')
    await bench.sql(`update raw.orders set status = 'paid' where id = 1`)
    expect(await bench.succeed('2026-01-04 08:00')).toBe('1 changed')
    await bench.sql(`update raw.orders set seen = '2026-01-04 09:00' where id = 2`)
    expect(await bench.succeed('2026-01-05 08:00')).toBe('1 changed')
    expect(await bench.versions('id, status, city')).toEqual([
      '1 open Bern 2026-01-02 08:00 → 2026-01-04 08:00',
      '1 paid Basel 2026-01-04 08:00 → -',
      '2 open Basel 2026-01-05 08:00 → -',
      '2 open - 2026-01-02 08:00 → 2026-01-05 08:00',
    ])
  })

  test('check_cols: all compares everything, and a NULL that becomes a value, or the reverse, is a change', async () => {
    const bench = await open(history(config('all')), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(
      `update raw.orders set city = 'Basel' where id = 2`,
      'update raw.orders set status = null where id = 1',
    )
    expect(await bench.succeed('2026-01-03 08:00')).toBe('2 changed')
    expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new')
    expect(await bench.versions('id, status, city')).toEqual([
      '1 open Bern 2026-01-02 08:00 → 2026-01-03 08:00',
      '1 - Bern 2026-01-03 08:00 → -',
      '2 open Basel 2026-01-03 08:00 → -',
      '2 open - 2026-01-02 08:00 → 2026-01-03 08:00',
    ])
  })

  test('what changes and changes back is three versions', async () => {
    const bench = await open(history(config('all', ', hard_deletes: invalidate')), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(`update raw.orders set status = 'paid' where id = 1`)
    await bench.succeed('2026-01-03 08:00')
    await bench.sql(
      `update raw.orders set status = 'open' where id = 1`,
      'delete from raw.orders where id = 2',
    )
    await bench.succeed('2026-01-04 08:00')
    await bench.sql(`insert into raw.orders values (2, 'open', null, '2026-01-01 11:00')`)
    await bench.succeed('2026-01-05 08:00')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2026-01-02 08:00 → 2026-01-03 08:00',
      '1 open 2026-01-04 08:00 → -',
      '1 paid 2026-01-03 08:00 → 2026-01-04 08:00',
      '2 open 2026-01-02 08:00 → 2026-01-04 08:00',
      '2 open 2026-01-05 08:00 → -',
    ])
    expect(await bench.lines('select count(distinct dbt_scd_id) from shop.history')).toEqual(['5'])
  })

  test('two runs at one moment, or one with a clock that is behind, leave no version that ends before it began', async () => {
    const bench = await open(history(config('all', ', hard_deletes: new_record')), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(`update raw.orders set status = 'paid' where id = 1`)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(
      `update raw.orders set status = 'sent' where id = 1`,
      'delete from raw.orders where id = 2',
    )
    await bench.succeed('2026-01-02 07:00')
    expect(await bench.versions('id, status, dbt_is_deleted')).toEqual([
      '1 open False 2026-01-02 08:00 → 2026-01-02 08:00.000001',
      '1 paid False 2026-01-02 08:00.000001 → 2026-01-02 08:00.000002',
      '1 sent False 2026-01-02 08:00.000002 → -',
      '2 open False 2026-01-02 08:00 → 2026-01-02 08:00.000001',
      '2 open True 2026-01-02 08:00.000001 → -',
    ])
  })

  test('with updated_at a version begins when the row says it, and with the run where the row says nothing new', async () => {
    const bench = await open(history(config('[status]', ', updated_at: seen')), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(
      `update raw.orders set status = 'paid', seen = '2026-01-02 09:00' where id = 1`,
      `update raw.orders set status = 'paid' where id = 2`,
    )
    await bench.succeed('2026-01-03 08:00')
    expect(await bench.versions('id, status')).toEqual([
      '1 open 2026-01-01 10:00 → 2026-01-02 09:00',
      '1 paid 2026-01-02 09:00 → -',
      '2 open 2026-01-01 11:00 → 2026-01-03 08:00',
      '2 paid 2026-01-03 08:00 → -',
    ])
    await bench.sql(`update raw.orders set seen = '2026-01-03 09:00'`)
    expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new')
  })

  test('check_cols: all and a new column: rows that have something in it have changed', async () => {
    const bench = await open(history(config('all', ', hard_deletes: new_record')), ...orders)
    await bench.sql(`insert into raw.orders values (3, 'open', 'Bern', '2026-01-01 12:00')`)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(
      'alter table raw.orders add column amount integer',
      'update raw.orders set amount = 7 where id = 1',
      'delete from raw.orders where id = 3',
    )
    expect(await bench.succeed('2026-01-03 08:00')).toBe('1 changed, 1 gone, column "amount" added')
    expect(await bench.versions('id, amount, dbt_is_deleted')).toEqual([
      '1 7 False 2026-01-03 08:00 → -',
      '1 - False 2026-01-02 08:00 → 2026-01-03 08:00',
      '2 - False 2026-01-02 08:00 → -',
      '3 - False 2026-01-02 08:00 → 2026-01-03 08:00',
      '3 - True 2026-01-03 08:00 → -',
    ])
  })

  test('a new column that is not compared is taken with the next version', async () => {
    const bench = await open(history(config('[status]')), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql('alter table raw.orders add column amount integer default 5')
    expect(await bench.succeed('2026-01-03 08:00')).toBe('column "amount" added')
    await bench.sql(
      `update raw.orders set status = 'paid' where id = 1`,
      'alter table raw.orders drop column city',
    )
    expect(await bench.succeed('2026-01-04 08:00')).toBe('1 changed')
    expect(await bench.versions('id, amount, city')).toEqual([
      '1 5 - 2026-01-04 08:00 → -',
      '1 - Bern 2026-01-02 08:00 → 2026-01-04 08:00',
      '2 - - 2026-01-02 08:00 → -',
    ])
  })

  test('columns that cannot be compared are compared as texts', async () => {
    const bench = await open(
      history(config('[details]')),
      'create table raw.orders (id integer, details json)',
      `insert into raw.orders values (1, '{"a": 1}'), (2, null)`,
    )
    await bench.succeed('2026-01-02 08:00')
    expect(await bench.succeed('2026-01-03 08:00')).toBe('nothing new')
    await bench.sql(`update raw.orders set details = '{"a": 2}'`)
    expect(await bench.succeed('2026-01-04 08:00')).toBe('2 changed')
  })

  test('a table can be taken over by other columns, and by the other strategy, and back', async () => {
    const bench = await open(history(config('[status]')), ...orders)
    await bench.succeed('2026-01-02 08:00')
    await bench.sql(`update raw.orders set city = 'Basel' where id = 1`)
    await bench.write(history(config('[city]')))
    expect(await bench.succeed('2026-01-03 08:00')).toBe('1 changed')
    await bench.write(history('strategy: timestamp, updated_at: seen, unique_key: id'))
    expect(await bench.succeed('2026-01-04 08:00')).toBe('nothing new')
    await bench.sql(`update raw.orders set status = 'paid', seen = '2026-01-04 09:00' where id = 2`)
    expect(await bench.succeed('2026-01-05 08:00')).toBe('1 changed')
    await bench.write(history(config('all')))
    expect(await bench.succeed('2026-01-06 08:00')).toBe('nothing new')
    expect(await bench.versions('id, status, city')).toEqual([
      '1 open Basel 2026-01-03 08:00 → -',
      '1 open Bern 2026-01-02 08:00 → 2026-01-03 08:00',
      '2 open - 2026-01-02 08:00 → 2026-01-04 09:00',
      '2 paid - 2026-01-04 09:00 → -',
    ])
  })

  test('several keys, an expression as key, and NULL in a key: each tells rows apart', async () => {
    const lines = [
      'create table raw.orders (id integer, line varchar(5), amount integer)',
      `insert into raw.orders values (1, 'a', 10), (1, 'b', 20), (1, null, 30), (null, 'a', 40), (null, null, 50)`,
    ]
    const rest = 'strategy: check, check_cols: [amount], hard_deletes: invalidate'
    for (const key of ['[id, line]', `"coalesce(cast(id as varchar(5)), '-') || coalesce(line, '-')"`]) {
      const bench = await open(history(`${rest}, unique_key: ${key}`), ...lines)
      await bench.succeed('2026-01-02 08:00')
      expect(await bench.succeed('2026-01-03 08:00')).toBe('nothing new')
      await bench.sql(
        'update raw.orders set amount = amount + 1 where line is null',
        `delete from raw.orders where line = 'b'`,
      )
      expect(await bench.succeed('2026-01-04 08:00')).toBe('2 changed, 1 gone')
      expect(await bench.versions('id, line, amount')).toEqual([
        '1 a 10 2026-01-02 08:00 → -',
        '1 b 20 2026-01-02 08:00 → 2026-01-04 08:00',
        '1 - 30 2026-01-02 08:00 → 2026-01-04 08:00',
        '1 - 31 2026-01-04 08:00 → -',
        '- a 40 2026-01-02 08:00 → -',
        '- - 50 2026-01-02 08:00 → 2026-01-04 08:00',
        '- - 51 2026-01-04 08:00 → -',
      ])
      expect(await bench.lines('select count(distinct dbt_scd_id) from shop.history')).toEqual(['7'])
    }
  })
})
