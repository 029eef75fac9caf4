// A project's manifest and an earlier one → what changed of each node.
import type { ChangedPart, NodeChange } from '../graph/selection/changes.ts'
import type { NodeId } from '../parse/node.ts'
import { memberOf } from '../project/plain-member.ts'
import type { PlainValue } from '../project/project.ts'
import type { JsonObject } from './json-object.ts'

/** What changed since an earlier manifest; undefined where that is no manifest. */
export function compareManifests(
  current: JsonObject,
  before: PlainValue,
): ReadonlyMap<NodeId, NodeChange> | undefined {
  if (memberOf(before, 'nodes') === undefined) return undefined
  const changedMacros = findChangedMacros(current, before)
  const changes = new Map<NodeId, NodeChange>()
  for (const group of ['nodes', 'sources', 'exposures', 'unit_tests']) {
    const entries = memberOf(current, group)
    for (const [id, entry] of Object.entries(isRecord(entries) ? entries : {})) {
      changes.set(id, changeOf(entry, memberOf(memberOf(before, group), id), changedMacros))
    }
  }
  return changes
}

function changeOf(
  entry: PlainValue,
  earlier: PlainValue | undefined,
  changedMacros: ReadonlySet<string>,
): NodeChange {
  if (earlier === undefined) return { kind: 'new' }
  const parts = new Set<ChangedPart>()
  for (const [part, tell] of Object.entries(tellers) as readonly (readonly [ChangedPart, Teller])[]) {
    if (JSON.stringify(tell(entry)) !== JSON.stringify(tell(earlier))) parts.add(part)
  }
  if (macrosOf(entry).some((id) => changedMacros.has(id))) parts.add('macros')
  return parts.size === 0 ? { kind: 'same' } : { kind: 'modified', parts }
}

/** Gives what of an entry belongs to a part, in a form that can be compared as text. */
type Teller = (entry: PlainValue) => PlainValue

const members = (keys: readonly string[]): Teller => {
  return (entry) => keys.map((key) => sorted(memberOf(entry, key) ?? null))
}

/** What a node is called in the database: what the target adds to it is left out. */
const naming = ['schema', 'database', 'alias']

const tellers: Readonly<Record<Exclude<ChangedPart, 'macros'>, Teller>> = {
  body: (entry) => [
    ...(members([
      'test_metadata',
      'column_name',
      'given',
      'expect',
      'overrides',
      'model',
      'external',
      'files',
      'freshness',
      'loaded_at_field',
      'loaded_at_query',
      'type',
      'owner',
      'url',
      'maturity',
    ])(entry) as readonly PlainValue[]),
    bodyOf(entry),
  ],
  config: (entry) => without(memberOf(entry, 'config') ?? null, naming),
  relation: (entry) =>
    memberOf(entry, 'resource_type') === 'source'
      ? members(['schema', 'database', 'identifier'])(entry)
      : members(naming)(memberOf(entry, 'config') ?? null),
  contract: (entry) =>
    isEnforced(entry)
      ? [...(members(['contract', 'constraints'])(entry) as readonly PlainValue[]), heldColumns(entry)]
      : null,
}

/** A file's checksum; of what has none, what it mentions. */
function bodyOf(entry: PlainValue): PlainValue {
  const checksum = memberOf(entry, 'checksum')
  const name = memberOf(checksum, 'name')
  if (name === 'sha256') return memberOf(checksum, 'checksum') ?? null
  return [sorted(memberOf(entry, 'refs') ?? null), sorted(memberOf(entry, 'sources') ?? null)]
}

function isEnforced(entry: PlainValue): boolean {
  return memberOf(memberOf(memberOf(entry, 'config'), 'contract'), 'enforced') === true
}

/** What a contract holds of columns: their descriptions are no part of it. */
function heldColumns(entry: PlainValue): PlainValue {
  const columns = memberOf(entry, 'columns')
  const held = members(['name', 'data_type', 'quote', 'constraints'])
  return isRecord(columns) ? Object.values(columns).map(held) : null
}

/** The macros that have changed, and those that call one of them. */
function findChangedMacros(current: JsonObject, before: PlainValue): ReadonlySet<string> {
  const macros = memberOf(current, 'macros')
  const entries = Object.entries(isRecord(macros) ? macros : {})
  const earlier = memberOf(before, 'macros')
  const changed = new Set(
    entries.flatMap(([id, macro]) =>
      memberOf(macro, 'macro_sql') === memberOf(memberOf(earlier, id), 'macro_sql') ? [] : [id],
    ),
  )
  for (let size = -1; size !== changed.size;) {
    size = changed.size
    for (const [id, macro] of entries)
      if (macrosOf(macro).some((called) => changed.has(called))) changed.add(id)
  }
  return changed
}

function macrosOf(entry: PlainValue): readonly string[] {
  const macros = memberOf(memberOf(entry, 'depends_on'), 'macros')
  const list: readonly PlainValue[] = Array.isArray(macros) ? macros : []
  return list.filter((one) => typeof one === 'string')
}

function without(value: PlainValue, keys: readonly string[]): PlainValue {
  if (!isRecord(value)) return value
  return sorted(Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key))))
}

/** The same value with the keys of its maps in order. */
function sorted(value: PlainValue): PlainValue {
  if (isList(value)) return value.map(sorted)
  if (!isRecord(value)) return value
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, member]) => [key, sorted(member)]))
}

function isRecord(value: PlainValue | undefined): value is Readonly<Record<string, PlainValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: PlainValue): value is readonly PlainValue[] {
  return Array.isArray(value)
}
