// Mustaches in order → a template of the same length that holds their shape only, for Handlebars' parser.
import type { Mustache, OutputMustache } from './mustache.ts'
import type { Source } from './reader.ts'

/**
 * Rewrites a template so that Handlebars reads its blocks and its white space and nothing else: expressions are
 * blanked, because calls written as calls are not Handlebars, and every block has the same name, because ours are
 * matched already. Every character keeps its position, line breaks too, so a place in the syntax tree is the author's.
 *
 * An expression that is printed is nothing but text to blocks and to white space, and so it becomes text, which
 * spares Handlebars most of its tokens; only one that asks for white space to be taken away stays a mustache.
 */
export function buildSkeleton(source: Source, mustaches: readonly Mustache[]): string {
  const { text, start } = source
  const parts: string[] = []
  let from = start
  for (const mustache of mustaches) {
    parts.push(text.slice(from, mustache.start), outline(source, mustache))
    from = mustache.end
  }
  parts.push(text.slice(from))
  return parts.join('').replaceAll(unsettling, neutralize)
}

/** Characters that Handlebars' lexer counts as line breaks where editors and databases do not, or does not take at all. */
const unsettling = /\r(?!\n)|[\u2028\u2029\0]/g

function neutralize(character: string): string {
  return character === '\0' ? '\ufffd' : '\u00a0'
}

/** Whether a mustache is text in the skeleton. Behind a backslash it is not, because the backslashes are Handlebars' business. */
export function isTextual({ text }: Source, mustache: Mustache): mustache is OutputMustache {
  if (mustache.kind !== 'output' || mustache.trimBefore || mustache.trimAfter) return false
  return text.charAt(mustache.start - 1) !== '\\'
}

function outline(source: Source, mustache: Mustache): string {
  const { text } = source
  if (mustache.kind === 'raw') return outlineRaw(text, mustache)
  if (isTextual(source, mustache)) return fill(text.slice(mustache.start, mustache.end), 'x')
  const open = mustache.trimBefore ? '{{~' : '{{'
  const close = mustache.trimAfter ? '~}}' : '}}'
  const head = open + shapes[shapeOf(mustache)]
  return head + fill(text.slice(mustache.start + head.length, mustache.end - close.length), ' ') + close
}

/** A text of the same length and the same lines. */
function fill(text: string, character: string): string {
  return text.includes('\n') ? text.replaceAll(/[^\n]/g, character) : character.repeat(text.length)
}

const shapes = {
  output: 'e',
  open: '#b',
  chained: 'else b',
  else: '^',
  close: '/b',
  comment: '!',
} as const

function shapeOf(mustache: Exclude<Mustache, { kind: 'raw' }>): keyof typeof shapes {
  return mustache.kind === 'open' && mustache.chained ? 'chained' : mustache.kind
}

function outlineRaw(text: string, raw: Extract<Mustache, { kind: 'raw' }>): string {
  const content = text.slice(raw.contentStart, raw.contentEnd).replaceAll('{', 'x')
  return text.slice(raw.start, raw.contentStart) + content + text.slice(raw.contentEnd, raw.end)
}
