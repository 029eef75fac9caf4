import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { atClose, fail, matchAt, peekName, type Reader } from './reader.ts'

/** Words that stand between operands in other languages; as arguments they never make sense. */
const infixWords = new Set(['and', 'or', 'in', 'is', 'not', 'if', 'else'])

/** What to call instead of an operator. */
const operatorFunctions: ReadonlyMap<string, string> = new Map([
  ['==', 'eq'],
  ['!=', 'ne'],
  ['<=', 'lte'],
  ['>=', 'gte'],
  ['<', 'lt'],
  ['>', 'gt'],
  ['&&', 'and'],
  ['||', 'or'],
  ['!', 'not'],
  ['~', 'concat'],
  ['and', 'and'],
  ['or', 'or'],
  ['in', 'in'],
  ['not', 'not'],
  ['is', 'eq'],
])

const operatorHere = /==|!=|<=|>=|&&|\|\||[<>!~+*%/?-]/y
const filterHere = /\|\s*[A-Za-z_]\w*/y
const tokenHere = /[\p{L}\p{N}_]+|./suy
const closers = new Set([')', ']', '}'])

/** Whether a word stands here that other languages write between operands. */
export function atInfixWord(reader: Reader): boolean {
  const word = peekName(reader)
  return infixWords.has(word) && reader.text.charAt(reader.at + word.length) !== '('
}

/** Fails with what is wrong about the text that stands here, where nothing more or something else was expected. */
export function failUnexpected(reader: Reader): undefined {
  return fail(reader, describeUnexpected(reader))
}

/** Fails because what was opened at `open` does not go on here and is not closed here either. */
export function failBracket(reader: Reader, open: number, close: string): undefined {
  const { text, at, source } = reader
  const found = text.charAt(at)
  if (!closers.has(found) && !atClose(reader)) return failUnexpected(reader)
  const opened = source.place(open, open + 1)
  const bracket = text.charAt(open)
  if (!atClose(reader)) {
    const related = [{ message: `"${bracket}" is opened here`, at: opened }]
    const place = { at: source.place(at, at + 1), related }
    return fail(reader, diagnostic('mismatched-bracket', { open: bracket, close, found }, place))
  }
  return fail(reader, diagnostic('unclosed-bracket', { open: bracket, close }, { at: opened }))
}

function describeUnexpected(reader: Reader): Diagnostic {
  const { text, at, source, start } = reader
  if (at >= text.length || text.startsWith('{{', at)) {
    return diagnostic('unclosed-mustache', undefined, { at: source.place(start, start + 2) })
  }
  return describeOperator(reader) ?? describeToken(reader)
}

function describeOperator(reader: Reader): Diagnostic | undefined {
  const { text, at, source } = reader
  const filter = matchAt(filterHere, text, at)
  if (filter !== '' && !filter.startsWith('||')) {
    const name = filter.slice(1).trim()
    return diagnostic('jinja-filter', { filter: name }, { at: source.place(at, at + filter.length) })
  }
  const word = peekName(reader)
  const operator = infixWords.has(word) ? word : matchAt(operatorHere, text, at)
  if (operator === '') return undefined
  const instead = operatorFunctions.get(operator)
  return diagnostic(
    'template-operator',
    { operator, instead },
    { at: source.place(at, at + operator.length) },
  )
}

function describeToken(reader: Reader): Diagnostic {
  const { text, at, source } = reader
  const found = matchAt(tokenHere, text, at)
  const place = { at: source.place(at, at + found.length) }
  if (found === ',') return diagnostic('unexpected-comma', undefined, place)
  if (found === ')' || found === ']' || found === '}') {
    return diagnostic('unopened-bracket', { bracket: found }, place)
  }
  return diagnostic('unexpected-text', { found }, place)
}
