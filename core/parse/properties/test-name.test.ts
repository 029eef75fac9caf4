import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { nameTest, type TestNameParts } from './test-name.ts'

const orders: TestNameParts = { test: 'not_null', owner: 'orders', column: 'id', arguments: {} }

test.each<readonly [string, Partial<TestNameParts>]>([
  ['not_null_orders_id', {}],
  ['row_count_orders', { test: 'row_count', column: undefined }],
  [
    'accepted_values_orders_status__placed__on_hold',
    { test: 'accepted_values', column: 'status', arguments: { values: ['placed', 'on hold'] } },
  ],
  [
    'relationships_orders_id__id__ref_accounts_',
    { test: 'relationships', arguments: { to: "ref('accounts')", field: 'id' } },
  ],
  ['between_orders_id__1__true__null', { test: 'between', arguments: { low: 1, strict: true, zone: null } }],
  ['dbt_utils_at_least_one_orders_id', { test: 'dbt_utils.at_least_one' }],
])('%s', (name, parts) => {
  expect(nameTest({ ...orders, ...parts })).toBe(name)
})

test('the order in which arguments are written does not matter', () => {
  const [one, other] = [
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  ]
  expect(nameTest({ ...orders, arguments: one })).toBe(nameTest({ ...orders, arguments: other }))
})

test('for any arguments: a name is short, and made of what names are made of', () => {
  const holds = fc.property(fc.array(fc.string({ unit: 'grapheme' })), (values) => {
    const name = nameTest({ ...orders, arguments: { values } })
    expect(name.length).toBeLessThanOrEqual(100)
    expect(name).toMatch(/^[\p{L}\p{N}_]+$/u)
  })
  fc.assert(holds)
})

test('long names that differ at their ends stay different', () => {
  const long = (end: string) => nameTest({ ...orders, arguments: { where: 'x'.repeat(200) + end } })
  expect(long('a')).not.toBe(long('b'))
})
