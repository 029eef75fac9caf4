import { describe, expect, test } from 'vitest'
import { analyzeFlow } from './analyze-flow.ts'

describe.each(['duckdb', 'postgres'])('in the dialect of %s', (dialect) => {
  const analyze = (sql: string): Promise<readonly string[]> =>
    analyzeFlow(sql, { dialect, driver: 'new_orders' })

  test.each([
    'select * from new_orders',
    'select account, amount * 2 as twice, now() as loaded_at from new_orders o where amount > 0 order by at',
    'select o.*, s.name from new_orders o join shops s using (shop)',
    'select o.*, s.name from new_orders o left join shops s using (shop)',
    'select o.*, s.name from shops s right join new_orders o using (shop)',
    'select * from new_orders o where exists (select 1 from shops s where s.shop = o.shop)',
    'select * from new_orders where shop not in (select shop from closed_shops)',
    'select * from new_orders join (select shop, max(rate) from rates group by shop limit 3) r using (shop)',
    'select *, (select max(rate) from rates) as rate from new_orders',
    'with paid as (select * from new_orders where paid) select * from paid',
    'with shops as (select distinct shop from old_shops) select * from new_orders join shops using (shop)',
    "select account, 'in' from new_orders union all select account, 'out' from new_orders",
    'with a as (select * from new_orders), b as (select * from a) select * from (select * from b) c',
    'select sum(amount) from orders group by account',
    'select unnest(notes) from new_orders',
    'select from where',
    '',
  ])('%s gives no reason', async (sql) => {
    expect(await analyze(sql)).toEqual([])
  })

  const filled = 'its driver stands on the side of a join that is filled with nulls'
  const lookedUp = 'it reads its driver in a subquery of an expression'
  test.each([
    ['select account, sum(amount) from new_orders group by account', ['it has a group by', 'it uses sum()']],
    ['select count(*) from new_orders', ['it uses count()']],
    ['select 1 + coalesce(arg_max(amount, at), 0) from new_orders', ['it uses arg_max()']],
    ['select distinct account from new_orders', ['it selects distinct rows']],
    ['select distinct on (account) * from new_orders order by account, at', ['it selects distinct rows']],
    ['select *, row_number() over (partition by account) from new_orders', ['it uses a window function']],
    ['select *, sum(amount) over (order by at) from new_orders', ['it uses a window function']],
    ['select * from new_orders order by at limit 10', ['it has a limit']],
    ['select * from new_orders offset 10', ['it has a limit']],
    ['select * from new_orders tablesample bernoulli (10)', ['it takes a sample']],
    ['select * from shops left join new_orders using (shop)', [filled]],
    ['select * from new_orders right join shops using (shop)', [filled]],
    ['select * from new_orders full join shops using (shop)', [filled]],
    ['select * from shops s left join (select * from new_orders) o using (shop)', [filled]],
    ['select * from shops where exists (select 1 from new_orders)', [lookedUp]],
    ['select * from shops where shop not in (select shop from new_orders)', [lookedUp]],
    ['select *, (select 1 from new_orders limit 1) from shops', ['it has a limit', lookedUp]],
    ['select * from new_orders a join new_orders b using (account)', ['it reads its driver more than once']],
    [
      'with o as (select * from new_orders) select * from o a join o b using (account)',
      ['it reads its driver more than once'],
    ],
    [
      'with o as (select a.shop from new_orders a, new_orders b) select * from o',
      ['it reads its driver more than once'],
    ],
    [
      'select account from new_orders union select account from old_orders',
      ['it uses union, which compares rows with each other'],
    ],
    [
      'select account from orders except select account from new_orders',
      ['it uses except, which compares rows with each other'],
    ],
    [
      'select account from orders intersect select account from new_orders',
      ['it uses intersect, which compares rows with each other'],
    ],
    ['select account from orders union all select account from new_orders limit 3', ['it has a limit']],
    ['with o as (select * from new_orders limit 3) select * from o', ['it has a limit']],
    ['select * from (select distinct account from "new_orders") x', ['it selects distinct rows']],
    [
      'with recursive r as (select 1 as n from new_orders union select n + 1 from r) select n from r',
      ['it uses union, which compares rows with each other'],
    ],
  ])('%s gives %j', async (sql, reasons) => {
    expect([...(await analyze(sql))].toSorted()).toEqual(reasons)
  })
})

test.each([
  [
    'select * from new_orders qualify row_number() over (partition by account) = 1',
    ['it uses a window function'],
  ],
  ['select * from shops anti join new_orders using (shop)', ['its driver is only looked up in a join']],
  ['select * from shops asof join new_orders using (shop, at)', ['its driver is only looked up in a join']],
  ['select * from new_orders asof left join rates using (shop, at)', []],
  ['select * from new_orders using sample 10%', ['it takes a sample']],
])('%s gives %j', async (sql, reasons) => {
  expect(await analyzeFlow(sql, { dialect: 'duckdb', driver: 'new_orders' })).toEqual(reasons)
})
