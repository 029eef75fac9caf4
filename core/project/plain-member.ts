import type { PlainValue } from './project.ts'

/** A member of a plain value, where it is a map that has one of the name. */
export function memberOf(value: PlainValue | undefined, key: string): PlainValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  return Object.hasOwn(value, key) ? (value as Readonly<Record<string, PlainValue>>)[key] : undefined
}
