// A run with --empty adds no rows to what grows, and takes none away from the next run.
import { describe, expect, test } from 'vitest'
import { engines, quickBench } from './support/engines.ts'

const files = {
  'models/sources.yml':
    'sources:\n  - name: raw\n    schema: shop\n    tables: [{ name: events, cursor: { column: line, order: trusted } }, { name: clicks, files: clicks/*.csv }]\n',
  'models/payments.sql':
    "{{ config(materialized='flow') }}\nselect line, account, amount from {{ source('raw', 'events') }}\n",
  'clicks/first.csv': 'page\nhome\n',
  'models/page_clicks.sql':
    "{{ config(materialized='flow') }}\nselect page from {{ source('raw', 'clicks') }}\n",
  'models/balances.sql':
    "{{ config(materialized='state', key='account') }}\nselect account, sum(amount) as balance from {{ ref('payments') }} group by account\n",
  'models/balance_changes.sql':
    "{{ config(materialized='changes', key='account') }}\nselect account, balance from {{ ref('balances') }}\n",
}

const counts = `select
  (select count(*) from shop.payments) as payments,
  (select count(*) from shop.page_clicks) as clicks,
  (select sum(balance) from shop.balances) as balance,
  (select count(*) from shop.balance_changes) as changes`

describe.each(engines)('on %s', (engine) => {
  test('neither the first run with --empty nor a later one loses rows', async () => {
    const bench = await quickBench(engine, files)
    const run = async (...words: readonly string[]): Promise<void> => {
      expect(await bench.xform('run', ...words)).toMatchObject({ code: 0 })
    }
    await bench.sql(
      "create schema if not exists shop; create table shop.events as select 1 as line, 'Ada' as account, 5 as amount",
    )
    await run('--empty')
    expect(await bench.sql(counts)).toEqual([{ payments: '0', clicks: '0', balance: null, changes: '0' }])
    await run()
    expect(await bench.sql(counts)).toEqual([{ payments: '1', clicks: '1', balance: '5', changes: '1' }])
    await bench.sql("insert into shop.events values (2, 'Ada', 7)")
    bench.folder.write({ 'clicks/second.csv': 'page\nabout\n' })
    await run('--empty')
    expect(await bench.sql(counts)).toEqual([{ payments: '1', clicks: '1', balance: '5', changes: '1' }])
    await run()
    expect(await bench.sql(counts)).toEqual([{ payments: '2', clicks: '2', balance: '12', changes: '3' }])
  })
})
