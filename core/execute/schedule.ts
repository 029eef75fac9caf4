import type { NodeId } from '../parse/node.ts'

/** A node that will not be built because one that it needs was not. */
export interface Skip {
  readonly id: NodeId
  readonly blockedBy: NodeId
}

/**
 * Says which node can be built next. Nodes become ready when all they need is done; of several that are ready the one
 * that stands first in the order is taken, so that the same answers always give the same course.
 */
export interface Schedule {
  /** The next ready node, which then counts as taken; undefined when none is ready at the moment. */
  take(): NodeId | undefined
  /** Reports a taken node as built. */
  done(id: NodeId): void
  /** Reports a taken node as failed; gives every node that can no longer be built, in order, each once. */
  fail(id: NodeId): readonly Skip[]
  /** Gives up every node that has not been taken; gives them in order. */
  abandon(): readonly NodeId[]
  /** Whether no node is left that could still be taken, now or later. */
  readonly finished: boolean
}

/** A ready-queue over an order and, for each node, those that must be built before it. */
export function createSchedule(
  order: readonly NodeId[],
  needs: ReadonlyMap<NodeId, readonly NodeId[]>,
): Schedule {
  const rank = new Map(order.map((id, index) => [id, index]))
  const waitingFor = new Map(order.map((id) => [id, needsWithin(id)]))
  const dependants = invert(order, needsWithin)
  const ready = createRankQueue(rank)
  const open = new Set(order)
  for (const id of order) if (waitingFor.get(id)?.size === 0) ready.add(id)

  function needsWithin(id: NodeId): Set<NodeId> {
    return new Set((needs.get(id) ?? []).filter((needed) => rank.has(needed)))
  }

  function release(id: NodeId): void {
    for (const dependant of dependants.get(id) ?? []) {
      const left = waitingFor.get(dependant)
      left?.delete(id)
      if (left?.size === 0 && open.has(dependant)) ready.add(dependant)
    }
  }

  function skipBehind(failed: NodeId): readonly Skip[] {
    const skips = new Map<NodeId, NodeId>()
    const queue = [failed]
    for (const id of queue) {
      for (const dependant of dependants.get(id) ?? []) {
        if (!open.delete(dependant)) continue
        skips.set(dependant, failed)
        queue.push(dependant)
      }
    }
    return [...skips]
      .map(([id, blockedBy]) => ({ id, blockedBy }))
      .toSorted((a, b) => (rank.get(a.id) ?? 0) - (rank.get(b.id) ?? 0))
  }

  return {
    take() {
      const id = ready.take()
      if (id !== undefined) open.delete(id)
      return id
    },
    done: release,
    fail: skipBehind,
    abandon() {
      const left = order.filter((id) => open.has(id))
      open.clear()
      ready.clear()
      return left
    },
    get finished() {
      return open.size === 0
    },
  }
}

function invert(
  order: readonly NodeId[],
  needsOf: (id: NodeId) => ReadonlySet<NodeId>,
): ReadonlyMap<NodeId, readonly NodeId[]> {
  const dependants = new Map<NodeId, NodeId[]>(order.map((id) => [id, []]))
  for (const id of order) for (const needed of needsOf(id)) dependants.get(needed)?.push(id)
  return dependants
}

interface RankQueue {
  add(id: NodeId): void
  take(): NodeId | undefined
  clear(): void
}

/** A binary heap by rank: adding and taking cost the logarithm of the number that is ready. */
function createRankQueue(rank: ReadonlyMap<NodeId, number>): RankQueue {
  const heap: NodeId[] = []
  const rankAt = (index: number): number => {
    const id = heap[index]
    return id === undefined ? Infinity : (rank.get(id) ?? Infinity)
  }
  const swap = (a: number, b: number): void => {
    const [first, second] = [heap[a], heap[b]]
    if (first === undefined || second === undefined) return
    heap[a] = second
    heap[b] = first
  }
  const sink = (): void => {
    for (let at = 0; ;) {
      const left = 2 * at + 1
      const child = rankAt(left + 1) < rankAt(left) ? left + 1 : left
      if (rankAt(child) >= rankAt(at)) return
      swap(at, child)
      at = child
    }
  }
  return {
    add(id) {
      heap.push(id)
      for (let at = heap.length - 1; at > 0 && rankAt(at) < rankAt((at - 1) >> 1); at = (at - 1) >> 1) {
        swap(at, (at - 1) >> 1)
      }
    },
    take() {
      const [first] = heap
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) {
        heap[0] = last
        sink()
      }
      return first
    },
    clear() {
      heap.length = 0
    },
  }
}
