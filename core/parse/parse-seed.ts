// A seed's file, its properties and the defaults of its folders → its node.
import { fileSpan } from '../errors/span.ts'
import type { SeedFile } from '../project/project.ts'
import type { Report } from '../project/schema/reader.ts'
import { checkContract, examineConstraints, keyReferences } from './check-contract.ts'
import { completeSeedConfig } from './complete-config.ts'
import type { seedGrammar } from './config-keys.ts'
import { examineFreshness } from './examine-freshness.ts'
import { examineFreeHooks } from './examine-hooks.ts'
import { checkFreshness } from './freshness.ts'
import type { SeedNode } from './node.ts'
import { nameFromPath } from './node-name.ts'
import { optional } from './optional.ts'
import type { ParseScope } from './parse-environment.ts'
import { describedColumns, type Described } from './properties/described.ts'
import { mergeSaid, placesOf, valueOf, type Said } from './said.ts'

/** What is known of a seed besides its file. */
export interface SeedSetting {
  readonly scope: ParseScope
  readonly defaults: Said<typeof seedGrammar.keys>
  readonly described: Described<typeof seedGrammar.keys> | undefined
}

/** Makes the node of a seed. Its file is not read. */
export function parseSeed(file: SeedFile, setting: SeedSetting, report: Report): SeedNode {
  const { scope, described } = setting
  const name = nameFromPath(file.path, report)
  const said = mergeSaid(setting.defaults, described?.said ?? {})
  const config = completeSeedConfig(said)
  const hooks = [...config.preHooks, ...config.postHooks].map(({ sql }) => sql)
  examineFreeHooks(hooks, { scope, name, owner: 'a seed' }, report)
  checkFreshness(said.freshness, report)
  examineFreshness([config.freshness?.filter], { scope, name }, report)
  const owner = scope.project.config.name
  const { columns, constraints } = describedColumns(described)
  const declared = { name, package: owner, at: fileSpan(file.path), config, said, columns, constraints }
  checkContract(declared, report)
  examineConstraints(declared, scope, report)
  return {
    kind: 'seed',
    id: `seed.${owner}.${name}`,
    name,
    package: owner,
    path: file.path,
    at: fileSpan(file.path),
    description: valueOf(said.description) ?? '',
    tags: config.tags,
    meta: config.meta,
    ...optional('propertiesPath', described?.name.at.path),
    config,
    places: placesOf(said),
    columns,
    constraints,
    references: keyReferences(declared),
    size: file.size,
  }
}
