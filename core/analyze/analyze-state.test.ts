import { describe, expect, test } from 'vitest'
import { analyzeState, type StateAnalysis } from './analyze-state.ts'

const dialects = ['duckdb', 'postgres']

function analyze(sql: string, dialect = 'duckdb'): Promise<StateAnalysis> {
  return analyzeState(sql, { dialect, driver: 'new_orders' })
}

describe.each(dialects)('in the dialect of %s', (dialect) => {
  test.each([
    ['select account, sum(amount) from new_orders group by account', 'key sum'],
    [
      'select account as id, sum(amount) as total, count(*) n, count(note), min(at), max(at) as last from new_orders o group by account',
      'key sum count count min max',
    ],
    ['select sum(amount), account, shop from new_orders group by 3, 2', 'sum key key'],
    ['select o.account, sum(o.amount) from new_orders as o group by account;', 'key sum'],
    ['select Account, sum(amount) from NEW_ORDERS group by (ACCOUNT) -- by account', 'key sum'],
    ['select "Account", sum(amount) from "new_orders" group by "Account"', 'key sum'],
    ["select date_trunc('day', at) as day, count(*) from new_orders group by day", 'key count'],
    [
      "select date_trunc('day', at) as day, date_trunc('hour', at) as hour, count(*) from new_orders group by day, hour",
      'key key count',
    ],
    [
      "select date_trunc('day', at), count(*) from new_orders o group by DATE_TRUNC('day', o.at)",
      'key count',
    ],
    ['select lower(name) as name, count(*) from new_orders group by lower(name)', 'key count'],
    ['select lower(name) as name, count(*) from new_orders group by 1', 'key count'],
    ['select account, sum(amount) as amount from new_orders where amount > 0 group by account', 'key sum'],
    [
      "select account, count(*) filter (where paid and note <> 'known') from new_orders group by account",
      'key count',
    ],
    ['select account, sum(case when paid then amount else 0 end) from new_orders group by 1', 'key sum'],
    ['select account, sum(cast(amount as decimal(18, 2)) * -1) from new_orders group by 1', 'key sum'],
    [
      "select account, max(at) from new_orders where at >= timestamp '2024-01-01' and shop in (1, 2) and note is not null group by account",
      'key max',
    ],
    ["select at::date as day, count(*) from new_orders where note like 'a%' group by day", 'key count'],
    [
      "select extract(year from at) as year, max(at + interval '1 day') from new_orders group by 1",
      'key max',
    ],
    ["select coalesce(shop, 'none') as shop_name, count(*) from new_orders group by shop_name", 'key count'],
    ['select account from new_orders group by account', 'key'],
  ])('%s is mergeable', async (sql, roles) => {
    const columns = roles.split(' ').map((role) => ({ role }))
    expect(await analyze(sql, dialect)).toEqual({ kind: 'mergeable', columns })
  })

  test.each([
    ['select account, avg(amount) from new_orders group by account', 'it uses avg()'],
    ['select account, string_agg(note, 1) from new_orders group by account', 'string agg'],
    ['select account, arg_max(note, at) from new_orders group by account', 'it uses arg_max()'],
    ['select account, count(distinct note) from new_orders group by account', 'it uses count(distinct …)'],
    ['select account, sum(amount order by at) from new_orders group by account', 'an order by inside sum()'],
    ['select account, sum(amount) * 2 from new_orders group by account', 'it computes with sum()'],
    ['select account, coalesce(sum(amount), 0) from new_orders group by account', 'it computes with sum()'],
    [
      'select account, cast(sum(amount) as integer) from new_orders group by account',
      'it computes with sum()',
    ],
    ['select account, sum(amount) over () from new_orders group by account', 'it uses a window function'],
    ['select account, max(amount, 3) from new_orders group by account', 'it uses max()'],
    ['select account, count(o.*) from new_orders o group by account', 'it does not list its columns'],
    ['select account, sum(amount ignore nulls) from new_orders group by account', 'not analysed (sum)'],
    [
      'select account, sum(amount) filter (where random() > 0.5) from new_orders group by 1',
      'random(), whose answer',
    ],
    ['select account, sum((select 1)) from new_orders group by account', 'it has a subquery'],
    ['select *, count(*) from new_orders group by account', 'it does not list its columns'],
    ['select account, $1, count(*) from new_orders group by account', 'it has a parameter'],
    ['select account, note[1], count(*) from new_orders group by account', 'not analysed (subscript)'],
    ['select account, unnest(notes), count(*) from new_orders group by 1, 2', 'it uses unnest()'],
    ['select account, shop_tax(shop), count(*) from new_orders group by 1, 2', 'it uses shop_tax()'],
    ['select account, kind::order_kind, count(*) from new_orders group by 1, 2', 'casts to a type'],
    [
      'with a as (select 1) select account, count(*) from new_orders group by account',
      'it has a with clause',
    ],
    ['select distinct account, count(*) from new_orders group by account', 'it selects distinct rows'],
    [
      'select distinct on (account) account, count(*) from new_orders group by account',
      'it selects distinct rows',
    ],
    [
      'select account, count(*) from new_orders group by account having count(*) > 1',
      'it has a having clause',
    ],
    ['select account, count(*) from new_orders group by account order by 2', 'it has an order by'],
    ['select account, count(*) from new_orders group by account order by 2 limit 3', 'it has an order by'],
    ['select account, count(*) from new_orders group by account limit 3', 'it has a limit'],
    ['select account, count(*) from new_orders group by account fetch first 3 rows only', 'it has a limit'],
    ['select account, count(*) from new_orders group by account offset 3', 'it has an offset'],
    [
      'select account, count(*) from new_orders tablesample bernoulli (10) group by account',
      'reads its driver in a form',
    ],
    ['select account, count(*) from new_orders group by account for update', 'not analysed (locks)'],
    [
      'select account, count(*) from new_orders join shops using (shop) group by account',
      'it joins another relation',
    ],
    ['select account, count(*) from new_orders, shops group by account', 'it joins another relation'],
    [
      'select account, count(*) from new_orders, lateral (select 1) x group by account',
      'it joins another relation',
    ],
    ['select account, count(*) from (select * from new_orders) x group by account', 'it has a subquery'],
    ['select account, count(*) from orders group by account', 'it does not read its driver'],
    ['select account, count(*) from shop.new_orders group by account', 'it does not read its driver'],
    ['select account, count(*) from "New_Orders" group by account', 'it does not read its driver'],
    ['select 1 as account, count(*)', 'it does not read its driver'],
    ['select account, count(*) from new_orders as o(account) group by account', 'reads its driver in a form'],
    [
      'select account, count(*) from generate_series(1, 3) group by account',
      'it does not read its driver alone',
    ],
    ['select account from new_orders union all select account from new_orders', 'it is not one plain select'],
    ['(select account, count(*) from new_orders group by account)', 'it is not one plain select'],
    ['values (1)', 'it is not one plain select'],
    [
      'select account, count(*) from new_orders where at > now() group by account',
      'it uses now(), whose answer changes',
    ],
    [
      'select account, count(*) from new_orders where day > current_date group by 1',
      'it uses current_date, whose',
    ],
    [
      'select account, count(*) from new_orders where owner = user group by 1',
      'it uses user, whose answer changes',
    ],
    ["select account, count(*) from new_orders where at > 'Yesterday' group by 1", "the text 'Yesterday'"],
    ["select account, count(*) from new_orders where at > timestamp 'now' group by 1", "the text 'now'"],
    [
      'select account, count(*) from new_orders where shop in (select 1) group by account',
      'it has a subquery',
    ],
    [
      'select account, count(*) from new_orders where exists (select 1) group by account',
      'it has a subquery',
    ],
    [
      'select account, count(*) from new_orders where shop = any (select 1) group by account',
      'it has a subquery',
    ],
    [
      'select account, count(*) from new_orders where sum(amount) > 1 group by account',
      'it computes with sum()',
    ],
    ['select sum(amount) from new_orders', 'it has no group by'],
    ['select account, sum(amount) from new_orders', 'it has no group by'],
    ['select sum(amount) from new_orders group by account', 'no column that tells its rows apart'],
    ['select account, sum(amount) from new_orders group by account, shop', 'it groups by something'],
    [
      'select account, shop, sum(amount) from new_orders group by account',
      'neither an aggregate nor in the group by',
    ],
    [
      'select account, shop || 1, sum(amount) from new_orders group by account, shop',
      'it groups by something',
    ],
    ['select account, sum(amount) from new_orders group by 2', 'it groups by something'],
    ['select account, sum(amount) from new_orders group by 1, 3', 'it groups by something'],
    ['select account, sum(amount) from new_orders group by rollup (account)', 'it uses rollup()'],
    ['select account, sum(amount) from new_orders group by cube (account)', 'it uses cube()'],
    [
      'select account, sum(amount) from new_orders group by grouping sets ((account), ())',
      'it uses grouping sets()',
    ],
    ['select account, sum(amount) from new_orders group by (account, shop)', 'not analysed (tuple)'],
    ['select account, sum(amount) from new_orders group by ()', 'not analysed (tuple)'],
    ['select account, count(*) from new_orders group by all account', 'its group by is not analysed'],
    ["select 'web' as channel, count(*) from new_orders group by channel", 'the same in every row'],
    // The parser passes over some words, and takes others for names.
    ['select account, sum(all amount) from new_orders group by account', 'it has the word "all"'],
    ['select account, max(at) respect nulls from new_orders group by account', 'it has the word "respect"'],
    ['select account, count(*) from new_orders group by distinct account', 'it has the word "distinct"'],
    ['from new_orders select distinct account group by account', 'it does not begin with select'],
    ['selec account', 'it is not one plain select'],
    ['select account from where', 'it could not be analysed'],
    ['select 1; select 2', 'it could not be analysed'],
    ['', 'it could not be analysed'],
    [`select ${'('.repeat(5000)}1${')'.repeat(5000)}`, 'it could not be analysed'],
  ])('%s is recomputed', async (sql, because) => {
    expect(await analyze(sql, dialect)).toEqual({
      kind: 'recompute',
      because: expect.stringContaining(because),
    })
  })

  // If the driver has a column of the output's name, the group by means that one, and its rows do not merge.
  test.each([
    'select lower(name) as name, count(*) from new_orders group by name',
    'select shop + till as place, shop, till, count(*) from new_orders group by place, shop, till',
    'select lower(name) || 1 as tag, lower(name) as plain, count(*) from new_orders group by tag, lower(name)',
    'select account as shop, shop as account, count(*) from new_orders group by account, shop',
    'select account, sum(amount) as total, total as again from new_orders group by account, again',
    'select account, max(shop) as shop, min(at) as account from new_orders group by account',
  ])('%s is recomputed, since a name may stand for two columns', async (sql) => {
    expect(await analyze(sql, dialect)).toEqual({
      kind: 'recompute',
      because: expect.stringMatching(/^the name "\w+" may stand for two columns$/u),
    })
  })
})

test('"group by all" groups by every column that is no aggregate', async () => {
  expect(await analyze('select account, lower(shop) as s, sum(amount) from new_orders group by all')).toEqual(
    {
      kind: 'mergeable',
      columns: [{ role: 'key' }, { role: 'key' }, { role: 'sum' }],
    },
  )
})

test.each([
  ['select sum(amount) from new_orders group by all', 'no column that tells its rows apart'],
  [
    'select account, sum(amount) as total, total + 1 as more from new_orders group by all',
    'the name "total"',
  ],
  ["select 'web' as channel from new_orders group by all", 'the same in every row'],
  ['select columns(*), count(*) from new_orders group by all', 'it uses columns()'],
  ['select account, count(*) from new_orders group by all qualify row_number() over () = 1', 'qualify'],
  ['select account, count(*) from new_orders using sample 10%', 'it takes a sample'],
])('%s is recomputed', async (sql, because) => {
  expect(await analyze(sql)).toEqual({ kind: 'recompute', because: expect.stringContaining(because) })
})

test('a dialect that the parser does not know is not analysed', async () => {
  expect(await analyze('select account, count(*) from new_orders group by 1', 'esperanto')).toEqual({
    kind: 'recompute',
    because: 'it could not be analysed',
  })
})
