import { describe, expect, test } from 'vitest'
import { duckdbDialect } from '../../adapters/duckdb/dialect.ts'
import { postgresDialect } from '../../adapters/postgres/dialect.ts'
import type { Sql } from '../template/sql.ts'
import { commonTableName, nameMentions, withCommonTables } from './ephemeral.ts'

const sql = (text: string): Sql => ({ text, segments: [] })
const orders = commonTableName('orders', duckdbDialect)

describe('a mention of an ephemeral model', () => {
  test.each([
    [`select orders.id from ${orders}`, `select orders.id from ${orders} as "orders"`],
    [`select * from ${orders} where id = 1`, `select * from ${orders} as "orders" where id = 1`],
    [`select * from ${orders} join x on true`, `select * from ${orders} as "orders" join x on true`],
    [
      `select * from (select * from ${orders}) as t`,
      `select * from (select * from ${orders} as "orders") as t`,
    ],
    [
      `select ${orders}.id from ${orders} where ${orders}.id > 1`,
      `select "orders".id from ${orders} as "orders" where "orders".id > 1`,
    ],
    [`select * from a, ${orders}, b`, `select * from a, ${orders} as "orders", b`],
    [`select * from a join ${orders} using (id)`, `select * from a join ${orders} as "orders" using (id)`],
    [
      `select * from ${orders} -- the lot\nwhere id = 1`,
      `select * from ${orders} as "orders" -- the lot\nwhere id = 1`,
    ],
  ])('without an alias gets its own name: %s', (before, after) => {
    expect(
      nameMentions(
        sql(before),
        [{ mention: commonTableName('orders', duckdbDialect), name: 'orders' }],
        duckdbDialect,
      ).text,
    ).toBe(after)
  })

  test.each([
    `select o.id from ${orders} o`,
    `select o.id from ${orders} as o`,
    `select o.id from ${orders} "o"`,
    `select o.id from ${orders}\n-- named\no where o.id = 1`,
    `select ${orders}.id from x`,
  ])('with an alias keeps it: %s', (text) => {
    expect(
      nameMentions(
        sql(text),
        [{ mention: commonTableName('orders', duckdbDialect), name: 'orders' }],
        duckdbDialect,
      ).text,
    ).toBe(text)
  })
})

describe('common tables in front of a query', () => {
  const table = { name: '"__xform__orders"', query: sql('select 1 as id') }
  test('that has none', () => {
    expect(withCommonTables(sql('select 2'), [table]).text).toBe(
      'with "__xform__orders" as (\nselect 1 as id\n)\nselect 2',
    )
  })

  test('that has its own', () => {
    expect(withCommonTables(sql('with x as (select 2) select * from x'), [table]).text).toBe(
      'with "__xform__orders" as (\nselect 1 as id\n), x as (select 2) select * from x',
    )
  })

  test('that is recursive', () => {
    expect(withCommonTables(sql('with recursive x as (select 2) select * from x'), [table]).text).toBe(
      'with recursive "__xform__orders" as (\nselect 1 as id\n), x as (select 2) select * from x',
    )
  })

  test('keep every place in the author’s files', () => {
    const at = { path: 'models/x.sql', line: 3, column: 1, endLine: 3, endColumn: 21 }
    const query: Sql = {
      text: 'with x as (select 2) select nope',
      segments: [{ start: 0, end: 32, at: { ...at, endColumn: 33 }, copied: true }],
    }
    const whole = withCommonTables(query, [table])
    const tail = whole.segments.at(-1)
    expect(whole.text.slice(tail?.start, tail?.end)).toBe(' x as (select 2) select nope')
    expect(tail?.at).toEqual({ path: 'models/x.sql', line: 3, column: 5, endLine: 3, endColumn: 33 })
  })
})

test('a long name is cut to what the database can hold, and stays its own', () => {
  const a = commonTableName(`${'a'.repeat(60)}_one`, postgresDialect)
  const b = commonTableName(`${'a'.repeat(60)}_two`, postgresDialect)
  expect(Buffer.byteLength(a) - 2).toBeLessThanOrEqual(63)
  expect(a).not.toBe(b)
})
