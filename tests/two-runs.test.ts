import { describe, expect, test } from 'vitest'
import { engines, workbench } from './support/engines.ts'

const project = {
  'models/orders.sql':
    "{{ config(materialized='table') }}\nselect g as id from generate_series(1, 1000) as s(g)",
  'models/kept.sql': `{{ config(materialized='incremental', unique_key='id') }}
select id from {{ ref('orders') }} {{#if incremental}}where id > (select max(id) - 10 from {{ this }}){{/if}}`,
  'models/summed.sql':
    "{{ config(materialized='table') }}\nselect count(*) as orders, sum(id) as total from {{ ref('kept') }}",
  'models/seen.sql': "select * from {{ ref('summed') }}",
}

describe.each(engines)('on %s', (engine) => {
  test('two first runs started at once leave the right rows', async () => {
    const bench = await workbench(engine, project)
    const ends = await Promise.all([bench.xform('run'), bench.xform('run')])
    expect(
      ends.map(({ code, stdout, stderr }) => ({ code, text: code === 0 ? '' : stdout + stderr })),
    ).toEqual([
      { code: 0, text: '' },
      { code: 0, text: '' },
    ])
    expect(await bench.sql('select orders, total from shop.seen')).toEqual([
      { orders: '1000', total: '500500' },
    ])
  })

  test('four later runs at once leave the right rows and no leftovers', async () => {
    const bench = await workbench(engine, project)
    await bench.succeed('run')
    const ends = await Promise.all([
      bench.xform('run'),
      bench.xform('run'),
      bench.xform('run'),
      bench.xform('run'),
    ])
    expect(ends.map(({ code }) => code)).toEqual([0, 0, 0, 0])
    expect(await bench.sql('select orders, total from shop.seen')).toEqual([
      { orders: '1000', total: '500500' },
    ])
    const tables = await bench.sql(
      "select table_name from information_schema.tables where table_schema = 'shop' order by 1",
    )
    expect(tables.map(({ table_name }) => table_name)).toEqual(['kept', 'orders', 'seen', 'summed'])
  })
})
