import { isList } from './truthy.ts'
import type { Value } from './value.ts'

/**
 * Whether two values are the same, without conversion: `1` is not `'1'`. Lists and maps are compared item by item
 * (the order of a map's keys does not matter), SQL by its text, also with plain text.
 */
export function isEqual(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a === null || b === null) return false
  if (typeof a === 'string' || typeof b === 'string') return isSameText(a, b)
  if (typeof a !== 'object' || typeof b !== 'object') return false
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => isEqual(item, b[index] ?? null))
  if (isList(b)) return false
  if (a.kind === 'sql' || b.kind === 'sql') return isSameText(a, b)
  if (a.entries.size !== b.entries.size) return false
  return [...a.entries].every(([key, value]) => {
    const other = b.entries.get(key)
    return other !== undefined && isEqual(value, other)
  })
}

function isSameText(a: Value, b: Value): boolean {
  const text = textOf(a)
  return text !== undefined && text === textOf(b)
}

function textOf(value: Value): string | undefined {
  if (typeof value === 'string') return value
  return value !== null && typeof value === 'object' && !isList(value) && value.kind === 'sql'
    ? value.text
    : undefined
}
