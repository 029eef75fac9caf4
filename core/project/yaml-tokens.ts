// The tokens of a YAML text → all tokens inside them, without recursion: a text can be nested deeper than any stack.
import type { CST } from 'yaml'

/** A token and how deep it stands in others. */
export interface DeepToken {
  readonly token: CST.Token
  readonly depth: number
}

/** Every token, from the first to the last. */
export function* everyToken(tokens: readonly CST.Token[]): Generator<DeepToken> {
  const open: DeepToken[] = tokens.map((token) => ({ token, depth: 0 })).toReversed()
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield next
    const depth = next.depth + 1
    for (const token of tokensIn(next.token).toReversed()) open.push({ token, depth })
  }
}

function tokensIn(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value]
  if (!('items' in token)) return []
  return token.items.flatMap(({ key, value }) => [
    ...(key === undefined || key === null ? [] : [key]),
    ...(value === undefined ? [] : [value]),
  ])
}

/** A quote or a bracket that begins something that does not end. */
export interface UnclosedToken {
  readonly offset: number
  readonly open: string
  readonly close: string
}

/** The last quote or bracket before an offset that is not closed as far as YAML can see. */
export function findUnclosed(tokens: readonly CST.Token[], before: number): UnclosedToken | undefined {
  let found: UnclosedToken | undefined
  for (const { token } of everyToken(tokens)) {
    const unclosed = token.offset < before ? readUnclosed(token) : undefined
    if (unclosed !== undefined && (found === undefined || unclosed.offset > found.offset)) found = unclosed
  }
  return found
}

function readUnclosed(token: CST.Token): UnclosedToken | undefined {
  const { offset, type } = token
  if (type === 'flow-collection') {
    const { source: open } = token.start
    const close = open === '{' ? '}' : ']'
    return token.end.some(({ source }) => source === close) ? undefined : { offset, open, close }
  }
  if (type !== 'double-quoted-scalar' && type !== 'single-quoted-scalar') return undefined
  const quote = type === 'double-quoted-scalar' ? '"' : "'"
  const isClosed = token.source.length > 1 && token.source.endsWith(quote)
  return isClosed ? undefined : { offset, open: quote, close: quote }
}
