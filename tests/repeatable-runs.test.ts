import { describe, expect, test } from 'vitest'
import { engines, quickBench, workbench } from './support/engines.ts'

const project = {
  'seeds/payments.csv':
    'payment_id,customer,amount,paid_at\n1,Ada,12.50,2026-01-05\n2,Grace,34.00,2026-01-17\n3,Ada,9.90,2026-02-02\n',
  'models/stg_payments.sql': "select payment_id, customer, amount, paid_at from {{ ref('payments') }}",
  'models/named.sql':
    "{{ config(materialized='ephemeral') }}\nselect *, upper(customer) as name from {{ ref('stg_payments') }}",
  'models/revenue.sql':
    "{{ config(materialized='table') }}\nselect name, sum(amount) as revenue from {{ ref('named') }} group by name",
  'models/history.sql': `{{ config(materialized='incremental', unique_key='payment_id') }}
select payment_id, amount from {{ ref('stg_payments') }}
{{#if incremental}}where paid_at > (select max(paid_at) from {{ ref('stg_payments') }}){{/if}}`,
}

describe.each(engines)('on %s', (engine) => {
  test('two runs in a row leave the same rows', async () => {
    const bench = await quickBench(engine, project)
    await bench.succeed('seed')
    await bench.succeed('run')
    const rows = async (): Promise<unknown> => [
      await bench.sql('select name, cast(revenue as decimal(18, 2)) as revenue from shop.revenue order by 1'),
      await bench.sql('select payment_id from shop.history order by 1'),
    ]
    const first = await rows()
    expect(first).toEqual([
      [
        { name: 'ADA', revenue: '22.40' },
        { name: 'GRACE', revenue: '34.00' },
      ],
      [{ payment_id: '1' }, { payment_id: '2' }, { payment_id: '3' }],
    ])
    await bench.succeed('seed')
    await bench.succeed('run')
    expect(await rows()).toEqual(first)
  })

  test('each run is remembered with what it built', async () => {
    const bench = await workbench(engine, project)
    await bench.succeed('seed')
    await bench.succeed('run')
    expect(await bench.sql('select command, status from _xform.runs order by started_at')).toEqual([
      { command: 'seed', status: 'success' },
      { command: 'run', status: 'success' },
    ])
    expect(
      await bench.sql('select node_id, action, rows from _xform.results where action is not null order by 1'),
    ).toMatchObject([
      { node_id: 'model.shop.history', action: 'create', rows: '3' },
      { node_id: 'model.shop.revenue', action: 'create', rows: '2' },
      { node_id: 'model.shop.stg_payments', action: 'create' },
      { node_id: 'seed.shop.payments', action: 'create', rows: '3' },
    ])
  })
})
