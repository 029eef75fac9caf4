// The text of an expression → its tree. A call may be written as a call, `eq(a, b)`, or as in Handlebars, `(eq a b)`.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { limits } from './limits.ts'
import { atNumber, readNumber, readText } from './read-literal.ts'
import { atClose, fail, peekName, skipSpace, take, takeName, type Reader } from './reader.ts'
import { atInfixWord, failBracket, failUnexpected } from './syntax-problem.ts'
import type { ArgumentExpression, Expression, NamedExpression } from './template.ts'

/** Where a sequence without commas ends, and what to say when neither that nor a value stands there. */
export interface Ending {
  readonly reached: (reader: Reader) => boolean
  readonly fail: (reader: Reader) => undefined
}

const constants: ReadonlyMap<string, null | boolean> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
])

/** The mustache's own end. */
export const mustacheEnd: Ending = { reached: atClose, fail: failUnexpected }

/** Reads all of a mustache or a pair of parentheses: `name`, `name argument …`, or a single value. */
export function readInvocation(reader: Reader, ending: Ending): Expression | undefined {
  skipSpace(reader)
  const start = reader.at
  const head = readValue(reader)
  if (head === undefined) return undefined
  const end = reader.at
  skipSpace(reader)
  if (ending.reached(reader)) return head.kind === 'name' ? { ...head, callable: true } : head
  if (head.kind !== 'name' || head.name.startsWith('@') || reader.at === end || !atValue(reader))
    return ending.fail(reader)
  reader.at = end
  const args = readSpacedArguments(reader, ending)
  if (args === undefined) return undefined
  return { kind: 'call', name: head.name, nameAt: head.at, args, at: reader.source.place(start, reader.at) }
}

/** Reads arguments with white space between them and stops right behind the last. */
export function readSpacedArguments(
  reader: Reader,
  ending: Ending,
): readonly ArgumentExpression[] | undefined {
  const args: ArgumentExpression[] = []
  for (;;) {
    const end = reader.at
    skipSpace(reader)
    if (ending.reached(reader)) {
      reader.at = end
      return withoutRepeats(reader, args, 'argument')
    }
    const apart = reader.at > end || args.length === 0
    if (!apart || atInfixWord(reader) || !atValue(reader)) return ending.fail(reader)
    const argument = readArgument(reader, args)
    if (argument === undefined) return undefined
    args.push(argument)
  }
}

function readArgument(reader: Reader, before: readonly ArgumentExpression[]): ArgumentExpression | undefined {
  const start = reader.at
  const name = takeName(reader)
  const nameAt = reader.source.place(start, reader.at)
  skipSpace(reader)
  if (name !== '' && isEquals(reader)) return readNamed(reader, name, nameAt)
  reader.at = start
  const value = readValue(reader)
  if (value === undefined) return undefined
  if (before.at(-1)?.kind === 'named') {
    return fail(reader, diagnostic('positional-after-named', undefined, { at: value.at }))
  }
  return { kind: 'positional', value }
}

/** Fails if two of the items have the same name. */
function withoutRepeats<T extends ArgumentExpression>(
  reader: Reader,
  items: readonly T[] | undefined,
  what: 'argument' | 'key',
): readonly T[] | undefined {
  const names = new Set<string>()
  for (const item of items ?? []) {
    if (item.kind === 'positional') continue
    const { name, nameAt: at } = item
    if (names.has(name)) return fail(reader, diagnostic('given-twice', { what, name }, { at }))
    names.add(name)
  }
  return items
}

function isEquals(reader: Reader): boolean {
  return reader.text.charAt(reader.at) === '=' && reader.text.charAt(reader.at + 1) !== '='
}

function readNamed(reader: Reader, name: string, nameAt: Span): ArgumentExpression | undefined {
  reader.at++
  skipSpace(reader)
  const value = readValue(reader)
  return value && { kind: 'named', name, nameAt, value }
}

function readValue(reader: Reader): Expression | undefined {
  const primary = readPrimary(reader)
  return primary && readFields(reader, primary)
}

function atValue(reader: Reader): boolean {
  const { text, at } = reader
  if (text.startsWith('{{', at)) return false
  return /['"([{@.]/.test(text.charAt(at)) || peekName(reader) !== '' || atNumber(reader)
}

function readPrimary(reader: Reader): Expression | undefined {
  const { text, source, at } = reader
  const first = text.charAt(at)
  switch (first) {
    case "'":
    case '"': {
      const value = readText(reader, first)
      return value === undefined ? undefined : { kind: 'literal', value, at: source.place(at, reader.at) }
    }
    case '(':
      return readGroup(reader)
    case '[':
      return readList(reader)
    case '{':
      return text.startsWith('{{', at) ? failUnexpected(reader) : readMap(reader)
    case '@':
      return readLoopName(reader)
    case '.':
      return failUnsupported(reader, 'path', text.startsWith('..', at) ? 2 : 1)
    default:
      if (atNumber(reader)) return readNumber(reader)
      return peekName(reader) === '' ? failMissing(reader) : readWord(reader)
  }
}

function failMissing(reader: Reader): undefined {
  const { at, source, text } = reader
  if (!atClose(reader) && !/[)\]}]/.test(text.charAt(at))) return failUnexpected(reader)
  return fail(reader, diagnostic('missing-value', undefined, { at: source.place(at, at) }))
}

function failUnsupported(
  reader: Reader,
  construct: 'path' | 'index' | 'method' | 'root',
  length: number,
): undefined {
  const at = reader.source.place(reader.at, reader.at + length)
  return fail(reader, diagnostic('unsupported-handlebars', { construct }, { at }))
}

function readWord(reader: Reader): Expression | undefined {
  const start = reader.at
  const name = takeName(reader)
  const nameAt = reader.source.place(start, reader.at)
  if (reader.text.charAt(reader.at) === '(') {
    const args = withoutRepeats(reader, readSequence(reader, ')', readArgument), 'argument')
    return args && { kind: 'call', name, nameAt, args, at: reader.source.place(start, reader.at) }
  }
  const constant = constants.get(name)
  if (constant !== undefined) return { kind: 'literal', value: constant, at: nameAt }
  return { kind: 'name', name, callable: false, at: nameAt }
}

function readLoopName(reader: Reader): Expression | undefined {
  const start = reader.at
  reader.at++
  const name = takeName(reader)
  if (name === '') return failUnexpected(reader)
  if (name === 'root') {
    reader.at = start
    return failUnsupported(reader, 'root', '@root'.length)
  }
  return { kind: 'name', name: `@${name}`, callable: false, at: reader.source.place(start, reader.at) }
}

function readFields(reader: Reader, start: Expression): Expression | undefined {
  let value = start
  for (let count = 0; reader.text.charAt(reader.at) === '.'; count++) {
    if (count === limits.nesting) return failDepth(reader, 'Fields')
    const field = readField(reader, value)
    if (field === undefined) return undefined
    value = field
  }
  return reader.text.charAt(reader.at) === '[' ? failUnsupported(reader, 'index', 1) : value
}

function readField(reader: Reader, of: Expression): Expression | undefined {
  const { source, text, at } = reader
  reader.at++
  const field = takeName(reader)
  if (field === '') {
    reader.at = at
    return failUnsupported(reader, 'index', 1)
  }
  if (text.charAt(reader.at) === '(') return failUnsupported(reader, 'method', 1)
  const fieldAt = source.place(at + 1, reader.at)
  const whole = { ...of.at, endLine: fieldAt.endLine, endColumn: fieldAt.endColumn }
  return { kind: 'field', of, field, fieldAt, at: whole }
}

function readGroup(reader: Reader): Expression | undefined {
  const open = reader.at
  if (!enter(reader)) return undefined
  const inner = readInvocation(reader, {
    reached: ({ text, at }) => text.charAt(at) === ')',
    fail: () => failBracket(reader, open, ')'),
  })
  if (inner === undefined) return undefined
  skipSpace(reader)
  reader.at++
  reader.depth--
  return { ...inner, at: reader.source.place(open, reader.at) }
}

function readList(reader: Reader): Expression | undefined {
  const start = reader.at
  const items = readSequence(reader, ']', readValue)
  return items && { kind: 'list', items, at: reader.source.place(start, reader.at) }
}

function readMap(reader: Reader): Expression | undefined {
  const start = reader.at
  reader.maps++
  const entries = withoutRepeats(reader, readSequence(reader, '}', readEntry), 'key')
  reader.maps--
  return entries && { kind: 'map', entries, at: reader.source.place(start, reader.at) }
}

function readEntry(reader: Reader): NamedExpression | undefined {
  const start = reader.at
  const first = reader.text.charAt(start)
  const name = first === "'" || first === '"' ? readText(reader, first) : takeName(reader)
  if (name === undefined) return undefined
  if (reader.at === start) return failUnexpected(reader)
  const nameAt = reader.source.place(start, reader.at)
  skipSpace(reader)
  if (!take(reader, ':')) return failUnexpected(reader)
  skipSpace(reader)
  const value = readValue(reader)
  return value && { kind: 'named', name, nameAt, value }
}

/** Reads `item, item, …` up to the closing bracket; a comma may follow the last. */
function readSequence<T>(
  reader: Reader,
  close: ')' | ']' | '}',
  readItem: (reader: Reader, before: readonly T[]) => T | undefined,
): readonly T[] | undefined {
  const open = reader.at
  const items: T[] = []
  if (!enter(reader)) return undefined
  for (;;) {
    skipSpace(reader)
    if (take(reader, close)) break
    if (!atValue(reader)) return failBracket(reader, open, close)
    const item = readItem(reader, items)
    if (item === undefined) return undefined
    items.push(item)
    skipSpace(reader)
    if (take(reader, ',') || reader.text.charAt(reader.at) === close) continue
    return failSeparator(reader, open, close)
  }
  reader.depth--
  return items
}

function failSeparator(reader: Reader, open: number, close: string): undefined {
  if (atInfixWord(reader) || !atValue(reader)) return failBracket(reader, open, close)
  const at = reader.source.place(reader.at, reader.at)
  return fail(reader, diagnostic('missing-comma', undefined, { at }))
}

/** Steps over an opening bracket, unless it is one too deep. */
function enter(reader: Reader): boolean {
  reader.depth++
  if (reader.depth > limits.nesting) return failDepth(reader, 'Brackets') ?? false
  reader.at++
  return true
}

function failDepth(reader: Reader, what: 'Brackets' | 'Fields'): undefined {
  const at = reader.source.place(reader.at, reader.at + 1)
  return fail(reader, diagnostic('nested-too-deep', { what, limit: limits.nesting }, { at }))
}
