// A snapshot's file or its entry in a property file, and the defaults of its folders → its node.
import { fileSpan, type Span } from '../errors/span.ts'
import type { Report } from '../project/schema/reader.ts'
import type { SourceFile } from '../project/source-file.ts'
import { reportConstraintsOf } from './check-contract.ts'
import { checkSnapshotConfig } from './check-snapshot-config.ts'
import { completeSnapshotConfig } from './complete-snapshot-config.ts'
import { snapshotGrammar } from './config-keys.ts'
import { examineHooks } from './examine-hooks.ts'
import { examineQuery } from './examine-query.ts'
import type { Reference, SnapshotNode, SnapshotQuery } from './node.ts'
import { nameFromPath } from './node-name.ts'
import { optional } from './optional.ts'
import type { ParseScope } from './parse-environment.ts'
import { describedColumns, type DescribedSnapshot } from './properties/described.ts'
import { mergeSaid, placesOf, valueOf, type Said } from './said.ts'

type SnapshotSaid = Said<typeof snapshotGrammar.keys>

/** What is known of a snapshot besides its file. */
export interface SnapshotSetting {
  readonly scope: ParseScope
  readonly defaults: SnapshotSaid
  readonly described: DescribedSnapshot | undefined
}

/** Parses a snapshot that is a query in a file. */
export function parseSnapshotFile(file: SourceFile, setting: SnapshotSetting, report: Report): SnapshotNode {
  const { scope, described } = setting
  const name = nameFromPath(file.path, report)
  const examined = examineQuery(file, { scope, name, grammar: snapshotGrammar }, report)
  const { template, references, inFile, isRead } = examined
  const own = mergeSaid(described?.said ?? {}, inFile)
  const query: SnapshotQuery = { form: 'file', file, template }
  return makeNode({ name, at: fileSpan(file.path), query, references, own, isRead }, setting, report)
}

/** Parses a snapshot that a property file defines by the relation that it is taken of. */
export function parseSnapshotEntry(
  described: DescribedSnapshot & { readonly relation: Reference },
  { scope, defaults }: Omit<SnapshotSetting, 'described'>,
  report: Report,
): SnapshotNode {
  const { name, relation, said: own } = described
  const query: SnapshotQuery = { form: 'relation', relation }
  const definition = { name: name.value, at: name.at, query, references: [relation], own, isRead: true }
  return makeNode(definition, { scope, defaults, described }, report)
}

interface Definition {
  readonly name: string
  readonly at: Span
  readonly query: SnapshotQuery
  readonly references: readonly Reference[]
  readonly own: SnapshotSaid
  /** Whether all that it says could be read. */
  readonly isRead: boolean
}

function makeNode(definition: Definition, setting: SnapshotSetting, report: Report): SnapshotNode {
  const { name, at, query, references, own, isRead } = definition
  const { scope, described } = setting
  const said = mergeSaid(setting.defaults, own)
  checkSnapshotConfig({ said, own, at, isRead }, report)
  const config = completeSnapshotConfig(said)
  const hooks = [...config.preHooks, ...config.postHooks].map(({ sql }) => sql)
  const { columns, constraints } = describedColumns(described)
  reportConstraintsOf({ columns, constraints }, 'a snapshot has no contract', report)
  return {
    kind: 'snapshot',
    id: `snapshot.${scope.project.config.name}.${name}`,
    name,
    package: scope.project.config.name,
    path: at.path,
    at,
    description: valueOf(said.description) ?? '',
    tags: config.tags,
    meta: config.meta,
    ...optional('propertiesPath', described?.name.at.path),
    query,
    config,
    places: placesOf(said),
    references: [...references, ...examineHooks(hooks, { scope, name }, report)],
    columns,
  }
}
