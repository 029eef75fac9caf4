// A model's file, its properties and the defaults of its folders → its node.
import { fileSpan } from '../errors/span.ts'
import type { Report } from '../project/schema/reader.ts'
import type { SourceFile } from '../project/source-file.ts'
import { checkContract, examineConstraints, keyReferences } from './check-contract.ts'
import { checkModelConfig } from './check-model-config.ts'
import { completeModelConfig } from './complete-config.ts'
import { modelGrammar } from './config-keys.ts'
import { examineFreshness } from './examine-freshness.ts'
import { examineHooks } from './examine-hooks.ts'
import { examineQuery } from './examine-query.ts'
import type { ModelNode } from './node.ts'
import { nameFromPath } from './node-name.ts'
import { optional } from './optional.ts'
import type { ParseScope } from './parse-environment.ts'
import { describedColumns, type Described } from './properties/described.ts'
import { mergeSaid, placesOf, valueOf, type Said } from './said.ts'

type ModelSaid = Said<typeof modelGrammar.keys>

/** What is known of a model besides its file. */
export interface ModelSetting {
  readonly scope: ParseScope
  /** What the defaults of its folders say. */
  readonly defaults: ModelSaid
  readonly described: Described<typeof modelGrammar.keys> | undefined
}

/** Parses a model. There is a node even where the file is wrong, so that references to it can be resolved. */
export function parseModel(file: SourceFile, setting: ModelSetting, report: Report): ModelNode {
  const { scope, described } = setting
  const name = nameFromPath(file.path, report)
  const { template, references, inFile } = examineQuery(file, { scope, name, grammar: modelGrammar }, report)
  const own = mergeSaid(described?.said ?? {}, inFile)
  const said = mergeSaid(setting.defaults, own)
  const config = completeModelConfig(said)
  checkModelConfig({ config, said, own }, report)
  const owner = scope.project.config.name
  const { columns, constraints } = describedColumns(described)
  const declared = { name, package: owner, at: fileSpan(file.path), config, said, columns, constraints }
  checkContract(declared, report)
  examineConstraints(declared, scope, report)
  examineFreshness([config.freshness?.filter], { scope, name }, report)
  const hooks = [...config.preHooks, ...config.postHooks].map(({ sql }) => sql)
  return {
    kind: 'model',
    id: `model.${owner}.${name}`,
    name,
    package: owner,
    path: file.path,
    at: fileSpan(file.path),
    description: valueOf(said.description) ?? '',
    tags: config.tags,
    meta: config.meta,
    ...optional('propertiesPath', described?.name.at.path),
    file,
    template,
    config,
    places: placesOf(said),
    references: [...references, ...examineHooks(hooks, { scope, name }, report), ...keyReferences(declared)],
    columns,
    constraints,
  }
}
