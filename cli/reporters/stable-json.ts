import { escapeJsonControls } from '../render/result.ts'

/** These come first, in this order; the other keys follow in alphabetical order. */
const leading = ['type', 'code', 'severity', 'message', 'at', 'id', 'name', 'status']

/**
 * A value as JSON on one line: equal values give equal bytes, whatever the order of their keys. `undefined` becomes
 * `null`, so that every line of one kind has the same keys; nothing in it is obeyed by a terminal.
 */
export function stableJson(value: unknown): string {
  return escapeJsonControls(JSON.stringify(value, (_, member: unknown) => orderKeys(member)))
}

function orderKeys(member: unknown): unknown {
  if (member === undefined) return null
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
  return Object.fromEntries(Object.entries(member).sort(([a], [b]) => compareKeys(a, b)))
}

function compareKeys(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1)
}

function rank(key: string): number {
  const position = leading.indexOf(key)
  return position === -1 ? leading.length : position
}
