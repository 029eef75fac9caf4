import { isList } from './truthy.ts'
import { isKnown, type Evaluated } from './unknown.ts'
import type { Value } from './value.ts'

/** A text that is equal for equal values and different for different ones. */
export function fingerprint(value: Evaluated | undefined): string {
  if (value === undefined) return '-'
  return isKnown(value) ? fingerprintValue(value) : '?'
}

function fingerprintValue(value: Value): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(fingerprintValue).join()}]`
  if (value.kind === 'sql') return `sql${JSON.stringify(value.text)}`
  const entries = [...value.entries].map(
    ([key, entry]) => `${JSON.stringify(key)}:${fingerprintValue(entry)}`,
  )
  return `{${entries.join()}}`
}
