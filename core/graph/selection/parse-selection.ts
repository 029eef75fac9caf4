// The texts of --select or --exclude → a selection.
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import { parseCriterion, type PlacedText } from './parse-criterion.ts'
import type { Selection } from './selection.ts'

/** Where texts come from. */
export interface SelectionOrigin {
  /** The option, as it stands in findings: `--select`. */
  readonly option: string
}

/** What could be read of a selection, and what was wrong with the rest. */
export interface SelectionResult {
  readonly selection: Selection
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads the values of an option. Several values, and what white space separates within one, are a union; what commas
 * separate is an intersection. Findings point into the value, as line 1 of a file with the option's name.
 */
export function parseSelection(texts: readonly string[], { option }: SelectionOrigin): SelectionResult {
  const results = texts.map((text) =>
    parseSelectionText({ text, spanOf: (start, end) => spanIn(option, start, end) }),
  )
  return {
    selection: uniteSelections(results.map(({ selection }) => selection)),
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
  }
}

/** Reads one text, wherever it stands. */
export function parseSelectionText({ text, spanOf }: PlacedText): SelectionResult {
  const words = [...text.matchAll(/\S+/gu)]
  if (words.length === 0) {
    return {
      selection: nothing,
      diagnostics: [diagnostic('empty-selection', undefined, { at: spanOf(0, text.length) })],
    }
  }
  const results = words.map(({ 0: word, index }) =>
    parseIntersection({ text: word, spanOf: (start, end) => spanOf(index + start, index + end) }),
  )
  return {
    selection: uniteSelections(results.map(({ selection }) => selection)),
    diagnostics: results.flatMap(({ diagnostics }) => diagnostics),
  }
}

/** One selection for several: what any of them selects. */
export function uniteSelections(selections: readonly Selection[]): Selection {
  const [only, ...others] = selections
  return only !== undefined && others.length === 0 ? only : { kind: 'union', of: selections }
}

const nothing: Selection = { kind: 'union', of: [] }

function parseIntersection({ text, spanOf }: PlacedText): SelectionResult {
  const parts: Selection[] = []
  const diagnostics: Diagnostic[] = []
  let offset = 0
  for (const part of text.split(',')) {
    const from = offset
    const result = parseCriterion({ text: part, spanOf: (start, end) => spanOf(from + start, from + end) })
    if (result.ok) parts.push(result.criterion)
    else diagnostics.push(result.finding)
    offset += part.length + 1
  }
  const [only = nothing, ...others] = parts
  return { selection: others.length === 0 ? only : { kind: 'intersection', of: parts }, diagnostics }
}

function spanIn(path: string, start: number, end: number): Span {
  return { path, line: 1, column: start + 1, endLine: 1, endColumn: end + 1 }
}
