import { describe, expect, test } from 'vitest'
import { parseYaml } from '../project/yaml.ts'
import { findMention } from './mention.ts'
import type { Reference } from './node.ts'

function find(text: string): Reference | undefined {
  const { root } = parseYaml({ path: 'models/bank.yml', text })
  if (root === undefined) throw new Error('not valid YAML')
  return findMention(root)
}

describe('a text that is a reference is found', () => {
  test.each([
    ["ref('orders')", { kind: 'ref', name: 'orders', at: { line: 1, column: 5, endColumn: 13 } }],
    ['ref("orders")', { kind: 'ref', name: 'orders' }],
    ["  ref( 'orders' ) ", { kind: 'ref', name: 'orders', at: { column: 8 } }],
    ['"ref(\'orders\')"', { kind: 'ref', name: 'orders', at: { line: 1, column: 6, endColumn: 14 } }],
    [
      "ref('bank', 'orders')",
      { kind: 'ref', package: 'bank', name: 'orders', at: { column: 13, endColumn: 21 } },
    ],
    [
      "source('raw', 'orders')",
      { kind: 'source', source: 'raw', table: 'orders', at: { column: 8, endColumn: 23 } },
    ],
    ['"{{ ref(\'orders\') }}"', { kind: 'ref', name: 'orders', at: { column: 9 } }],
    ["'ref(''orders'')'", { kind: 'ref', name: 'orders', at: { column: 1, endColumn: 18 } }],
    ["|\n  ref('orders')\n", { kind: 'ref', name: 'orders', at: { line: 1, column: 1 } }],
  ])('%s', (text, reference) => {
    expect(find(text)).toMatchObject(reference)
  })
})

test.each([
  'orders',
  'ref(orders)',
  "ref('orders'",
  "ref('a', 'b', 'c')",
  "source('raw')",
  "ref('a') + 1",
  '12',
  '[a]',
])('anything else is none: %s', (text) => {
  expect(find(text)).toBeUndefined()
})
