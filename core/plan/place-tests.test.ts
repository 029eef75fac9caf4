import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CompiledTest } from '../compile/compiled-test.ts'
import { buildGraph } from '../graph/build-graph.ts'
import { model, singularTest, source } from '../graph/nodes.fixture.ts'
import type { Node } from '../parse/node.ts'
import { notNothing } from '../parse/threshold.ts'
import { placeTests, type Placement } from './place-tests.ts'

/** A test of what it reads; the first is what it is declared on, unless it is a query. */
function compiled(name: string, reads: readonly string[], declared = true): CompiledTest {
  const ids = reads.map((one) => (one.includes('.') ? `source.bank.${one}` : `model.bank.${one}`))
  const at = { path: 'tests.yml', line: 1, column: 1, endLine: 1, endColumn: 1 }
  const nothing = { text: '', segments: [] }
  return {
    kind: 'test',
    id: `test.bank.${name}`,
    name,
    path: 'tests.yml',
    at,
    test: declared ? 'not_null' : undefined,
    tested: declared ? ids[0] : undefined,
    reads: ids.toSorted(),
    query: nothing,
    tally: undefined,
    isSteady: false,
    config: { enabled: true, severity: 'error', warnIf: notNothing, errorIf: notNothing, isDescribed: true },
    failCalc: undefined,
    sqlPath: 'tests.yml',
    stored: undefined,
  }
}

function place(
  nodes: readonly Node[],
  tests: readonly CompiledTest[],
  { built, audit = true }: { readonly built?: readonly string[]; readonly audit?: boolean } = {},
): Placement {
  const mentionsOf = ({ reads }: CompiledTest): readonly string[] =>
    reads.map((id) => id.replace(/^\w+\.bank\./u, ''))
  const all = [...nodes, ...tests.map((one) => singularTest(one.name, { mentions: mentionsOf(one) }))]
  const { graph } = buildGraph(all, { package: 'bank' })
  const models = nodes.filter(({ kind }) => kind === 'model').map(({ id }) => id)
  const wanted = built === undefined ? models : built.map((name) => `model.bank.${name}`)
  return placeTests({ graph, built: new Set(wanted), tests, unitTests: [], audit })
}

function names(ids: readonly string[] | undefined): readonly string[] {
  return (ids ?? []).map((id) => id.replace(/^\w+\.bank\./u, ''))
}

function auditsOf({ audits }: Placement): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries([...audits].map(([id, tests]) => [names([id])[0], tests.map(({ name }) => name)]))
}

const shop = [
  source('raw.payments'),
  model('accounts'),
  model('customers'),
  model('orders', { mentions: ['customers', 'raw.payments'] }),
  model('revenue', { mentions: ['orders'] }),
]

describe('a test runs', () => {
  test('inside the transaction of what it is declared on', () => {
    const placement = place(shop, [compiled('known', ['orders'])])
    expect(auditsOf(placement)).toEqual({ orders: ['known'] })
  })

  test('there also where what it compares with comes later in the order, which is then built before', () => {
    const placement = place(shop, [compiled('owner', ['accounts', 'orders'])])
    expect(auditsOf(placement)).toEqual({ accounts: ['owner'] })
    expect(names(placement.needs.get('model.bank.accounts'))).toEqual(['orders'])
    expect(names(placement.order)).toEqual(['customers', 'orders', 'accounts', 'revenue'])
  })

  test('inside that of the last that it reads, where that needs what it is declared on', () => {
    const placement = place(shop, [compiled('sums', ['orders', 'revenue'])])
    expect(auditsOf(placement)).toEqual({ revenue: ['sums'] })
  })

  test('one of two that ask for each other gives way', () => {
    const placement = place(shop, [
      compiled('a', ['accounts', 'customers']),
      compiled('b', ['customers', 'accounts']),
    ])
    expect(auditsOf(placement)).toEqual({ customers: ['a', 'b'] })
    expect(names(placement.order)).toHaveLength(4)
  })

  test('by itself where nothing that it reads is built, and what reads that waits for it', () => {
    const placement = place(shop, [compiled('paid', ['raw.payments'])])
    expect(auditsOf(placement)).toEqual({})
    expect(names(placement.order)).toEqual(['paid', 'accounts', 'customers', 'orders', 'revenue'])
    expect(names(placement.needs.get('model.bank.orders'))).toEqual(['customers', 'paid'])
  })

  test('by itself behind what it reads, where publishing comes first', () => {
    const placement = place(shop, [compiled('known', ['orders'])], { audit: false })
    expect(names(placement.order)).toEqual(['accounts', 'customers', 'orders', 'known', 'revenue'])
    expect(names(placement.needs.get('model.bank.revenue'))).toEqual(['orders', 'known'])
  })

  test('for what is built, also where it is declared on something that is not', () => {
    const placement = place(shop, [compiled('owner', ['accounts', 'orders'])], { built: ['orders'] })
    expect(auditsOf(placement)).toEqual({ orders: ['owner'] })
  })
})

/** Graphs with some nodes to be built, and tests of one to three of their nodes. */
const projects = fc.integer({ min: 1, max: 12 }).chain((size) =>
  fc.record({
    mentions: fc.array(fc.array(fc.nat({ max: size - 1 }), { maxLength: 3 }), {
      minLength: size,
      maxLength: size,
    }),
    // Names in another order than the needs: ids decide the order where needs do not.
    ranks: fc.shuffledSubarray([...Array(size).keys()], { minLength: size, maxLength: size }),
    built: fc.subarray([...Array(size).keys()]),
    tests: fc.array(
      fc.record({
        reads: fc.uniqueArray(fc.nat({ max: size - 1 }), { minLength: 1, maxLength: 3 }),
        declared: fc.boolean(),
      }),
      { maxLength: 8 },
    ),
    audit: fc.boolean(),
  }),
)

test('every test has one place, behind all that it reads, and no needs go in a circle', () => {
  fc.assert(
    fc.property(projects, ({ mentions, ranks, built, tests, audit }) => {
      const name = (at: number): string => `m${String(ranks[at] ?? 0).padStart(2, '0')}`
      const nodes = mentions.map((list, at) =>
        model(name(at), { mentions: [...new Set(list.filter((other) => other < at).map(name))] }),
      )
      const all = tests.map(({ reads, declared }, at) => compiled(`t${at}`, reads.map(name), declared))
      const placement = place(nodes, all, { built: built.map(name), audit })
      const position = new Map(placement.order.map((id, at) => [id, at]))
      expect(position.size).toBe(built.length + placement.groups.size)
      for (const [id, needs] of placement.needs) {
        for (const needed of needs) expect(position.get(needed)).toBeLessThan(position.get(id) ?? -1)
      }
      const places = new Map<string, string>()
      for (const [id, list] of [...placement.audits, ...placement.groups]) {
        for (const one of list) {
          expect(places.has(one.id)).toBe(false)
          places.set(one.id, id)
        }
      }
      expect(places.size).toBe(all.length)
      for (const one of all) {
        const at = position.get(places.get(one.id) ?? '') ?? -1
        for (const read of one.reads) expect(position.get(read) ?? -1).toBeLessThanOrEqual(at)
      }
    }),
  )
})
