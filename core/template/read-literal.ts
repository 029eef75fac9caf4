import { diagnostic } from '../errors/diagnostic.ts'
import { fail, matchAt, peekName, type Reader } from './reader.ts'
import type { Expression } from './template.ts'

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
])

const numberHere = /-?\d+(?:\.\d+)?/y
const untilQuoteOrEscape = { "'": /[^'\\]*/y, '"': /[^"\\]*/y } as const

/** Reads a string in either kind of quotes and gives its text; `\\`, `\'`, `\"`, `\n`, `\r` and `\t` are its escapes. */
export function readText(reader: Reader, quote: "'" | '"'): string | undefined {
  const { text, source } = reader
  const start = reader.at
  const parts: string[] = []
  reader.at++
  for (;;) {
    const plain = matchAt(untilQuoteOrEscape[quote], text, reader.at)
    parts.push(plain)
    reader.at += plain.length
    if (reader.at >= text.length) return failUnterminated(reader, start)
    if (text.charAt(reader.at) === quote) break
    const escape = escapes.get(text.charAt(reader.at + 1))
    if (escape === undefined) {
      const sequence = text.slice(reader.at, reader.at + 2)
      const at = source.place(reader.at, reader.at + sequence.length)
      return fail(reader, diagnostic('unknown-escape', { sequence }, { at }))
    }
    parts.push(escape)
    reader.at += 2
  }
  reader.at++
  if (swallowsClose(text.slice(start, reader.at))) reader.suspect ??= start
  return parts.join('')
}

/** Whether a string goes on behind something that looks like the mustache's end: it was probably never closed at all. */
function swallowsClose(string: string): boolean {
  const close = string.indexOf('}}')
  if (close === -1) return false
  return string.includes('{{', close) || /\s/.test(string.slice(close))
}

/** Fails at a string's opening quote, and goes back there: the mustache's end is looked for from that place. */
export function failUnterminated(reader: Reader, start: number): undefined {
  const quote = reader.text.charAt(start)
  reader.at = start + 1
  reader.problem = diagnostic('unterminated-string', { quote }, { at: reader.source.place(start, start + 1) })
  return undefined
}

/** Whether a number stands here. */
export function atNumber(reader: Reader): boolean {
  return matchAt(numberHere, reader.text, reader.at) !== ''
}

/** Reads a number; one that a double cannot hold exactly is refused where it is whole. */
export function readNumber(reader: Reader): Expression | undefined {
  const start = reader.at
  const digits = matchAt(numberHere, reader.text, start)
  reader.at += digits.length
  const rest = peekName(reader)
  const at = reader.source.place(start, reader.at + rest.length)
  if (rest !== '') return fail(reader, diagnostic('unexpected-text', { found: digits + rest }, { at }))
  const value = Number(digits)
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return fail(reader, diagnostic('number-too-large', { number: digits.slice(0, 40) }, { at }))
  }
  return { kind: 'literal', value, at }
}
