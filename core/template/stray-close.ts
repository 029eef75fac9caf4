import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { limits } from './limits.ts'
import type { Mustache } from './mustache.ts'
import type { Source } from './reader.ts'

/**
 * Finds `}}` in the text between mustaches that closes nothing: one whose braces have no partners and which does not
 * stand inside quotes on its line, so that JSON in SQL stays what it is.
 */
export function findStrayCloses(source: Source, mustaches: readonly Mustache[]): readonly Diagnostic[] {
  if (!holdsClose(source, mustaches)) return []
  const gaps = gapsBetween(source, mustaches)
  const balance: Balance = { open: 0, quoted: false }
  const strays = gaps.flatMap(({ start, text }) => findInText(text, balance).map((at) => start + at))
  return strays
    .slice(0, limits.problems)
    .map((at) => diagnostic('stray-mustache-close', undefined, { at: source.place(at, at + 2) }))
}

function holdsClose({ text, start }: Source, mustaches: readonly Mustache[]): boolean {
  let from = start
  for (const mustache of mustaches) {
    const at = text.indexOf('}}', from)
    if (at !== -1 && at < mustache.start) return true
    from = mustache.end
  }
  return text.includes('}}', from)
}

interface Gap {
  readonly start: number
  readonly text: string
}

function gapsBetween({ text, start }: Source, mustaches: readonly Mustache[]): readonly Gap[] {
  const starts = [start, ...mustaches.map(({ end }) => end)]
  return starts.map((from, index) => ({ start: from, text: text.slice(from, mustaches[index]?.start) }))
}

/** The braces of the text so far that have no partner, and whether a single quote is open on the line. */
interface Balance {
  open: number
  quoted: boolean
}

function findInText(text: string, balance: Balance): readonly number[] {
  const strays: number[] = []
  for (const { 0: found, index } of text.matchAll(/\}\}|[{}'\n]/g)) {
    if (found === '{') balance.open++
    else if (found === '\n') balance.quoted = false
    else if (found === "'") balance.quoted = !balance.quoted
    else if (found === '}}' && balance.open === 0 && !balance.quoted) strays.push(index)
    else balance.open = Math.max(0, balance.open - found.length)
  }
  return strays
}
