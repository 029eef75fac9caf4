// Text such as `ref('orders')` in a property file → the reference it makes.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { Reader } from '../project/schema/reader.ts'
import { refuse } from '../project/schema/scalars.ts'
import { contentSpan, type ScalarTree, type Tree } from '../project/tree.ts'
import type { Reference } from './node.ts'

const pattern =
  /^\s*(?:\{\{\s*)?(?<kind>ref|source)\s*\(\s*(?<first>'[^']*'|"[^"]*")\s*(?:,\s*(?<second>'[^']*'|"[^"]*")\s*)?\)(?:\s*\}\})?\s*$/du

/** The reference that a text makes, if it is nothing but a call of `ref` or `source`. */
export function findMention(tree: Tree): Reference | undefined {
  if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return undefined
  const match = pattern.exec(tree.value)
  const { kind, first, second } = match?.groups ?? {}
  if (match === null || first === undefined) return undefined
  if (kind === 'source') {
    const [start] = match.indices?.groups?.['first'] ?? [0]
    const [, end] = match.indices?.groups?.['second'] ?? [0, tree.value.length]
    const at = placeIn(tree, start, end)
    return second === undefined ? undefined : { kind, source: unquote(first), table: unquote(second), at }
  }
  const [start, end] = match.indices?.groups?.[second === undefined ? 'first' : 'second'] ?? [0, 0]
  const at = placeIn(tree, start, end)
  return second === undefined
    ? { kind: 'ref', name: unquote(first), at }
    : { kind: 'ref', package: unquote(first), name: unquote(second), at }
}

/** Every reference that the texts in a tree make. */
export function findMentions(tree: Tree): readonly Reference[] {
  if (tree.kind === 'list') return tree.items.flatMap(findMentions)
  if (tree.kind === 'map') return tree.entries.flatMap(({ value }) => findMentions(value))
  const found = findMention(tree)
  return found === undefined ? [] : [found]
}

const expected = "a reference, such as ref('orders') or source('raw', 'payments')"

/** A text that must be a reference. */
export const mention: Reader<Reference> = {
  expected,
  jsonSchema: { type: 'string' },
  read(tree, report) {
    const found = findMention(tree)
    if (found !== undefined) return found
    if (tree.kind !== 'scalar' || typeof tree.value !== 'string') return refuse(tree, { expected }, report)
    report(diagnostic('not-a-reference', { text: tree.value }, { at: tree.at }))
    return undefined
  },
}

function unquote(text: string): string {
  return text.slice(1, -1)
}

/** Where a stretch of the text stands; where escapes or line breaks stand between, the whole text. */
function placeIn(scalar: ScalarTree, start: number, end: number): Span {
  const content = contentSpan(scalar)
  const text = content === scalar.at ? scalar.raw : scalar.raw.slice(1, -1)
  if (text !== scalar.value || text.includes('\n')) return scalar.at
  const column = content.column + start
  return { ...content, column, endColumn: content.column + end }
}
