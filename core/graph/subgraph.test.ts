import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NodeId } from '../parse/node.ts'
import { buildGraph } from './build-graph.ts'
import type { Graph } from './graph.ts'
import { model } from './nodes.fixture.ts'
import { randomGraph } from './random-graph.fixture.ts'
import { buildOrder } from './subgraph.ts'

const { graph } = buildGraph(
  [
    model('orders'),
    model('cleaned', { mentions: ['orders'] }),
    model('payments'),
    model('joined', { mentions: ['cleaned', 'payments'] }),
    model('revenue', { mentions: ['joined', 'payments'] }),
  ],
  { package: 'bank' },
)

const id = (name: string): NodeId => `model.bank.${name}`

describe('buildOrder', () => {
  test('keeps the whole order when everything is built', () => {
    const { order, needs } = buildOrder(graph, new Set(graph.order))
    expect(order).toEqual(graph.order)
    expect(needs.get(id('revenue'))).toEqual([id('payments'), id('joined')])
    expect(needs.get(id('orders'))).toEqual([])
  })

  test('makes a node wait for what it needs through nodes that are not built', () => {
    const { order, needs } = buildOrder(graph, new Set([id('revenue'), id('orders'), id('payments')]))
    expect(order).toEqual([id('orders'), id('payments'), id('revenue')])
    expect(needs.get(id('revenue'))).toEqual([id('orders'), id('payments')])
    expect(needs.get(id('orders'))).toEqual([])
  })

  test('leaves out what another one waits for already', () => {
    const built = new Set([id('orders'), id('cleaned'), id('revenue')])
    const { graph: wide } = buildGraph(
      [
        model('orders'),
        model('cleaned', { mentions: ['orders'] }),
        model('hidden', { mentions: ['cleaned', 'orders'] }),
        model('revenue', { mentions: ['hidden'] }),
      ],
      { package: 'bank' },
    )
    expect(buildOrder(wide, built).needs.get(id('revenue'))).toEqual([id('cleaned')])
  })

  test('waits for exactly those built nodes that a node needs, directly or not', () => {
    fc.assert(
      fc.property(randomGraph, fc.infiniteStream(fc.boolean()), (random, coin) => {
        const ids = new Set(random.order.filter(() => coin.next().value))
        const { order, needs } = buildOrder(random, ids)
        expect(order).toEqual(random.order.filter((one) => ids.has(one)))
        for (const one of order) {
          const expected = [...ancestors(one, random.upstream)].filter((other) => ids.has(other))
          expect([...ancestors(one, needs)].sort()).toEqual(expected.sort())
        }
      }),
    )
  })

  test('takes a chain of ten thousand of which every second node is built', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `m${index}`)
    const chain = buildGraph(
      names.map((name, index) => model(name, { mentions: names.slice(Math.max(0, index - 1), index) })),
      { package: 'bank' },
    ).graph
    const { needs } = buildOrder(chain, new Set(chain.order.filter((_, index) => index % 2 === 0)))
    expect(needs.get('model.bank.m9998')).toEqual(['model.bank.m9996'])
  })

  test('takes thousands of nodes behind thousands of others with one hidden node between', () => {
    const names = Array.from({ length: 3000 }, (_, index) => `m${index}`)
    const hub = buildGraph(
      [
        ...names.map((name) => model(name)),
        model('hub', { mentions: names }),
        ...names.map((name) => model(`report_${name}`, { mentions: ['hub'] })),
      ],
      { package: 'bank' },
    ).graph
    const { needs } = buildOrder(hub, new Set(hub.order.filter((one) => one !== 'model.bank.hub')))
    expect(needs.get('model.bank.report_m7')).toHaveLength(3000)
  })
})

function ancestors(start: NodeId, upstream: Graph['upstream']): ReadonlySet<NodeId> {
  const found = new Set<NodeId>()
  const visit = (node: NodeId): void => {
    for (const parent of upstream.get(node) ?? []) {
      found.add(parent)
      visit(parent)
    }
  }
  visit(start)
  return found
}
