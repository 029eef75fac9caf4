// What the YAML parser complains of → a finding that says what the author should change.
import type { CST, YAMLError } from 'yaml'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { LineIndex, Span } from '../errors/span.ts'
import { findUnclosed } from './yaml-tokens.ts'

/** The text that was read, and what the parser made of it. */
export interface ComplainedText {
  readonly text: string
  readonly tokens: readonly CST.Token[]
  readonly index: LineIndex
}

/**
 * Words the first complaint about a text that is not valid YAML; those that follow it are guesses of a parser that has
 * lost its way. A template that stands outside quotes is the usual reason, so it is looked for first, and then a quote or
 * a bracket that is not closed, which the parser notices at the end of the file.
 */
export function wordSyntaxError(error: YAMLError, { text, tokens, index }: ComplainedText): Diagnostic {
  const [start, end] = error.pos
  const template = findUnquotedTemplate(text, start)
  if (template !== undefined) {
    const at = index.span(template.start, template.end)
    return diagnostic('yaml-unquoted-template', undefined, { at })
  }
  const unclosed = isAboutEnd(error) ? findUnclosed(tokens, start) : undefined
  if (unclosed !== undefined) {
    const { offset, open, close } = unclosed
    const problem = `the ${open} that begins here is never closed.`
    const advice = `Close it with ${close}, and indent what stands in it further than its key.`
    return diagnostic('yaml-syntax', { problem, advice }, { at: index.span(offset, offset + 1) })
  }
  if (error.code === 'TAB_AS_INDENT')
    return diagnostic('yaml-tab', undefined, { at: index.span(start, start + 1) })
  const at = placeOf(text, index, [start, end])
  if (error.code === 'TAG_RESOLVE_FAILED') return diagnostic('yaml-tag', undefined, { at })
  return diagnostic(
    'yaml-syntax',
    { problem: sentence(error.message), advice: adviseOn(error, text) },
    { at },
  )
}

function isAboutEnd({ code, message }: YAMLError): boolean {
  return (
    (code === 'MISSING_CHAR' && /^(?:Missing closing|Flow )/u.test(message)) || message.startsWith('Flow ')
  )
}

/** The stretch on its first line, without the white space in front. */
function placeOf(text: string, index: LineIndex, [start, end]: readonly [number, number]): Span {
  const stretch = text.slice(start, lineEnd(text, start))
  const lead = stretch.length - stretch.trimStart().length
  const from = stretch.trim() === '' ? start : start + lead
  return index.span(from, Math.max(from, Math.min(Math.max(end, from + 1), lineEnd(text, start))))
}

/** A `{{` or `{%` on the offset's line, at or before it, that begins a value. */
function findUnquotedTemplate(
  text: string,
  offset: number,
): { readonly start: number; readonly end: number } | undefined {
  const lineStart = text.lastIndexOf('\n', offset - 1) + 1
  const line = text.slice(lineStart, lineEnd(text, offset))
  const match = /^[^"'#]*?(?:[:[,-]\s+|^\s*)(?<open>\{[{%])/u.exec(line)
  if (match === null) return undefined
  const column = match[0].length - 2
  if (lineStart + column > offset) return undefined
  return { start: lineStart + column, end: lineStart + line.trimEnd().length }
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset)
  return end === -1 ? text.length : end
}

function sentence(message: string): string {
  const plain = /^Unexpected \S+ token in YAML stream: (?<source>".*")$/u.exec(message.trim())
  if (plain !== null) return `${plain.groups?.['source'] ?? ''} stands where nothing like it can.`
  return message.trim().replace(/[.:]?$/u, '.')
}

const indentation = 'Check the indentation: what belongs together starts in the same column.'

/** A reference of two names, which braces and brackets take for two values. */
const bareMention = /(?<=[:[,]\s*)(?:ref|source)\((?:'[^']*'|"[^"]*")\s*,\s*(?:'[^']*'|"[^"]*")\)/u

function adviseOn({ code, message, pos }: YAMLError, text: string): string | undefined {
  const line = text.slice(text.lastIndexOf('\n', pos[0] - 1) + 1, lineEnd(text, pos[0]))
  const [mention] = bareMention.exec(line) ?? []
  if (code === 'MISSING_CHAR' && mention !== undefined)
    return `In braces and brackets a comma ends a value: put it in quotes, "${mention.replaceAll('"', "'")}".`
  if (code === 'MISSING_CHAR' && message.startsWith('Sequence item')) return indentation
  const isKeyWithoutSpace = /^[\w-]+:\S/u.test(text.slice(pos[0], pos[0] + maxKeyLength))
  if (code === 'MULTILINE_IMPLICIT_KEY' && isKeyWithoutSpace)
    return 'Put a space behind the colon of every key.'
  return advice[code]
}

const maxKeyLength = 200

const advice: Partial<Record<YAMLError['code'], string>> = {
  BLOCK_AS_IMPLICIT_KEY:
    'Put the value in quotes if it holds a colon, or check the indentation of the line below.',
  BAD_SCALAR_START: 'Put the value in quotes.',
  BAD_INDENT: indentation,
  BAD_DQ_ESCAPE: 'Write \\\\ for a backslash, or put the text in single quotes.',
  MULTILINE_IMPLICIT_KEY: indentation,
  UNEXPECTED_TOKEN: 'Delete it, or put the whole value in quotes.',
  MISSING_CHAR:
    'Check that every quote and bracket is closed and every key is followed by a colon and a space.',
}
