import type { Neighbours } from './adjacency.ts'

interface Visit {
  readonly id: string
  /** Which of its neighbours comes next. */
  next: number
}

interface Search {
  /** When each node was first seen. */
  readonly seen: Map<string, number>
  /** The earliest node that each is known to reach among those still open. */
  readonly lowest: Map<string, number>
  /** The nodes whose component is not complete yet. */
  readonly open: string[]
  readonly isOpen: Set<string>
  readonly components: (readonly string[])[]
}

/**
 * The groups of nodes that reach each other, and single nodes that are neighbours of themselves. Each group in the
 * order of ids, the groups by their first id.
 *
 * Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972) with a stack of its own in place of
 * recursion: linear in nodes and edges, however deep the graph is.
 */
export function findCyclicComponents(
  ids: readonly string[],
  neighbours: Neighbours,
): readonly (readonly string[])[] {
  const search: Search = { seen: new Map(), lowest: new Map(), open: [], isOpen: new Set(), components: [] }
  for (const id of ids) if (!search.seen.has(id)) searchFrom(id, neighbours, search)
  return search.components
    .filter((component) => component.length > 1 || component.some((id) => neighbours.get(id)?.includes(id)))
    .map((component) => component.toSorted())
    .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
}

function searchFrom(start: string, neighbours: Neighbours, search: Search): void {
  const path: Visit[] = [enter(start, search)]
  for (let visit = path.at(-1); visit !== undefined; visit = path.at(-1)) {
    const neighbour = neighbours.get(visit.id)?.[visit.next++]
    if (neighbour === undefined) {
      path.pop()
      leave(visit.id, path.at(-1)?.id, search)
    } else if (!search.seen.has(neighbour)) {
      path.push(enter(neighbour, search))
    } else if (search.isOpen.has(neighbour)) {
      lower(visit.id, search.seen.get(neighbour), search)
    }
  }
}

function enter(id: string, { seen, lowest, open, isOpen }: Search): Visit {
  lowest.set(id, seen.size)
  seen.set(id, seen.size)
  open.push(id)
  isOpen.add(id)
  return { id, next: 0 }
}

/** A node whose neighbours are done: it ends its component, or passes on how far back it reaches. */
function leave(id: string, parent: string | undefined, search: Search): void {
  const lowest = search.lowest.get(id)
  if (parent !== undefined) lower(parent, lowest, search)
  if (lowest !== search.seen.get(id)) return
  const component = search.open.splice(search.open.lastIndexOf(id))
  for (const member of component) search.isOpen.delete(member)
  search.components.push(component)
}

function lower(id: string, reached: number | undefined, { lowest }: Search): void {
  lowest.set(id, Math.min(lowest.get(id) ?? Infinity, reached ?? Infinity))
}
