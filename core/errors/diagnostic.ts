import { catalogue } from './catalogue/index.ts'
import type { Span } from './span.ts'
import type { Wording } from './wording.ts'

/** How much a diagnostic matters: an error stops what it concerns, a warning does not, a note only informs. */
export type Severity = 'error' | 'warning' | 'note'

/** The permanent name of a kind of diagnostic. Codes are documented in docs/errors.md and never change meaning. */
export type DiagnosticCode = keyof typeof catalogue

/** Another place that helps to understand a diagnostic, such as where a macro was called. */
export interface RelatedPlace {
  readonly message: string
  readonly at: Span
}

/** One finding about what the user wrote or what a database said: plain data, rendered elsewhere. */
export interface Diagnostic {
  readonly code: DiagnosticCode
  readonly severity: Severity
  /** What happened and why: one or more sentences, without a position and without the word "Error". */
  readonly message: string
  /** What to do about it. */
  readonly hint?: string
  /** Where in the author's files; absent only where no file is to blame. */
  readonly at?: Span
  readonly related?: readonly RelatedPlace[]
}

/** The parameters that a code's wording needs: a wrong one is a compile error. */
export type DiagnosticParams<C extends DiagnosticCode> = Parameters<(typeof catalogue)[C]>[0]

/** Where a diagnostic points and how much it matters, when that differs from an error without a place. */
export interface DiagnosticPlace {
  readonly at?: Span | undefined
  readonly severity?: Severity
  readonly related?: readonly RelatedPlace[]
}

/** Words one finding from the catalogue. */
export function diagnostic<C extends DiagnosticCode>(
  code: C,
  params: DiagnosticParams<C>,
  place: DiagnosticPlace = {},
): Diagnostic {
  const word = catalogue[code] as (params: DiagnosticParams<C>) => Wording
  const { message, hint } = word(params)
  return {
    code,
    severity: place.severity ?? 'error',
    message,
    ...(hint === undefined ? {} : { hint }),
    ...(place.at === undefined ? {} : { at: place.at }),
    ...(place.related === undefined || place.related.length === 0 ? {} : { related: place.related }),
  }
}

/** Whether any of the findings is an error. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((one) => one.severity === 'error')
}

/**
 * The order in which findings are shown: by file, line and column, then code; those without a place come last.
 * The same findings always come out in the same order.
 */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.toSorted((a, b) => {
    if (a.at === undefined || b.at === undefined)
      return Number(a.at === undefined) - Number(b.at === undefined)
    return (
      compareText(a.at.path, b.at.path) ||
      a.at.line - b.at.line ||
      a.at.column - b.at.column ||
      compareText(a.code, b.code)
    )
  })
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
