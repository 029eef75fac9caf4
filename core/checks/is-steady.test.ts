import { expect, test } from 'vitest'
import { isSteady } from './is-steady.ts'

test.each([
  '"amount" is null',
  '"amount" < (0) or "amount" > (price * 2)',
  "not (\"status\" in ('placed', 'it''s known'))",
  "not (amount >= 0 and (note is null or lower(note) <> 'x'))",
  "cast(paid_at as date) >= '2026-01-01'",
  'cast("amount" as decimal(18, 2)) between -1.5e3 and 10',
  '"current_date" > 1',
])('always says the same of a row: %s', (condition) => {
  expect(isSteady(condition)).toBe(true)
})

test.each([
  'paid_at < now()',
  'paid_at < current_date',
  'paid_at < CURRENT_TIMESTAMP',
  "paid_at < 'today'",
  "paid_at < timestamp 'now'",
  'amount > (select avg(amount) from orders)',
  'row_number() over (order by id) > 1',
  'random() < 0.5',
  'my_function(amount)',
  '"My_function"(amount)',
  'owner = session_user',
  "amount > 0 -- it's \nor random() > 0.5 --'",
  'amount > 0 /* 1 */',
  'note = $$today$$',
])('may say something else another time: %s', (condition) => {
  expect(isSteady(condition)).toBe(false)
})
