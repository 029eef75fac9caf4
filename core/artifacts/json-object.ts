import type { PlainValue } from '../project/project.ts'

/** An object as it will stand in a JSON file: keys in the order in which they are written. */
export type JsonObject = Readonly<Record<string, PlainValue>>

/**
 * The keys of several objects in one. A manifest has thousands of entries: written as spreads, each of them would cost ten
 * times as much, because engines give every object that is spread together a layout of its own.
 */
export function joinKeys(...parts: readonly JsonObject[]): JsonObject {
  return Object.assign({}, ...parts)
}
