// An entry under `models:`, `seeds:` or `snapshots:` → what it says of the node of that name.
import type { Located } from '../../project/project.ts'
import { listOf } from '../../project/schema/collections.ts'
import { object, required, type ObjectNotes, type ObjectOf } from '../../project/schema/object.ts'
import type { Reader, Report } from '../../project/schema/reader.ts'
import { asWritten, located } from '../../project/schema/scalars.ts'
import type { Tree } from '../../project/tree.ts'
import { mention } from '../mention.ts'
import type { ColumnProperties, Reference } from '../node.ts'
import { nodeName } from '../node-name.ts'
import { optional } from '../optional.ts'
import { snapshotGrammar, type snapshotKeys } from '../config-keys.ts'
import {
  configReader,
  mergeSaid,
  readBeside,
  type ConfigGrammar,
  type ConfigKeys,
  type Said,
} from '../said.ts'
import type { DeclaredConstraint } from '../constraint.ts'
import { columns, type DescribedColumn } from './column.ts'
import { modelConstraints } from './constraint.ts'

/** What an entry says of a node. */
export interface Described<K extends ConfigKeys> {
  readonly name: Located<string>
  readonly said: Said<K>
  readonly columns: readonly DescribedColumn[]
  readonly constraints: readonly DeclaredConstraint[]
  readonly tests: readonly Tree[]
}

/** What an entry says of a snapshot. */
export interface DescribedSnapshot extends Described<typeof snapshotKeys> {
  /** What it is taken of, where the entry defines it. */
  readonly relation?: Reference
}

const toMeta = '`meta:` is the place for keys of your own.'
const notHere = 'There are no versions of models here.'

const advice = {
  docs: toMeta,
  group: toMeta,
  access: toMeta,
  versions: notHere,
  latest_version: notHere,
  deprecation_date: toMeta,
}

const later = {
  time_spine: 'Remove it until then.',
}

/** What is declared of a node's columns, and of constraints; nothing where no entry describes it. */
export function describedColumns(
  described: Pick<Described<ConfigKeys>, 'columns' | 'constraints'> | undefined,
): {
  readonly columns: readonly ColumnProperties[]
  readonly constraints: readonly DeclaredConstraint[]
} {
  const { columns: found = [], constraints = [] } = described ?? {}
  return { columns: found.map(({ properties }) => properties), constraints }
}

/** Reads entries of one kind. What belongs to the config and stands beside it gets the hint to go there. */
export function describedReader<K extends ConfigKeys>(
  owner: string,
  grammar: ConfigGrammar<K>,
): Reader<Described<K>> {
  const written = object(keysOf(grammar), notesOf(owner, grammar))
  return {
    ...written,
    read(tree, report) {
      const found = written.read(tree, report)
      return found === undefined ? undefined : complete(found, grammar, report)
    },
  }
}

const snapshotMap = object(
  { ...keysOf(snapshotGrammar), relation: mention },
  notesOf('a snapshot', snapshotGrammar),
)

/** Reads a snapshot: with a `relation` the entry defines it, without one it describes the snapshot of a file. */
export const snapshot: Reader<DescribedSnapshot> = {
  ...snapshotMap,
  read(tree, report) {
    const found = snapshotMap.read(tree, report)
    if (found === undefined) return undefined
    return { ...complete(found, snapshotGrammar, report), ...optional('relation', found.relation) }
  },
}

function keysOf<K extends ConfigKeys>(grammar: ConfigGrammar<K>) {
  return {
    name: required(located(nodeName)),
    description: asWritten,
    meta: asWritten,
    tags: asWritten,
    columns,
    constraints: modelConstraints,
    data_tests: listOf(asWritten),
    tests: listOf(asWritten),
    config: configReader(grammar),
  }
}

function notesOf<K extends ConfigKeys>(owner: string, { keys, notes }: ConfigGrammar<K>): ObjectNotes {
  const misplaced = Object.keys(keys).map((key) => [key, 'Write it under `config:`.'])
  return {
    owner,
    advice: { ...Object.fromEntries(misplaced), ...advice },
    later: { ...notes.later, ...later },
  }
}

function complete<K extends ConfigKeys>(
  found: ObjectOf<ReturnType<typeof keysOf<K>>>,
  grammar: ConfigGrammar<K>,
  report: Report,
): Described<K> {
  const { name, description, meta, tags } = found
  const beside = readBeside({ description, meta, tags }, grammar, report)
  return {
    name,
    said: mergeSaid(beside, found.config ?? {}),
    columns: found.columns ?? [],
    constraints: found.constraints ?? [],
    tests: [...(found.data_tests ?? []), ...(found.tests ?? [])],
  }
}
