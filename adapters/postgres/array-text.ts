import type { Cell } from '../../core/adapter/session.ts'

/**
 * Reads an array as Postgres prints it: `{1,NULL,"a \"b\""}`, nested `{{1},{2}}`, with bounds `[2:3]={1,2}` (which are
 * left out). A text that is no array comes back as it is.
 */
export function readArray(text: string, readElement: (text: string) => Cell): Cell {
  const start = text.indexOf('{')
  if (start === -1) return text
  const root: Cell[] = []
  const open: Cell[][] = []
  let inner = root
  for (const token of tokens(text.slice(start))) {
    if (token.kind === 'open') {
      const list: Cell[] = []
      inner.push(list)
      open.push(inner)
      inner = list
    } else if (token.kind === 'close') inner = open.pop() ?? root
    else inner.push(token.text === undefined ? null : readElement(token.text))
  }
  return root[0] ?? text
}

type Token =
  | { readonly kind: 'open' }
  | { readonly kind: 'close' }
  | { readonly kind: 'element'; readonly text: string | undefined }

function* tokens(text: string): Generator<Token> {
  for (const [, brace, quoted, plain] of text.matchAll(/([{}])|"((?:[^"\\]|\\[^])*)"|([^{},"]+)/g)) {
    if (brace === '{') yield { kind: 'open' }
    else if (brace === '}') yield { kind: 'close' }
    else if (quoted !== undefined) yield { kind: 'element', text: quoted.replaceAll(/\\([^])/g, '$1') }
    else yield { kind: 'element', text: plain === 'NULL' ? undefined : plain }
  }
}
