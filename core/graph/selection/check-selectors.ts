import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Neighbours } from '../adjacency.ts'
import { findShortestCycle } from '../shortest-cycle.ts'
import { findCyclicComponents } from '../strongly-connected.ts'
import type { NamedSelector } from './selection.ts'
import { uniteSelections } from './parse-selection.ts'
import { reportUnknownSelectors } from './report-unknown-selectors.ts'
import { orderSelectors } from './selector-order.ts'

/** Selectors that can be evaluated, and what was wrong with others. */
export interface CheckedSelectors {
  readonly selectors: readonly NamedSelector[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Checks what concerns several selectors: names used twice, more than one default, references to nothing or in a circle. */
export function checkSelectors(selectors: readonly NamedSelector[]): CheckedSelectors {
  const byName = new Map(selectors.toReversed().map((selector) => [selector.name, selector]))
  const distinct = selectors.filter((selector) => byName.get(selector.name) === selector)
  const { upstream, unordered } = orderSelectors(distinct)
  const stuck = new Set(unordered)
  return {
    selectors: distinct.filter(({ name }) => !stuck.has(name)),
    diagnostics: [
      ...selectors.flatMap((selector) => checkName(selector, byName.get(selector.name))),
      ...checkDefaults(distinct),
      ...reportUnknownSelectors(uniteSelections(distinct.map(({ definition }) => definition)), distinct),
      ...reportCircles(unordered, upstream, byName),
    ],
  }
}

function checkName(selector: NamedSelector, first: NamedSelector | undefined): readonly Diagnostic[] {
  if (first === undefined || first === selector) return []
  const related = [{ message: 'It is defined here first', at: first.at }]
  return [diagnostic('duplicate-selector', { name: selector.name }, { at: selector.at, related })]
}

function checkDefaults(selectors: readonly NamedSelector[]): readonly Diagnostic[] {
  const [first, ...others] = selectors.filter(({ isDefault }) => isDefault)
  if (first === undefined) return []
  const related = [{ message: `"${first.name}" is the default already`, at: first.at }]
  return others.map(({ name, at }) =>
    diagnostic('several-default-selectors', { name, first: first.name }, { at, related }),
  )
}

function reportCircles(
  unordered: readonly string[],
  upstream: Neighbours,
  byName: ReadonlyMap<string, NamedSelector>,
): readonly Diagnostic[] {
  return findCyclicComponents(unordered, upstream).map((component) => {
    const path = findShortestCycle(component, upstream)
    return diagnostic('selector-cycle', { path }, { at: byName.get(path[0] ?? '')?.at })
  })
}
