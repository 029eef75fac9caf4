import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { describeKind, isList } from './truthy.ts'
import type { Value } from './value.ts'

/** A value as it stands in SQL, or why it cannot stand there. */
export type Printed =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly diagnostic: Diagnostic }

/**
 * Prints a value at `at`: SQL as it is, numbers and booleans plainly, text only if it is harmless.
 *
 * A text is harmless without quotes of any kind, `;`, a backslash, comment marks and control characters other than tab
 * and line breaks. What it says is not repeated in the finding: it may be a secret.
 */
export function printValue(value: Value, at: Span): Printed {
  if (typeof value === 'string') return printText(value, at)
  if (typeof value === 'boolean') return { ok: true, text: String(value) }
  if (typeof value === 'number') {
    // String(-0) is "0", which is what SQL should see.
    return Number.isFinite(value) ? { ok: true, text: String(value) } : refuseKind('a number without end', at)
  }
  if (value !== null && !isList(value) && value.kind === 'sql') return { ok: true, text: value.text }
  return refuseKind(describeKind(value), at)
}

/** Why a text cannot stand in SQL because of `what` it holds. */
export function describeUnsafe(what: string, at: Span): Diagnostic {
  return diagnostic('unsafe-text', { what }, { at })
}

function refuseKind(kind: string, at: Span): Printed {
  return { ok: false, diagnostic: diagnostic('unprintable-value', { kind }, { at }) }
}

function printText(text: string, at: Span): Printed {
  const found = harmful.exec(text)
  if (found === null) return { ok: true, text }
  return { ok: false, diagnostic: describeUnsafe(names.get(found[0]) ?? nameOther(found[0]), at) }
}

/** The dollar signs are Postgres's and DuckDB's third kind of quotes. */
const harmful = /['"`;\\]|--|\/\*|\*\/|\$\w*\$|\r(?!\n)|(?![\t\n\r])\p{Cc}/u

const names: ReadonlyMap<string, string> = new Map([
  ["'", 'a single quote'],
  ['"', 'a double quote'],
  ['`', 'a backtick'],
  [';', 'a semicolon'],
  ['\\', 'a backslash'],
  ['--', 'the comment mark "--"'],
  ['/*', 'the comment mark "/*"'],
  ['*/', 'the comment mark "*/"'],
])

function nameOther(found: string): string {
  return found.startsWith('$') ? 'a dollar quote' : 'a control character'
}
