// What a command printed → the findings in it.
import { sortDiagnostics, type Diagnostic } from '../../core/errors/diagnostic.ts'
import type { RunEvent } from '../../core/events.ts'
import type { ExpectedFinding } from './fixture.ts'

/** A finding as it was printed. */
export type PrintedFinding = Pick<Diagnostic, 'severity' | 'message' | 'hint' | 'at'> & {
  readonly code: string
}

type Line = RunEvent | { readonly type: 'diagnostics'; readonly diagnostics: readonly Diagnostic[] }

/** Every finding in what was printed, in order: those of the json reporter, and those in words of a misused command line. */
export function readFindings(printed: string): readonly PrintedFinding[] {
  const lines = printed.split('\n').filter((line) => line.startsWith('{"type":'))
  return [...lines.flatMap((line) => findingsOf(JSON.parse(line) as Line)), ...readWords(printed)]
}

/** A notice about a run comes again when the run ends. Nodes end in any order: what is said of them comes in the order of places. */
function findingsOf(line: Line): readonly PrintedFinding[] {
  if (line.type === 'diagnostics') return line.diagnostics
  if (line.type !== 'run:end') return []
  const ofNodes = line.result.results.flatMap(({ outcome, warnings }) =>
    outcome.status === 'error' || outcome.status === 'aged' || outcome.status === 'tested'
      ? [...outcome.diagnostics, ...warnings]
      : warnings,
  )
  return [...line.result.diagnostics, ...sortDiagnostics(ofNodes)]
}

const words =
  /^(?<severity>error|warning|note)\[(?<code>[a-z0-9-]+)\]: (?<message>[^]*?)(?:\nhelp: (?<hint>[^]*?))?\n\n/gmu

function readWords(printed: string): readonly PrintedFinding[] {
  return [...printed.matchAll(words)].map((match) => {
    const { severity, code = '', message = '', hint } = match.groups ?? {}
    return {
      severity: severity === 'error' ? 'error' : severity === 'note' ? 'note' : 'warning',
      code,
      message,
      ...(hint === undefined ? {} : { hint }),
    }
  })
}

/** A finding in the form of an expectation; where it has the expected words it shows just them, so that a difference stands out. */
export function asExpected(found: PrintedFinding, wanted: ExpectedFinding | undefined): ExpectedFinding {
  const { code, severity, message, hint = '(none)', at } = found
  return {
    code,
    ...(at === undefined ? {} : { at: `${at.path}:${at.line}:${at.column}` }),
    hint: wanted !== undefined && hint.includes(wanted.hint) ? wanted.hint : hint,
    ...(wanted?.message === undefined
      ? {}
      : { message: message.includes(wanted.message) ? wanted.message : message }),
    ...(severity === 'error' ? {} : { severity }),
  }
}
