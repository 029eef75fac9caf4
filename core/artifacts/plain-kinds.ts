import type { PlainValue } from '../project/project.ts'
import type { JsonObject } from './json-object.ts'

/** The value, if it is a text. */
export function asText(value: PlainValue | undefined): string | null {
  return typeof value === 'string' ? value : null
}

/** The value, if it is a list. */
export function asList(value: PlainValue | undefined): readonly PlainValue[] | null {
  return isList(value) ? value : null
}

/** The value, if it is a map. */
export function asMap(value: PlainValue | undefined): JsonObject | null {
  return typeof value === 'object' && value !== null && !isList(value) ? value : null
}

/** The value, if it is a list of texts. */
export function asTexts(value: PlainValue | undefined): readonly string[] | null {
  const texts = asList(value)?.filter((one) => typeof one === 'string')
  return texts?.length === asList(value)?.length ? (texts ?? null) : null
}

function isList(value: PlainValue | undefined): value is readonly PlainValue[] {
  return Array.isArray(value)
}
