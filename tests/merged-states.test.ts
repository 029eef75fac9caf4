import { describe, expect, test } from 'vitest'
import { engines, quickBench } from './support/engines.ts'

const files = {
  'models/sources.yml':
    'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }] }]\n',
  'models/flow.sql':
    "{{ config(materialized='flow') }}\nselect seq, account, region, amount from {{ source('raw', 'events') }}\n",
  'models/sums.sql':
    "{{ config(materialized='state', key=['account', 'region']) }}\nselect account, region, sum(amount) as total, count(*) as events, min(amount) as least, max(amount) as most from {{ ref('flow') }} group by account, region\n",
}

/** Keys with a null in either part, in both, and in none. */
const events = (from: number, to: number): string =>
  `select i as seq, case when i % 5 = 0 then null else i % 50 end as account, case when i % 3 = 0 then null else 'r' || (i % 4) end as region, i % 97 as amount from generate_series(${from}, ${to}) as series(i)`

const columns = 'account, region, total, events, least, most'
const query =
  'select account, region, sum(amount) as total, count(*) as events, min(amount) as least, max(amount) as most from shop.flow group by account, region'

describe.each(engines)('on %s', (engine) => {
  test('the sums of new rows are added to those that stand, keys with a null in them included', async () => {
    const bench = await quickBench(engine, files)
    await bench.sql(`create schema raw; create table raw.events as ${events(1, 12_000)}`)
    await bench.succeed('run')
    await bench.sql(`insert into raw.events ${events(12_001, 12_400)}`)
    const { stdout } = await bench.succeed('run')
    expect(stdout).toContain('sums of 125 keys added')
    const [differences] = await bench.sql(
      `select count(*) as n from ((select ${columns} from shop.sums except all ${query}) union all (${query} except all select ${columns} from shop.sums)) as sides`,
    )
    expect(differences).toEqual({ n: '0' })
    expect(await bench.sql('select count(*) as n from shop.sums')).toEqual([{ n: '125' }])
  })
})
