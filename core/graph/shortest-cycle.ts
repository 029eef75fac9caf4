import type { Neighbours } from './adjacency.ts'

/** How many edges are looked at before the shortest cycle found so far is taken: about a tenth of a second. */
const maxSteps = 300_000

/**
 * A shortest cycle among nodes that all reach each other: its nodes in order, from the one with the smallest id that
 * lies on such a cycle. In a component too large to search completely, the shortest that was found within a bound.
 * A breadth-first search from each node, cut off at the length of the best cycle so far.
 */
export function findShortestCycle(component: readonly string[], neighbours: Neighbours): readonly string[] {
  const inside = restrict(neighbours, component)
  let best: readonly string[] = []
  let steps = 0
  for (const start of component) {
    const { cycle, steps: taken } = searchBack(start, inside, best.length || Infinity)
    best = cycle ?? best
    steps += taken
    if (steps > maxSteps || isShortest(best, inside)) break
  }
  return best
}

function restrict(neighbours: Neighbours, component: readonly string[]): Neighbours {
  const members = new Set(component)
  return new Map(component.map((id) => [id, (neighbours.get(id) ?? []).filter((next) => members.has(next))]))
}

/** Whether no other cycle can be shorter: a loop at one node, or a component that is nothing but this cycle. */
function isShortest(cycle: readonly string[], inside: Neighbours): boolean {
  if (cycle.length !== inside.size) return cycle.length === 1
  return cycle.every((id) => inside.get(id)?.length === 1)
}

interface Found {
  readonly cycle?: readonly string[]
  readonly steps: number
}

/** The shortest way from a node back to itself, if it is shorter than a limit. */
function searchBack(start: string, inside: Neighbours, limit: number): Found {
  const cameFrom = new Map<string, string>()
  let steps = 0
  let level = [start]
  for (let length = 1; length < limit && level.length > 0; length++) {
    const next: string[] = []
    for (const id of level) {
      for (const neighbour of inside.get(id) ?? []) {
        steps++
        if (neighbour === start) return { cycle: pathTo(id, cameFrom), steps }
        if (cameFrom.has(neighbour)) continue
        cameFrom.set(neighbour, id)
        next.push(neighbour)
      }
    }
    level = next
  }
  return { steps }
}

function pathTo(end: string, cameFrom: ReadonlyMap<string, string>): readonly string[] {
  const path = [end]
  for (let id = cameFrom.get(end); id !== undefined; id = cameFrom.get(id)) path.push(id)
  return path.toReversed()
}
