import type { Value } from './value.ts'

/** Whether a condition holds: not for false, null, 0, empty text, an empty list, an empty map and empty SQL. */
export function isTruthy(value: Value): boolean {
  if (value === null || typeof value !== 'object') return Boolean(value)
  if (isList(value)) return value.length > 0
  return value.kind === 'map' ? value.entries.size > 0 : value.text !== ''
}

/** Whether a value is a list. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

/** What kind of thing a value is, for a sentence. */
export function describeKind(value: Value): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return `the boolean ${String(value)}`
  if (typeof value === 'number') return 'a number'
  if (typeof value === 'string') return 'a text'
  if (isList(value)) return 'a list'
  return value.kind === 'map' ? 'a map' : 'SQL'
}
