// A template's text → its mustaches in order, each with its expression read, and what is wrong with them.
import type { Diagnostic } from '../errors/diagnostic.ts'
import { findJinja } from './jinja.ts'
import { limits } from './limits.ts'
import type { Mustache } from './mustache.ts'
import { readMustache } from './read-mustache.ts'
import type { Source } from './reader.ts'
import { findStrayCloses } from './stray-close.ts'

/** The mustaches of a template. */
export interface Scan {
  readonly mustaches: readonly Mustache[]
  readonly diagnostics: readonly Diagnostic[]
  /** Whether the shape is known: every mustache ends, and each says what it is. */
  readonly whole: boolean
}

const opening = /\{[{%#]/g

/** Whether a text could hold anything but text. */
export function mayHoldMustaches(text: string, start: number): boolean {
  opening.lastIndex = start
  return opening.test(text) || text.includes('}}', start)
}

/** Finds and reads every mustache, following Handlebars' rules about escapes, comments and raw blocks. */
export function scan(source: Source): Scan {
  const { text } = source
  const lastCommentEnd = text.lastIndexOf('#}')
  const mustaches: Mustache[] = []
  const diagnostics: Diagnostic[] = []
  let whole = true
  let at = source.start
  let textStart = source.start
  while (diagnostics.length < limits.problems) {
    opening.lastIndex = at
    const found = opening.exec(text)
    if (found === null) break
    const start = found.index
    at = start + 2
    if (found[0] !== '{{') {
      const jinja = findJinja(source, start, lastCommentEnd)
      if (jinja === undefined) continue
      diagnostics.push(jinja.problem)
      // What stands inside is not read; one character more, because two braces may stand across its end.
      if (text.slice(start, jinja.end + 1).includes('{{')) whole = false
      at = jinja.end
    } else if (isEscaped(text, textStart, start)) {
      textStart = start
    } else {
      const { mustache, problem, end } = readMustache(source, start)
      if (mustache === undefined) whole = false
      else mustaches.push(mustache)
      if (problem !== undefined) diagnostics.push(problem)
      at = end
      textStart = end
    }
  }
  // Where a mustache is broken, what closes it may seem to close nothing.
  const strays = diagnostics.length === 0 ? findStrayCloses(source, mustaches) : []
  return {
    mustaches,
    diagnostics: [...diagnostics, ...strays],
    whole: whole && diagnostics.length < limits.problems,
  }
}

/** A backslash before the braces makes them text, two make one backslash of text before a mustache. */
function isEscaped(text: string, textStart: number, start: number): boolean {
  if (start === textStart || text.charAt(start - 1) !== '\\') return false
  return start - 1 === textStart || text.charAt(start - 2) !== '\\'
}
