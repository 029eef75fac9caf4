import { diagnostic } from '../../errors/diagnostic.ts'
import { isNothing, type Tree, type TreeEntry } from '../tree.ts'
import type { JsonSchema, Reader, Report } from './reader.ts'
import { refuse } from './scalars.ts'

/** A key that must be there. */
export interface Required<T> {
  readonly required: Reader<T>
}

/** Which keys an object has: a reader for each that may be there, `required(reader)` for each that must. */
export type Keys = Readonly<Record<string, Reader<unknown> | Required<unknown>>>

/** What an object with these keys is read as. */
export type ObjectOf<K extends Keys> = {
  readonly [N in keyof K as K[N] extends Required<unknown> ? N : never]: K[N] extends Required<infer T>
    ? T
    : never
} & {
  readonly [N in keyof K as K[N] extends Required<unknown> ? never : N]?: K[N] extends Reader<infer T>
    ? T
    : never
}

/** What an object's messages need to know. */
export interface ObjectNotes {
  /** Whose keys they are, as it stands in a message: `a source`. */
  readonly owner: string
  /** Keys that people bring from elsewhere, with what to write instead. */
  readonly advice?: Readonly<Record<string, string>>
  /** Keys that are planned, with what to do until then. */
  readonly later?: Readonly<Record<string, string>>
}

/** Marks a key that must be there. */
export function required<T>(reader: Reader<T>): Required<T> {
  return { required: reader }
}

/**
 * A map with exactly these keys; a key without a value counts as not written. Every unknown key and wrong value is
 * reported at its place. A wrong value of an optional key is left out; without a required one nothing is read.
 */
export function object<K extends Keys>(keys: K, notes: ObjectNotes): Reader<ObjectOf<K>> {
  const entries = Object.entries(keys)
  const needed = entries.filter(([, key]) => 'required' in key).map(([name]) => name)
  return {
    expected: 'a map',
    jsonSchema: objectSchema(entries, needed),
    read(tree, report) {
      if (tree.kind !== 'map') return refuse(tree, { expected: 'a map' }, report)
      const found: Record<string, unknown> = {}
      let complete = true
      for (const entry of tree.entries) {
        const reader = findReader(keys, entry, { notes, report })
        if (reader === undefined) continue
        const value = isNothing(entry.value) ? undefined : reader.read(entry.value, report)
        if (value !== undefined) found[entry.key] = value
        else complete &&= !needed.includes(entry.key)
      }
      for (const key of missing(tree.entries, needed)) {
        complete = false
        report(diagnostic('missing-key', { key, owner: notes.owner }, { at: tree.at }))
      }
      return complete ? (found as ObjectOf<K>) : undefined
    },
  }
}

function missing(entries: readonly TreeEntry[], needed: readonly string[]): readonly string[] {
  return needed.filter((name) => !entries.some(({ key, value }) => key === name && isWritten(value)))
}

/** Whether a value stands there, or one whose variable is not set, which has been reported. */
export function isWritten(tree: Tree): boolean {
  return !isNothing(tree) || (tree.kind === 'scalar' && tree.fromEnvironment === true)
}

function objectSchema(
  entries: readonly (readonly [string, Keys[string]])[],
  needed: readonly string[],
): JsonSchema {
  const properties = Object.fromEntries(entries.map(([name, key]) => [name, readerOf(key).jsonSchema]))
  return {
    type: 'object',
    properties,
    additionalProperties: false,
    ...(needed.length === 0 ? {} : { required: needed }),
  }
}

function readerOf(key: Keys[string]): Reader<unknown> {
  return 'required' in key ? key.required : key
}

/** The reader of an entry's key; a key that is unknown or planned is reported and has none. */
export function findReader(
  keys: Keys,
  { key, keyAt, value }: TreeEntry,
  { notes, report }: { readonly notes: ObjectNotes; readonly report: Report },
): Reader<unknown> | undefined {
  const found = Object.hasOwn(keys, key) ? keys[key] : undefined
  if (found !== undefined) return readerOf(found)
  const later = own(notes.later, key)
  if (later !== undefined) {
    if (!isNothing(value)) report(diagnostic('not-yet', { what: key, advice: later }, { at: keyAt }))
    return undefined
  }
  const advice = own(notes.advice, key)
  report(
    diagnostic('unknown-key', { key, owner: notes.owner, known: Object.keys(keys), advice }, { at: keyAt }),
  )
  return undefined
}

function own(record: Readonly<Record<string, string>> | undefined, key: string): string | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined
}

/** An entry of a map by its key. */
export function findEntry(tree: Tree, key: string): TreeEntry | undefined {
  return tree.kind === 'map' ? tree.entries.find((entry) => entry.key === key) : undefined
}
