// What the parser answers with, seen as plain data: a node is an object with one key, its kind.

/** A node of a parsed query: what it is, and its parts as the parser gave them. */
export interface SqlNode {
  readonly kind: string
  readonly parts: Readonly<Record<string, unknown>>
}

/** A name in a query, and whether it was written in quotes. */
export interface SqlName {
  readonly text: string
  readonly quoted: boolean
}

/** The node that a value is, if it is one. */
export function asNode(value: unknown): SqlNode | undefined {
  const [entry, ...others] = Object.entries(asParts(value))
  if (entry === undefined || others.length > 0) return undefined
  return { kind: entry[0], parts: asParts(entry[1]) }
}

/** The fields of an object; none for anything else. */
export function asParts(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return value as Readonly<Record<string, unknown>>
}

/** The items of a list; none for anything else. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

/** The name that an identifier stands for, if the value is one. */
export function asName(value: unknown): SqlName | undefined {
  const { name, quoted } = asParts(value)
  return typeof name === 'string' ? { text: name, quoted: quoted === true } : undefined
}

/**
 * A name as text that two names share only if every database takes them for one: names without quotes are compared without
 * regard to case, names in quotes exactly, and the two sorts are never taken for each other.
 */
export function canonicalName(name: SqlName): string {
  return name.quoted ? JSON.stringify(name.text) : name.text.toLowerCase()
}

/** Whether a field says nothing: the parser writes out every field of a node, also those that the query does not use. */
export function isUnused(value: unknown): boolean {
  return (
    value === null || value === undefined || value === false || (Array.isArray(value) && value.length === 0)
  )
}

/** The fields of a node that are used, beyond those expected and beyond mere spelling. */
export function otherFields(node: SqlNode, expected: readonly string[]): readonly string[] {
  return Object.entries(node.parts)
    .filter(([field, value]) => !isUnused(value) && !isSpelling(field) && !expected.includes(field))
    .map(([field]) => field)
}

/** Fields that say how something was written, not what it means. */
const spellings = new Set([
  'span',
  'alias_explicit_as',
  'double_colon_syntax',
  'original_name',
  'from_for_syntax',
  'arrow_syntax',
  'sql_standard_syntax',
  'position_explicit',
])

function isSpelling(field: string): boolean {
  return spellings.has(field) || field.endsWith('comments')
}
