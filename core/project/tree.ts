import type { Span } from '../errors/span.ts'
import type { PlainValue } from './project.ts'

/** A value that an author wrote, with the place of each of its parts: what YAML and `config(...)` are read into. */
export type Tree = ScalarTree | ListTree | MapTree

export interface ScalarTree {
  readonly kind: 'scalar'
  readonly value: null | boolean | number | string
  /** The author's own text, quotes and all. */
  readonly raw: string
  readonly at: Span
  /** Whether the text came from the environment, so that a number or a boolean may be read from it. */
  readonly fromEnvironment?: boolean
}

interface ListTree {
  readonly kind: 'list'
  readonly items: readonly Tree[]
  readonly at: Span
}

export interface MapTree {
  readonly kind: 'map'
  /** In the author's order; no key occurs twice. */
  readonly entries: readonly TreeEntry[]
  readonly at: Span
}

/** One `key: value`. */
export interface TreeEntry {
  readonly key: string
  readonly keyAt: Span
  readonly value: Tree
}

/** Whether nothing stands there (`key:` or `key: null`). */
export function isNothing(tree: Tree): boolean {
  return tree.kind === 'scalar' && tree.value === null
}

/** The value without its places. Maps come without a prototype, so that only the author's keys exist. */
export function plainValue(tree: Tree): PlainValue {
  if (tree.kind === 'map') return plainRecord(tree)
  return tree.kind === 'list' ? tree.items.map(plainValue) : tree.value
}

/** A map without its places. */
export function plainRecord(tree: MapTree): Readonly<Record<string, PlainValue>> {
  return recordOf(tree.entries.map(({ key, value }) => [key, plainValue(value)] as const))
}

/** A record without a prototype: `constructor` and its like are keys as any other. */
export function recordOf<T>(entries: Iterable<readonly [string, T]>): Readonly<Record<string, T>> {
  const record: Record<string, T> = Object.create(null)
  for (const [key, value] of entries) record[key] = value
  return record
}

/** A value that stands as a whole at one place, such as an argument of a call, as a tree. */
export function treeAt(value: PlainValue, at: Span): Tree {
  if (isList(value)) return { kind: 'list', items: value.map((item) => treeAt(item, at)), at }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, part]) => ({ key, keyAt: at, value: treeAt(part, at) }))
    return { kind: 'map', entries, at }
  }
  const raw = typeof value === 'string' && isQuoted(value, at) ? `'${value}'` : String(value)
  return { kind: 'scalar', value, raw, at }
}

/** Whether a text can stand at a place as it is, between quotes. */
function isQuoted(text: string, { line, column, endLine, endColumn }: Span): boolean {
  return line === endLine && endColumn - column === text.length + 2
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value)
}

/** What a tree is, in words for a message. */
export function describeTree(tree: Tree): string {
  if (tree.kind !== 'scalar') return tree.kind === 'list' ? 'a list' : 'a map'
  const { value } = tree
  if (value === null) return 'nothing'
  if (typeof value === 'string') return `the text "${shorten(value)}"`
  return typeof value === 'number' ? `the number ${shorten(tree.raw)}` : `the boolean ${value}`
}

function shorten(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ').trim()
  return line.length <= 40 ? line : `${line.slice(0, 39)}…`
}

/**
 * The place of a text inside its quotes, or behind a block's header: where its first character stands.
 * A template in the text is reported from there.
 */
export function contentSpan({ raw, at }: ScalarTree): Span {
  const first = raw[0]
  if (first === '"' || first === "'") {
    return { ...at, column: at.column + 1, endColumn: Math.max(1, at.endColumn - 1) }
  }
  if (first !== '|' && first !== '>') return at
  const lines = raw.split('\n').slice(1)
  const index = lines.findIndex((line) => line.trim() !== '')
  if (index === -1) return at
  const indent = (lines[index] ?? '').search(/\S/u)
  return { ...at, line: at.line + 1 + index, column: indent + 1 }
}
