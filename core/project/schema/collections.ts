import { plainRecord, recordOf, isNothing, type Tree } from '../tree.ts'
import type { PlainValue } from '../project.ts'
import type { Reader, Report } from './reader.ts'
import { refuse } from './scalars.ts'

/** A list of what `item` reads. A list with a wrong item is still a list of the right ones. */
export function listOf<T>(item: Reader<T>): Reader<readonly T[]> {
  const expected = `a list (of ${item.expected})`
  return {
    expected,
    jsonSchema: { type: 'array', items: item.jsonSchema },
    read(tree, report) {
      if (tree.kind === 'list') return readItems(tree.items, item, report)
      const hint =
        tree.kind === 'scalar' && tree.value !== null ? `Write it as a list: [${tree.raw}].` : undefined
      return refuse(tree, { expected, hint }, report)
    },
  }
}

/** A list of what `item` reads, or one of it without the list's brackets. */
export function oneOrMany<T>(item: Reader<T>): Reader<readonly T[]> {
  return {
    expected: `${item.expected} or a list of it`,
    jsonSchema: { anyOf: [item.jsonSchema, { type: 'array', items: item.jsonSchema }] },
    read: (tree, report) => readItems(tree.kind === 'list' ? tree.items : [tree], item, report),
  }
}

function readItems<T>(items: readonly Tree[], item: Reader<T>, report: Report): readonly T[] {
  return items.flatMap((one) => {
    const value = item.read(one, report)
    return value === undefined ? [] : [value]
  })
}

/** A map from the author's own names to what `value` reads. Names without a value are left out. */
export function mapOf<T>(value: Reader<T>): Reader<Readonly<Record<string, T>>> {
  const expected = 'a map'
  return {
    expected,
    jsonSchema: { type: 'object', additionalProperties: value.jsonSchema },
    read(tree, report) {
      if (tree.kind !== 'map') return refuse(tree, { expected }, report)
      return recordOf(
        tree.entries.flatMap((entry) => {
          const found = isNothing(entry.value) ? undefined : value.read(entry.value, report)
          return found === undefined ? [] : [[entry.key, found] as const]
        }),
      )
    },
  }
}

/** A map with keys and values of the author's own. */
export const ownMap: Reader<Readonly<Record<string, PlainValue>>> = {
  expected: 'a map',
  jsonSchema: { type: 'object' },
  read: (tree, report) =>
    tree.kind === 'map' ? plainRecord(tree) : refuse(tree, { expected: 'a map' }, report),
}
