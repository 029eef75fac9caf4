import { connect, type Adjacency } from '../adjacency.ts'
import { orderTopologically } from '../topological-order.ts'
import { reachFrom } from '../walk.ts'
import type { Criterion, NamedSelector, Selection } from './selection.ts'

/** Which selectors refer to which, and an order in which they can be evaluated. */
export interface SelectorOrder extends Adjacency {
  /** Every selector behind those that it refers to. */
  readonly order: readonly string[]
  /** Selectors that refer to themselves in a circle, and those that refer to them. */
  readonly unordered: readonly string[]
}

/** Orders selectors by the references among them; references to what does not exist do not count. */
export function orderSelectors(selectors: readonly NamedSelector[]): SelectorOrder {
  const byName = new Map(selectors.map((selector) => [selector.name, selector]))
  const names = [...byName.keys()].sort()
  const adjacency = connect(names, (name) => {
    const selector = byName.get(name)
    const used = selector === undefined ? [] : selectorReferences(selector.definition)
    return used.map(({ condition }) => condition.value).filter((one) => byName.has(one))
  })
  return { ...adjacency, ...orderTopologically(names, adjacency) }
}

/** The selectors that a selection needs, each behind those that it refers to itself. */
export function selectorsBehind(
  selection: Selection,
  selectors: readonly NamedSelector[],
): readonly NamedSelector[] {
  const direct = selectorReferences(selection).map(({ condition }) => condition.value)
  if (direct.length === 0) return []
  const { order, upstream } = orderSelectors(selectors)
  const needed = reachFrom(direct, upstream)
  const byName = new Map(selectors.map((selector) => [selector.name, selector]))
  return order.flatMap((name) => (needed.has(name) ? (byName.get(name) ?? []) : []))
}

/** The criteria of a selection that refer to other selectors. */
export function selectorReferences(selection: Selection): readonly Criterion[] {
  const found: Criterion[] = []
  const open: Selection[] = [selection]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind === 'criterion' && next.condition.method === 'selector') found.push(next)
    for (const part of partsOf(next).toReversed()) open.push(part)
  }
  return found
}

function partsOf(selection: Selection): readonly Selection[] {
  switch (selection.kind) {
    case 'union':
    case 'intersection':
      return selection.of
    case 'difference':
      return [selection.from, selection.without]
    case 'criterion':
    case 'everything':
      return []
  }
}
