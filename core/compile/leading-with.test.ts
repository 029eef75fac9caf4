import { expect, test } from 'vitest'
import { leadingWith } from './leading-with.ts'

test.each([
  ['with orders as (select 1) select * from orders', 4],
  ['WITH RECURSIVE days as (select 1) select * from days', 14],
  ['-- daily\n/* totals */ with a as (select 1) select 1', 26],
  ['with /* deep */ recursive a as (select 1) select 1', 25],
  ['with "recursive_days" as (select 1) select 1', 4],
  ['with recursive_days as (select 1) select 1', 4],
])('the own with of %j ends at %i', (text, end) => {
  expect(leadingWith(text)).toBe(end)
})

test.each(['select 1', '(with a as (select 1) select 1)', 'withdrawals', '-- with\nselect 1', ''])(
  '%j does not begin with one',
  (text) => {
    expect(leadingWith(text)).toBeUndefined()
  },
)
