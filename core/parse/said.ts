// What one place says of a node's config, and how what several places say becomes one.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { findReader, type ObjectNotes } from '../project/schema/object.ts'
import type { Reader, Report } from '../project/schema/reader.ts'
import { refuse } from '../project/schema/scalars.ts'
import { isNothing, recordOf, type Tree, type TreeEntry } from '../project/tree.ts'
import type { ConfigPlaces } from './config.ts'

/** The value of a key and where it was said. `null` takes back what a farther place says. */
export interface Saying<T> {
  readonly value: T | null
  readonly at: Span
}

/** The keys of a config and what reads each. */
export type ConfigKeys = Readonly<Record<string, Reader<unknown>>>

/** What is said of a config: some of its keys. */
export type Said<K extends ConfigKeys> = {
  readonly [N in keyof K]?: Saying<K[N] extends Reader<infer T> ? T : never>
}

/** A config's keys, and what its messages need to know. */
export interface ConfigGrammar<K extends ConfigKeys> {
  readonly keys: K
  readonly notes: ObjectNotes
}

/** Other spellings of keys. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['pre-hook', 'pre_hook'],
  ['post-hook', 'post_hook'],
])

/** Keys whose values add up instead of replacing each other. */
const adding: ReadonlySet<string> = new Set(['tags', 'meta', 'pre_hook', 'post_hook'])

/** Keys whose values are configs themselves: of these, too, the nearer place's word on each key holds. */
const refining: ReadonlySet<string> = new Set(['freshness', 'contract'])

/** Keys that answer one question in two ways: a place that says one takes back what a farther place says with the other. */
const rivals: ReadonlyMap<string, string> = new Map([
  ['loaded_at_field', 'loaded_at_query'],
  ['loaded_at_query', 'loaded_at_field'],
])

/** Reads the keys of one place; unknown keys and wrong values are reported and left out. */
export function readSaid<K extends ConfigKeys>(
  entries: readonly TreeEntry[],
  { keys, notes }: ConfigGrammar<K>,
  report: Report,
): Said<K> {
  const said: Record<string, Saying<unknown>> = {}
  for (const entry of entries) {
    const key = spellings.get(entry.key) ?? entry.key
    const reader = findReader(keys, { ...entry, key }, { notes, report })
    if (reader === undefined) continue
    const value = isNothing(entry.value) ? null : reader.read(entry.value, report)
    if (value === undefined) continue
    const before = said[key]
    const saying = { value, at: entry.value.at }
    said[key] = before === undefined ? saying : combine(key, before, saying)
  }
  return said as Said<K>
}

/** Reads a config that stands as a map under a key of its own. */
export function configReader<K extends ConfigKeys>(grammar: ConfigGrammar<K>): Reader<Said<K>> {
  return {
    expected: 'a map',
    jsonSchema: {
      type: 'object',
      properties: Object.fromEntries(
        Object.entries(grammar.keys).map(([key, { jsonSchema }]) => [key, jsonSchema]),
      ),
      additionalProperties: false,
    },
    read: (tree, report) =>
      tree.kind === 'map'
        ? readSaid(tree.entries, grammar, report)
        : refuse(tree, { expected: 'a map' }, report),
  }
}

/** Reads keys of a config that stand beside it, such as the tags of a model. */
export function readBeside<K extends ConfigKeys>(
  found: Readonly<Record<string, Tree | undefined>>,
  grammar: ConfigGrammar<K>,
  report: Report,
): Said<K> {
  const entries = Object.entries(found).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, keyAt: value.at, value }],
  )
  return readSaid(entries, grammar, report)
}

/** What two places say together: tags, hooks and meta add up, of everything else the nearer place's word holds. */
export function mergeSaid<K extends ConfigKeys>(farther: Said<K>, nearer: Said<K>): Said<K> {
  const merged: Record<string, Saying<unknown>> = {}
  const kept = sayings(farther).filter(([key]) => (nearer[rivals.get(key) ?? '']?.value ?? null) === null)
  for (const [key, saying] of [...kept, ...sayings(nearer)]) {
    const before = merged[key]
    merged[key] = before === undefined ? saying : combine(key, before, saying)
  }
  return merged as Said<K>
}

function sayings(said: Said<ConfigKeys>): readonly (readonly [string, Saying<unknown>])[] {
  return Object.entries(said).flatMap(([key, saying]) =>
    saying === undefined ? [] : [[key, saying] as const],
  )
}

function combine(key: string, farther: Saying<unknown>, nearer: Saying<unknown>): Saying<unknown> {
  if (!adding.has(key) && !refining.has(key)) return nearer
  if (nearer.value === null) return adding.has(key) ? farther : nearer
  return farther.value === null ? nearer : { value: addUp(farther.value, nearer.value), at: nearer.at }
}

function addUp(farther: unknown, nearer: unknown): unknown {
  if (Array.isArray(farther) && Array.isArray(nearer)) return [...new Set<unknown>([...farther, ...nearer])]
  return recordOf(Object.entries<unknown>({ ...Object(farther), ...Object(nearer) }))
}

/** Where each key was said. */
export function placesOf(said: Said<ConfigKeys>): ConfigPlaces {
  return recordOf(sayings(said).map(([key, { at }]) => [key, at] as const))
}

/** The value of a key, where a value was said. */
export function valueOf<T>(saying: Saying<T> | undefined): T | undefined {
  return saying?.value ?? undefined
}

/** Reports a key that has no effect. */
export function reportUnused(
  key: string,
  { because, at }: { readonly because: string; readonly at: Span },
  report: Report,
): void {
  report(diagnostic('unused-config', { key, because }, { at, severity: 'warning' }))
}
