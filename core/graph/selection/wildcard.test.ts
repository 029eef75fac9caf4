import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileFilePattern, compilePathPattern } from './path-pattern.ts'
import { compileWildcard } from './wildcard.ts'

describe('wildcards', () => {
  test.each([
    ['orders', 'orders', true],
    ['orders', 'Orders', false],
    ['*', '', true],
    ['*', 'orders', true],
    ['stg_*', 'stg_orders', true],
    ['stg_*', 'mart_orders', false],
    ['*_orders', 'stg_orders', true],
    ['s*g*_o*', 'stg_orders', true],
    ['order?', 'orders', true],
    ['order?', 'order', false],
    ['order[sz]', 'orders', true],
    ['order[a-r]', 'orders', false],
    ['order[!a-r]', 'orders', true],
    ['order[!s]', 'orders', false],
    ['order[]s]', 'order]', true],
    ['order[!]s]', 'order]', false],
    ['order[s', 'order[s', true],
    ['order[]', 'order[]', true],
    ['order[a-]', 'order-', true],
    ['caf?', 'café', true],
    ['?', '🙂', true],
    ['[🙂a]', '🙂', true],
    ['a.b', 'axb', false],
    ['', '', true],
    ['', 'x', false],
  ])('%s against %s is %s', (pattern, text, expected) => {
    expect(compileWildcard(pattern)(text)).toBe(expected)
  })

  test('mean the same as the regular expression that they stand for', () => {
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '.'), maxLength: 8 })
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 10 })
    fc.assert(
      fc.property(pattern, text, (wildcard, subject) => {
        const source = wildcard
          .replaceAll('.', String.raw`\.`)
          .replaceAll('*', '.*')
          .replaceAll('?', '.')
        expect(compileWildcard(wildcard)(subject)).toBe(new RegExp(`^${source}$`, 'u').test(subject))
      }),
    )
  })

  test('never take long, whatever the pattern', () => {
    expect(compileWildcard('*a'.repeat(500) + '*b')('a'.repeat(5000))).toBe(false)
    expect(compileWildcard('[['.repeat(50_000))('orders')).toBe(false)
  })
})

describe('paths', () => {
  test.each([
    ['models/staging', 'models/staging/orders.sql', true],
    ['models/staging/', 'models/staging/shop/orders.sql', true],
    ['./models//staging', 'models/staging/orders.sql', true],
    ['models\\staging', 'models/staging/orders.sql', true],
    ['models/stag', 'models/staging/orders.sql', false],
    ['models/staging/orders.sql', 'models/staging/orders.sql', true],
    ['models/*', 'models/staging/orders.sql', true],
    ['models/*/orders.sql', 'models/staging/orders.sql', true],
    ['models/*/orders.sql', 'models/staging/shop/orders.sql', false],
    ['models/**/orders.sql', 'models/staging/shop/orders.sql', true],
    ['models/**/orders.sql', 'models/orders.sql', true],
    ['**/shop', 'models/staging/shop/orders.sql', true],
    ['models/stag*', 'models/staging/shop/orders.sql', true],
    ['models/*.sql', 'models/staging/orders.sql', false],
    ['../models', 'models/orders.sql', false],
    ['.', 'models/orders.sql', true],
  ])('%s against %s is %s', (pattern, path, expected) => {
    expect(compilePathPattern(pattern)(path)).toBe(expected)
  })

  test('a file pattern does not mean what lies below', () => {
    expect(compileFilePattern('models')('models/schema.yml')).toBe(false)
    expect(compileFilePattern('models/*.yml')('models/schema.yml')).toBe(true)
  })
})
