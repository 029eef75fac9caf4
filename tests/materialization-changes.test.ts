import { describe, expect, test } from 'vitest'
import { quickBench, engines } from './support/engines.ts'

const ways = ['view', 'table', 'incremental', 'ephemeral'] as const

/** The relation's rows by way of a model that reads it, so that an ephemeral one can be looked at too. */
const reader = "select id, note from {{ ref('orders') }}"

function orders(materialized: string, note: string): string {
  return `{{ config(materialized='${materialized}', unique_key='id') }}\nselect 1 as id, '${note}' as note`
}

describe.each(engines)('on %s', (engine) => {
  describe.each(ways)('a model that was a %s', (before) => {
    test.each(ways)('becomes a %s without manual steps, and stays right when run again', async (after) => {
      const bench = await quickBench(engine, {
        'models/orders.sql': orders(before, 'before'),
        'models/orders_read.sql': `{{ config(materialized='table') }}\n${reader}`,
      })
      await bench.succeed('run')
      bench.folder.write({ 'models/orders.sql': orders(after, 'after') })
      await bench.succeed('run')
      expect(await bench.sql('select * from shop.orders_read')).toEqual([{ id: '1', note: 'after' }])
      await bench.succeed('run')
      expect(await bench.sql('select * from shop.orders_read')).toEqual([{ id: '1', note: 'after' }])
    })
  })

  test('what stands after a change is what the model says', async () => {
    const bench = await quickBench(engine, { 'models/orders.sql': orders('view', 'one') })
    const kind = async (): Promise<string | null | undefined> => {
      const rows = await bench.sql(
        "select table_type from information_schema.tables where table_schema = 'shop' and table_name = 'orders'",
      )
      return rows[0]?.['table_type']
    }
    await bench.succeed('run')
    expect(await kind()).toBe('VIEW')
    bench.folder.write({ 'models/orders.sql': orders('table', 'two') })
    await bench.succeed('run')
    expect(await kind()).toBe('BASE TABLE')
    bench.folder.write({ 'models/orders.sql': orders('view', 'three') })
    await bench.succeed('run')
    expect(await kind()).toBe('VIEW')
  })

  test('nothing but the models and the bookkeeping is left in the database', async () => {
    const bench = await quickBench(engine, { 'models/orders.sql': orders('table', 'one') })
    for (const way of ['table', 'view', 'incremental', 'incremental', 'table']) {
      bench.folder.write({ 'models/orders.sql': orders(way, way) })
      await bench.succeed('run')
    }
    const found = await bench.sql(
      `select table_schema, table_name from information_schema.tables
       where table_schema not in ('information_schema', 'pg_catalog', '_xform') order by 1, 2`,
    )
    expect(found).toEqual([{ table_schema: 'shop', table_name: 'orders' }])
  })
})
