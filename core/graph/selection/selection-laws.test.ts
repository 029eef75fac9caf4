import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { NodeId } from '../../parse/node.ts'
import { buildGraph } from '../build-graph.ts'
import type { Graph } from '../graph.ts'
import { genericTest, model, paths } from '../nodes.fixture.ts'
import { randomGraph } from '../random-graph.fixture.ts'
import { selectNodes, type SelectionRequest } from './select-nodes.ts'

const ids = (graph: Graph, request: Partial<SelectionRequest>): ReadonlySet<NodeId> =>
  selectNodes(graph, { select: [], exclude: [], paths, indirectSelection: 'empty', ...request }).ids

const select = (graph: Graph, ...texts: readonly string[]) => ids(graph, { select: texts })

const union = (...sets: readonly ReadonlySet<NodeId>[]) => new Set(sets.flatMap((set) => [...set]))

const intersection = (a: ReadonlySet<NodeId>, b: ReadonlySet<NodeId>) =>
  new Set([...a].filter((id) => b.has(id)))

const difference = (a: ReadonlySet<NodeId>, b: ReadonlySet<NodeId>) =>
  new Set([...a].filter((id) => !b.has(id)))

/** What is at most so many steps away, found step by step in the plainest way. */
function reach(start: ReadonlySet<NodeId>, neighbours: Graph['upstream'], steps = Infinity) {
  let reached = start
  for (let step = 0; step < steps; step++) {
    const more = union(reached, new Set([...reached].flatMap((id) => neighbours.get(id) ?? [])))
    if (more.size === reached.size) break
    reached = more
  }
  return reached
}

const atom = fc.constantFrom(
  'm0',
  'm1',
  'm2',
  'm5',
  'm*',
  'tag:odd',
  'tag:even',
  'tag:third',
  'm1?',
  'exposure:*',
  'test_type:data',
  '*',
)

/** A criterion with operators, and one that is known to be without. */
const criterion = fc
  .tuple(fc.constantFrom('', '+', '1+', '2+', '@'), atom, fc.constantFrom('', '+', '+1', '+2'))
  .map(([before, core, after]) => (before === '@' ? `@${core}` : `${before}${core}${after}`))

describe('selections are sets', () => {
  const law = (check: (graph: Graph, criteria: readonly [a: string, b: string, c: string]) => void) =>
    fc.assert(fc.property(randomGraph, fc.tuple(criterion, criterion, criterion), check))

  test('a space is their union, in one value or in several', () => {
    law((graph, [a, b]) => {
      const both = union(select(graph, a), select(graph, b))
      expect(select(graph, `${a} ${b}`)).toEqual(sorted(graph, both))
      expect(select(graph, a, b)).toEqual(sorted(graph, both))
    })
  })

  test('a comma is their intersection, and goes before the space', () => {
    law((graph, [a, b, c]) => {
      const both = intersection(select(graph, a), select(graph, b))
      expect(select(graph, `${a},${b}`)).toEqual(sorted(graph, both))
      expect(select(graph, `${a},${b} ${c}`)).toEqual(sorted(graph, union(both, select(graph, c))))
    })
  })

  test('excluding is taking away', () => {
    law((graph, [a, b]) => {
      const tests = graph.order.filter((id) => id.startsWith('test.'))
      const excluded = union(select(graph, b), new Set(testsOn(graph, tests, select(graph, b))))
      expect(ids(graph, { select: [a], exclude: [b] })).toEqual(
        sorted(graph, difference(select(graph, a), excluded)),
      )
      expect(ids(graph, { exclude: [b] })).toEqual(sorted(graph, difference(new Set(graph.order), excluded)))
      expect(ids(graph, { select: [a], exclude: [a] }).size).toBe(0)
    })
  })

  test('order and repetition do not matter', () => {
    law((graph, [a, b, c]) => {
      expect(select(graph, `${a} ${b} ${c}`)).toEqual(select(graph, `${c} ${a}`, `${b} ${a}`))
      expect(select(graph, `${a},${b},${c}`)).toEqual(select(graph, `${c},${a},${b},${a}`))
    })
  })
})

describe('graph operators', () => {
  const steps = fc.constantFrom(0, 1, 2, 3, Infinity)
  const digits = (depth: number) => (depth === Infinity ? '' : String(depth))

  test('are the nodes within so many steps', () => {
    fc.assert(
      fc.property(randomGraph, atom, fc.tuple(steps, steps), (graph, core, [up, down]) => {
        const start = select(graph, core)
        const parents = reach(start, graph.upstream, up)
        const children = reach(start, graph.downstream, down)
        expect(select(graph, `${digits(up)}+${core}`)).toEqual(sorted(graph, parents))
        expect(select(graph, `${core}+${digits(down)}`)).toEqual(sorted(graph, children))
        expect(select(graph, `${digits(up)}+${core}+${digits(down)}`)).toEqual(
          sorted(graph, union(parents, children)),
        )
      }),
    )
  })

  test('@ is all descendants with all that they need', () => {
    fc.assert(
      fc.property(randomGraph, atom, (graph, core) => {
        const all = reach(reach(select(graph, core), graph.downstream), graph.upstream)
        expect(select(graph, `@${core}`)).toEqual(sorted(graph, all))
      }),
    )
  })
})

describe('tests that come along', () => {
  const withTests = (graph: Graph, text: string, indirectSelection: SelectionRequest['indirectSelection']) =>
    ids(graph, { select: [text], indirectSelection })

  test('are never fewer from empty over cautious and buildable to eager', () => {
    fc.assert(
      fc.property(randomGraph, criterion, criterion, (graph, a, b) => {
        for (const text of [a, `${a} ${b}`, `${a},${b}`]) {
          const [none, few, some, all] = (['empty', 'cautious', 'buildable', 'eager'] as const).map((mode) =>
            withTests(graph, text, mode),
          )
          expect(difference(none ?? new Set(), few ?? new Set()).size).toBe(0)
          expect(difference(few ?? new Set(), some ?? new Set()).size).toBe(0)
          expect(difference(some ?? new Set(), all ?? new Set()).size).toBe(0)
        }
      }),
    )
  })

  test('cautiously are those whose nodes are all selected, wherever each of them was', () => {
    fc.assert(
      fc.property(randomGraph, criterion, criterion, (graph, a, b) => {
        const direct = select(graph, a, b)
        const tests = graph.order.filter((id) => id.startsWith('test.'))
        const complete = tests.filter((id) => graph.upstream.get(id)?.every((needed) => direct.has(needed)))
        expect(withTests(graph, `${a} ${b}`, 'cautious')).toEqual(
          sorted(graph, union(direct, new Set(complete))),
        )
      }),
    )
  })
})

test('ten thousand nodes are walked at once', () => {
  const names = Array.from({ length: 5000 }, (_, index) => `m${index}`)
  const { graph } = buildGraph(
    names.flatMap((name, index) => [
      model(name, {
        mentions: names.slice(Math.max(0, index - 3), index),
        folder: `models/area_${index % 50}`,
      }),
      genericTest(`not_null_${name}`, { mentions: [name] }),
    ]),
    { package: 'bank' },
  )
  for (const text of ['+m2500+', '*', '@m10', 'tag:x path:models/area_7 config.materialized:view,m1*+3']) {
    const selected = selectNodes(graph, { select: [text], exclude: ['m17+'], paths })
    expect(selected.ids.has('model.bank.m17')).toBe(false)
  }
})

function testsOn(graph: Graph, tests: readonly NodeId[], on: ReadonlySet<NodeId>): readonly NodeId[] {
  return tests.filter((id) => graph.upstream.get(id)?.some((needed) => on.has(needed)))
}

/** The set in the order in which selections come: that of ids. */
function sorted(graph: Graph, set: ReadonlySet<NodeId>): ReadonlySet<NodeId> {
  return new Set([...graph.nodes.keys()].filter((id) => set.has(id)))
}
