import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import { createSuggester } from '../suggester.ts'
import type { NamedSelector, Selection } from './selection.ts'
import { selectorReferences } from './selector-order.ts'

/** Reports every reference of a selection to a selector that does not exist. */
export function reportUnknownSelectors(
  selection: Selection,
  selectors: readonly NamedSelector[],
): readonly Diagnostic[] {
  const names = selectors.map((selector) => selector.name)
  const known = new Set(names)
  const suggest = createSuggester()
  return selectorReferences(selection)
    .filter(({ condition }) => !known.has(condition.value))
    .map(({ condition: { value: name }, at }) =>
      diagnostic('unknown-selector', { name, suggestion: suggest(name, names), known: names }, { at }),
    )
}
