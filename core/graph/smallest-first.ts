/** Numbers waiting to be taken, the smallest first. */
export interface SmallestFirst {
  add(number: number): void
  /** The smallest number, which then is gone; undefined when none is left. */
  take(): number | undefined
}

/** Makes an empty queue: a binary heap, so that adding and taking cost the logarithm of how many are waiting. */
export function createSmallestFirst(): SmallestFirst {
  const heap: number[] = []
  return {
    add(number) {
      heap.push(number)
      rise(heap)
    },
    take() {
      const [smallest] = heap
      const last = heap.pop()
      if (last !== undefined && heap.length > 0) {
        heap[0] = last
        sink(heap)
      }
      return smallest
    },
  }
}

function rise(heap: number[]): void {
  for (let at = heap.length - 1; at > 0;) {
    const parent = (at - 1) >> 1
    if (valueAt(heap, parent) <= valueAt(heap, at)) return
    swap(heap, at, parent)
    at = parent
  }
}

function sink(heap: number[]): void {
  for (let at = 0; ;) {
    const left = 2 * at + 1
    const child = valueAt(heap, left + 1) < valueAt(heap, left) ? left + 1 : left
    if (valueAt(heap, at) <= valueAt(heap, child)) return
    swap(heap, at, child)
    at = child
  }
}

function swap(heap: number[], a: number, b: number): void {
  const value = valueAt(heap, a)
  heap[a] = valueAt(heap, b)
  heap[b] = value
}

function valueAt(heap: readonly number[], at: number): number {
  return heap[at] ?? Infinity
}
