import { expect, test } from 'vitest'
import { analyzeFlow } from './analyze-flow.ts'
import { isPlainFlow } from './plain-flow.ts'

test.each([
  'select id, amount from "new_orders" where amount > 0',
  'select cast(id as bigint) as id, lower(trim(name)) as name, date_trunc(\'day\', at) as day from "new_orders"',
  'select o.*, r.rate from "new_orders" o join rates r on (r.currency = o.currency and r.day in (o.day, o.next))',
])('%s is plain, and the parser finds nothing in it either', async (sql) => {
  expect(isPlainFlow(sql, '"new_orders"')).toBe(true)
  expect(await analyzeFlow(sql, { dialect: 'duckdb', driver: 'new_orders' })).toEqual([])
})

test.each([
  'select account, sum(amount) from "new_orders" group by account',
  'select median(amount) from "new_orders"',
  'select * from "new_orders" LIMIT 10',
  'select a.* from "new_orders" a, "new_orders" b',
  'select s.* from shops s left join "new_orders" o on o.shop = s.shop',
])('%s is not', (sql) => {
  expect(isPlainFlow(sql, '"new_orders"')).toBe(false)
})
