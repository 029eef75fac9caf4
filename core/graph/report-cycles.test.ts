import { describe, expect, test } from 'vitest'
import type { Node } from '../parse/node.ts'
import { buildGraph } from './build-graph.ts'
import { genericTest, model } from './nodes.fixture.ts'

const build = (nodes: readonly Node[]) => buildGraph(nodes, { package: 'bank' })

describe('a cycle', () => {
  test('is reported as its path, with the place of each reference', () => {
    const { diagnostics } = build([
      model('orders', { mentions: ['accounts', 'payments'] }),
      model('payments', { mentions: ['refunds'] }),
      model('refunds', { mentions: ['accounts', 'accounts', 'orders'] }),
      model('accounts'),
    ])
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]).toMatchObject({
      code: 'cycle',
      message: '3 nodes refer to each other in a circle: orders → payments → refunds → orders.',
      at: { path: 'models/orders.sql', line: 3 },
      related: [
        { message: '"payments" refers to "refunds"', at: { path: 'models/payments.sql', line: 2 } },
        { message: '"refunds" refers to "orders"', at: { path: 'models/refunds.sql', line: 4 } },
      ],
    })
  })

  test('of one model says what to write instead', () => {
    const { diagnostics } = build([model('balances', { mentions: ['balances'] })])
    expect(diagnostics).toMatchObject([
      {
        message: '"balances" refers to itself.',
        hint: 'Write {{ this }} for the relation as it stands before the run.',
        at: { path: 'models/balances.sql', line: 2 },
      },
    ])
    expect(diagnostics[0]).not.toHaveProperty('related')
  })

  test('that goes through a macro is shown where the model calls it', () => {
    const at = { path: 'macros/joins.sql', line: 3, column: 9, endLine: 3, endColumn: 17 }
    const call = { path: 'models/orders.sql', line: 7, column: 1, endLine: 7, endColumn: 20 }
    const { diagnostics } = build([
      { ...model('orders'), references: [{ kind: 'ref', name: 'payments', at, calls: [at, call] }] },
      model('payments', { mentions: ['orders'] }),
    ])
    expect(diagnostics).toMatchObject([{ code: 'cycle', at: call }])
  })

  test('is the shortest of its group, and each group has one', () => {
    const { diagnostics } = build([
      model('a', { mentions: ['b'] }),
      model('b', { mentions: ['c'] }),
      model('c', { mentions: ['d', 'b'] }),
      model('d', { mentions: ['a'] }),
      model('x', { mentions: ['y'] }),
      model('y', { mentions: ['x', 'a'] }),
    ])
    expect(diagnostics.map(({ message }) => message)).toEqual([
      '2 nodes refer to each other in a circle: b → c → b.',
      '2 nodes refer to each other in a circle: x → y → x.',
    ])
  })

  test('leaves out the nodes behind it, and they still stand in the graph', () => {
    const { graph, diagnostics } = build([
      model('orders', { mentions: ['payments'] }),
      model('payments', { mentions: ['orders'] }),
      model('revenue', { mentions: ['orders'] }),
      model('accounts'),
      genericTest('not_null_orders_id', { mentions: ['orders'] }),
    ])
    expect(diagnostics).toHaveLength(1)
    expect(graph.order).toEqual([
      'model.bank.accounts',
      'model.bank.orders',
      'model.bank.payments',
      'model.bank.revenue',
      'test.bank.not_null_orders_id',
    ])
  })

  test('of ten thousand models is found at once and its path is shortened', () => {
    const nodes = Array.from({ length: 10_000 }, (_, index) =>
      model(`m${String(index).padStart(4, '0')}`, {
        mentions: [`m${String((index + 1) % 10_000).padStart(4, '0')}`],
      }),
    )
    const { diagnostics } = build(nodes)
    expect(diagnostics).toHaveLength(1)
    expect(diagnostics[0]?.message).toBe(
      '10000 nodes refer to each other in a circle: m0000 → m0001 → m0002 → m0003 → m0004 → … 9991 more … → m9996 → m9997 → m9998 → m9999 → m0000.',
    )
    expect(diagnostics[0]?.related).toHaveLength(9999)
  })

  test('in a dense tangle of two thousand models is found at once', () => {
    const nodes = Array.from({ length: 2000 }, (_, index) =>
      model(`m${index}`, {
        mentions: Array.from({ length: 20 }, (_unused, step) => `m${(index + 1 + step) % 2000}`),
      }),
    )
    const { diagnostics } = build(nodes)
    expect(diagnostics).toHaveLength(1)
  })
})
