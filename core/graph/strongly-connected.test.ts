import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findShortestCycle } from './shortest-cycle.ts'
import { findCyclicComponents } from './strongly-connected.ts'

const size = 12

const names = Array.from({ length: size }, (_, index) => `n${String.fromCodePoint(97 + index)}`)

const randomNeighbours = fc
  .array(fc.uniqueArray(fc.nat({ max: size - 1 }), { maxLength: 3 }), { minLength: size, maxLength: size })
  .map(
    (choices) =>
      new Map(names.map((name, index) => [name, (choices[index] ?? []).map((pick) => names[pick] ?? '')])),
  )

type Neighbours = ReadonlyMap<string, readonly string[]>

/** How many steps it takes from one node to another, at least one; Infinity where there is no way. */
function distance(from: string, to: string, neighbours: Neighbours): number {
  let reached = new Set([from])
  for (let steps = 1; steps <= size; steps++) {
    const next = new Set([...reached].flatMap((name) => neighbours.get(name) ?? []))
    if (next.has(to)) return steps
    reached = next
  }
  return Infinity
}

describe('groups of nodes that reach each other', () => {
  test('hold exactly those nodes that do', () => {
    fc.assert(
      fc.property(randomNeighbours, (neighbours) => {
        const components = findCyclicComponents(names, neighbours)
        const expected = names
          .filter((name) => distance(name, name, neighbours) < Infinity)
          .map((name) =>
            names.filter(
              (other) => distance(name, other, neighbours) + distance(other, name, neighbours) < Infinity,
            ),
          )
        const distinct = new Map(expected.map((component) => [component.join(), component]))
        expect(components).toEqual([...distinct.values()])
      }),
    )
  })

  test('have a cycle that is as short as any, and is one', () => {
    fc.assert(
      fc.property(randomNeighbours, (neighbours) => {
        for (const component of findCyclicComponents(names, neighbours)) {
          const cycle = findShortestCycle(component, neighbours)
          for (const [index, name] of cycle.entries()) {
            expect(neighbours.get(name)).toContain(cycle[(index + 1) % cycle.length])
          }
          expect(cycle).toHaveLength(Math.min(...component.map((name) => distance(name, name, neighbours))))
        }
      }),
    )
  })
})
