import { matchSequence } from './match-sequence.ts'

/** Says whether a text fits. */
export type TextTest = (text: string) => boolean

/** One part of a wildcard pattern. */
type Part =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'one' }
  | { readonly kind: 'many' }
  | {
      readonly kind: 'class'
      readonly negated: boolean
      readonly ranges: readonly (readonly [string, string])[]
    }

/** Whether a text has a wildcard in it. */
export function hasWildcard(text: string): boolean {
  return /[*?[]/u.test(text)
}

/**
 * A test for a pattern as the shell knows it (POSIX fnmatch without escapes): `*` is any text, `?` any character,
 * `[ab-d]` one of these characters, `[!ab]` none of these. A bracket that is not closed means itself. Case matters.
 */
export function compileWildcard(pattern: string): TextTest {
  if (!hasWildcard(pattern)) return (text) => text === pattern
  const parts = parseWildcard(Array.from(pattern))
  const isMany = (part: Part): boolean => part.kind === 'many'
  return (text) => matchSequence(parts, Array.from(text), { isMany, matches: matchesCharacter })
}

function parseWildcard(characters: readonly string[]): readonly Part[] {
  const parts: Part[] = []
  const lastBracket = characters.lastIndexOf(']')
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    const close = character === '[' && at < lastBracket ? endOfClass(characters, at) : -1
    if (character === '*') parts.push({ kind: 'many' })
    else if (character === '?') parts.push({ kind: 'one' })
    else if (close === -1) parts.push({ kind: 'character', character })
    else {
      parts.push(parseClass(characters.slice(at + 1, close)))
      at = close
    }
  }
  return parts
}

/** Where a bracket is closed; a closing bracket right behind the opening one belongs to the class. */
function endOfClass(characters: readonly string[], open: number): number {
  const first = characters[open + 1] === '!' ? open + 2 : open + 1
  return characters.indexOf(']', first + 1)
}

function parseClass(inside: readonly string[]): Part {
  const negated = inside[0] === '!'
  const ranges: (readonly [string, string])[] = []
  for (let at = negated ? 1 : 0; at < inside.length; at++) {
    const from = inside[at] ?? ''
    const to = inside[at + 1] === '-' ? inside[at + 2] : undefined
    ranges.push([from, to ?? from])
    if (to !== undefined) at += 2
  }
  return { kind: 'class', negated, ranges }
}

function matchesCharacter(part: Part, character: string): boolean {
  switch (part.kind) {
    case 'character':
      return part.character === character
    case 'one':
    case 'many':
      return true
    case 'class':
      return part.ranges.some(([from, to]) => from <= character && character <= to) !== part.negated
  }
}
