import type { Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'

const spaces = /\s*/y
const nameHere = /[\p{L}_][\p{L}\p{N}_]*/uy
const closeHere = /\}~\}\}|~?\}\}+/y

/** A text to be parsed and how its offsets become places in the author's file. */
export interface Source {
  readonly text: string
  /** Where the template begins in the text. */
  readonly start: number
  /** The span between two offsets of the text. */
  readonly place: (start: number, end: number) => Span
  /** Whether places are exact, or all stand for the whole. */
  readonly exact: boolean
}

/** Reads one mustache: a position that moves forward, and the first problem that was met. */
export interface Reader {
  readonly source: Source
  readonly text: string
  /** Where the mustache begins. */
  readonly start: number
  at: number
  /** How many brackets are open. */
  depth: number
  /** How many map literals are open: inside one, `}}` closes maps and not the mustache. */
  maps: number
  problem: Diagnostic | undefined
  /** Where a string began that may have swallowed the mustache's end. */
  suspect: number | undefined
}

/** A reader at the beginning of a mustache. */
export function createReader(source: Source, start: number): Reader {
  return {
    source,
    text: source.text,
    start,
    at: start,
    depth: 0,
    maps: 0,
    problem: undefined,
    suspect: undefined,
  }
}

/** Keeps the first problem. The result is what a reading function gives when it fails. */
export function fail(reader: Reader, problem: Diagnostic): undefined {
  reader.problem ??= problem
  return undefined
}

/** Moves on if the text goes on with `token`. */
export function take(reader: Reader, token: string): boolean {
  if (!reader.text.startsWith(token, reader.at)) return false
  reader.at += token.length
  return true
}

/** Moves over white space and over `{{!-- comments --}}` between the parts of an expression. */
export function skipSpace(reader: Reader): void {
  for (;;) {
    reader.at += matchAt(spaces, reader.text, reader.at).length
    if (!reader.text.startsWith('{{!--', reader.at)) return
    const end = reader.text.indexOf('--}}', reader.at + 5)
    if (end === -1) return
    reader.at = end + 4
  }
}

/** Reads a name, or nothing. */
export function takeName(reader: Reader): string {
  const name = peekName(reader)
  reader.at += name.length
  return name
}

/** The name that stands here, or the empty string. */
export function peekName(reader: Reader): string {
  return matchAt(nameHere, reader.text, reader.at)
}

/** Whether the mustache ends here. */
export function atClose(reader: Reader): boolean {
  return reader.maps === 0 && peekClose(reader) !== ''
}

/** The closing braces that stand here, with their `~`, or the empty string. */
export function peekClose(reader: Reader): string {
  return matchAt(closeHere, reader.text, reader.at)
}

/** What a sticky pattern matches at an offset, or the empty string. */
export function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}
