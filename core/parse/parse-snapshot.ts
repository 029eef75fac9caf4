// A snapshot's file or its entry in a property file, and the defaults of its folders → its node.
import { diagnostic } from '../errors/diagnostic.ts'
import { fileSpan, type Span } from '../errors/span.ts'
import type { PlainValue } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import type { SourceFile } from '../project/source-file.ts'
import { recordOf } from '../project/tree.ts'
import { parseTemplate } from '../template/parse-template.ts'
import { reportConstraintsOf } from './check-contract.ts'
import { completeRelationConfig } from './complete-config.ts'
import { snapshotGrammar } from './config-keys.ts'
import { examineTemplate } from './examine-template.ts'
import { readFrontMatter } from './front-matter.ts'
import type { Reference, SnapshotNode } from './node.ts'
import { nameFromPath } from './node-name.ts'
import { optional } from './optional.ts'
import type { ParseScope } from './parse-environment.ts'
import { describedColumns, type DescribedSnapshot } from './properties/described.ts'
import { mergeSaid, readSaid, valueOf, type Said } from './said.ts'

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
  const front = readFrontMatter(file)
  const parsed = parseTemplate(file, { start: front.start })
  const examined = examineTemplate(parsed.template, { scope, name })
  for (const finding of [...front.diagnostics, ...parsed.diagnostics, ...examined.diagnostics])
    report(finding)
  const said = [front.entries, ...examined.configs].map((entries) =>
    readSaid(entries, snapshotGrammar, report),
  )
  const own = said.reduce<SnapshotSaid>(
    (farther, nearer) => mergeSaid(farther, nearer),
    described?.said ?? {},
  )
  const definition = { name, at: fileSpan(file.path), references: examined.references, own }
  return makeNode(definition, setting, report)
}

/** Parses a snapshot that a property file defines by the relation that it is taken of. */
export function parseSnapshotEntry(
  described: DescribedSnapshot,
  { scope, defaults }: Omit<SnapshotSetting, 'described'>,
  report: Report,
): SnapshotNode {
  const { name, relation, said: own } = described
  const references = relation === undefined ? [] : [relation]
  const definition = { name: name.value, at: name.at, references, own }
  return makeNode(definition, { scope, defaults, described }, report)
}

interface Definition {
  readonly name: string
  readonly at: Span
  readonly references: readonly Reference[]
  readonly own: SnapshotSaid
}

function makeNode(definition: Definition, setting: SnapshotSetting, report: Report): SnapshotNode {
  const { name, at, references, own } = definition
  const { scope, described } = setting
  const said = mergeSaid(setting.defaults, own)
  const config = completeRelationConfig(said)
  checkStrategy(said, at, report)
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
    config,
    settings: settingsOf(said),
    references,
    columns,
  }
}

const settingKeys = [
  'strategy',
  'unique_key',
  'updated_at',
  'check_cols',
  'target_schema',
  'target_database',
  'invalidate_hard_deletes',
  'hard_deletes',
  'dbt_valid_to_current',
  'snapshot_meta_column_names',
] as const

function settingsOf(said: SnapshotSaid): Readonly<Record<string, PlainValue>> {
  return recordOf(
    settingKeys.flatMap((key) => {
      const value: PlainValue | undefined = said[key]?.value
      return value === undefined || value === null ? [] : [[key, value] as const]
    }),
  )
}

/** Each strategy tells by other columns what has changed. */
function checkStrategy(said: SnapshotSaid, at: Span, report: Report): void {
  const strategy = valueOf(said.strategy)
  if (strategy === undefined) return
  const settings = settingsOf(said)
  for (const key of ['unique_key', strategy === 'timestamp' ? 'updated_at' : 'check_cols']) {
    if (Object.hasOwn(settings, key)) continue
    const owner = `a snapshot with the strategy ${strategy}`
    report(diagnostic('missing-key', { key, owner }, { at: said.strategy?.at ?? at }))
  }
}
