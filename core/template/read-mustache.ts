// The text at a `{{` → the mustache that begins there, or what is wrong with it.
import { diagnostic } from '../errors/diagnostic.ts'
import type { BlockHead, Mustache, MustacheBase, MustacheReading, OpenMustache } from './mustache.ts'
import { mustacheEnd, readInvocation, readSpacedArguments, type Ending } from './read-expression.ts'
import { failUnterminated } from './read-literal.ts'
import { readRaw } from './read-raw.ts'
import {
  atClose,
  createReader,
  fail,
  matchAt,
  peekClose,
  skipSpace,
  take,
  takeName,
  type Reader,
  type Source,
} from './reader.ts'
import { failUnexpected } from './syntax-problem.ts'
import type { Expression } from './template.ts'

/** What is known of a mustache before its end was reached. */
type Content =
  | { readonly kind: 'output'; readonly expression: Expression | undefined; readonly triple: boolean }
  | Pick<OpenMustache, 'kind' | 'chained' | 'name' | 'nameAt' | 'head'>
  | { readonly kind: 'else' }
  | { readonly kind: 'close'; readonly name: string }

const elseHere = /\s*else(?=[\s~}])/y
const blockNamesHere = /as\s+\|/y
const boundary = /\}\}+|\{\{/g

/** Reads the mustache that begins at `start`. */
export function readMustache(source: Source, start: number): MustacheReading {
  if (source.text.startsWith('{{{{', start)) return readRaw(source, start)
  const reader = createReader(source, start)
  reader.at += 2
  const trimBefore = take(reader, '~')
  if (source.text.charAt(reader.at) === '!') return readComment(reader, trimBefore)
  const content = readContent(reader)
  const close = readClose(reader, content?.kind === 'output' && content.triple)
  const { problem } = reader
  const end = problem === undefined ? reader.at : recover(reader)
  if (end === undefined) return { mustache: undefined, problem: reader.problem, end: reader.at }
  const base = { start, end, trimBefore, trimAfter: close.includes('~') }
  return { mustache: content && complete(content, base, source), problem: reader.problem, end }
}

/** Spelled out for each kind: spreading objects here would take a fifth of the time of parsing. */
function complete(
  content: Content,
  { start, end, trimBefore, trimAfter }: MustacheBase,
  { place }: Source,
): Mustache {
  switch (content.kind) {
    case 'output': {
      const expression = content.expression ?? { kind: 'invalid', at: place(start, end) }
      return { kind: 'output', start, end, trimBefore, trimAfter, expression }
    }
    case 'open': {
      const { chained, name, nameAt, head } = content
      return { kind: 'open', start, end, trimBefore, trimAfter, chained, name, nameAt, head }
    }
    case 'else':
      return { kind: 'else', start, end, trimBefore, trimAfter }
    case 'close':
      return { kind: 'close', start, end, trimBefore, trimAfter, name: content.name }
  }
}

function readComment(reader: Reader, trimBefore: boolean): MustacheReading {
  const { text, start, source, at } = reader
  const close = text.startsWith('--', at + 1) ? /--~?\}\}/g : /\}\}/g
  close.lastIndex = at + 1
  const found = close.exec(text)
  if (found === null) {
    const problem = diagnostic('unclosed-comment', undefined, { at: source.place(start, at + 1) })
    return { mustache: undefined, problem, end: text.length }
  }
  const end = found.index + found[0].length
  const trimAfter = text.charAt(end - 3) === '~'
  return { mustache: { kind: 'comment', start, end, trimBefore, trimAfter }, problem: undefined, end }
}

function readContent(reader: Reader): Content | undefined {
  switch (reader.text.charAt(reader.at)) {
    case '#':
      reader.at++
      return readOpen(reader)
    case '/':
      reader.at++
      return readCloseTag(reader)
    case '^':
      reader.at++
      return readInverse(reader)
    case '>':
      return refuse(reader, 'partial')
    case '*':
      return refuse(reader, 'decorator')
    case '&':
      reader.at++
      return readOutput(reader, false)
    case '{':
      reader.at++
      return readOutput(reader, true)
    default:
      return readElse(reader)
  }
}

function readOutput(reader: Reader, triple: boolean): Content {
  skipSpace(reader)
  if (!atClose(reader)) return { kind: 'output', expression: readInvocation(reader, mustacheEnd), triple }
  const at = reader.source.place(reader.start, reader.at + peekClose(reader).length)
  fail(reader, diagnostic('empty-mustache', undefined, { at }))
  return { kind: 'output', expression: undefined, triple }
}

function refuse(reader: Reader, construct: 'partial' | 'decorator'): Content {
  failUnsupported(reader, construct)
  return { kind: 'output', expression: undefined, triple: false }
}

function readElse(reader: Reader): Content | undefined {
  const word = matchAt(elseHere, reader.text, reader.at)
  if (word === '') return readOutput(reader, false)
  reader.at += word.length
  skipSpace(reader)
  return atClose(reader) ? { kind: 'else' } : readNamedBlock(reader, true)
}

function readInverse(reader: Reader): Content | undefined {
  skipSpace(reader)
  if (atClose(reader)) return { kind: 'else' }
  failUnsupported(reader, 'inverse')
  return readNamedBlock(reader, false)
}

function readOpen(reader: Reader): Content | undefined {
  if (reader.text.charAt(reader.at) === '>') failUnsupported(reader, 'partial')
  if (reader.text.charAt(reader.at) === '*') failUnsupported(reader, 'decorator')
  return readNamedBlock(reader, false)
}

function readNamedBlock(reader: Reader, chained: boolean): Content | undefined {
  skipSpace(reader)
  const start = reader.at
  const name = takeName(reader)
  if (name === '') return failName(reader)
  const nameAt = reader.source.place(start, reader.at)
  const head = reader.problem === undefined ? readHead(reader) : undefined
  return { kind: 'open', chained, name, nameAt, head }
}

function readCloseTag(reader: Reader): Content | undefined {
  skipSpace(reader)
  const name = takeName(reader)
  return name === '' ? failName(reader) : { kind: 'close', name }
}

function failName(reader: Reader): undefined {
  if (!atClose(reader)) return failUnexpected(reader)
  const { source, start, at } = reader
  return fail(reader, diagnostic('missing-block-name', undefined, { at: source.place(start, at) }))
}

const headEnd: Ending = {
  reached: (reader) => atClose(reader) || matchAt(blockNamesHere, reader.text, reader.at) !== '',
  fail: failUnexpected,
}

function readHead(reader: Reader): BlockHead | undefined {
  const args = readSpacedArguments(reader, headEnd)
  const names = args && readBlockNames(reader)
  return names && { args, names }
}

/** Reads `as |names|`, which may be missing. */
function readBlockNames(reader: Reader): readonly string[] | undefined {
  const names: string[] = []
  skipSpace(reader)
  const bar = matchAt(blockNamesHere, reader.text, reader.at)
  if (bar === '') return names
  reader.at += bar.length
  for (;;) {
    skipSpace(reader)
    if (take(reader, '|')) return names
    const name = takeName(reader)
    if (name === '') return failUnexpected(reader)
    names.push(name)
  }
}

/** Moves over the closing braces, which must be as many as the opening ones. */
function readClose(reader: Reader, triple: boolean): string {
  if (reader.problem !== undefined) return ''
  skipSpace(reader)
  const found = peekClose(reader)
  if (found === '') failUnexpected(reader)
  const close = triple ? '}}}' : '}}'
  if (found !== '' && found.replace('~', '') !== close) {
    const at = reader.source.place(reader.at, reader.at + found.length)
    const open = triple ? '{{{' : '{{'
    fail(reader, diagnostic('mismatched-mustache', { open, close, found }, { at }))
  }
  if (reader.problem === undefined) reader.at += found.length
  return found
}

/**
 * Finds the end of a mustache that has a problem. Undefined if another begins first, or the text ends: then that is
 * the problem, and whatever else seemed wrong stands behind it.
 */
function recover(reader: Reader): number | undefined {
  if (reader.suspect !== undefined) failUnterminated(reader, reader.suspect)
  boundary.lastIndex = Math.max(reader.start + 2, reader.at - 1)
  const found = boundary.exec(reader.text)
  reader.at = found?.index ?? reader.text.length
  if (found !== null && found[0] !== '{{') return found.index + found[0].length
  if (reader.problem?.code !== 'unterminated-string') {
    const at = reader.source.place(reader.start, reader.start + 2)
    reader.problem = diagnostic('unclosed-mustache', undefined, { at })
  }
  return undefined
}

function failUnsupported(reader: Reader, construct: 'partial' | 'decorator' | 'inverse'): undefined {
  const { source, start } = reader
  const at = source.place(start, reader.at + (construct === 'inverse' ? 0 : 1))
  if (construct !== 'inverse') reader.at++
  return fail(reader, diagnostic('unsupported-handlebars', { construct }, { at }))
}
