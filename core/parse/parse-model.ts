// A model's file, its properties and the defaults of its folders → its node.
import { diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import type { Report } from '../project/schema/reader.ts'
import type { SourceFile } from '../project/source-file.ts'
import { parseTemplate } from '../template/parse-template.ts'
import type { Statement, Template } from '../template/template.ts'
import { checkContract, examineConstraints, keyReferences } from './check-contract.ts'
import { checkModelConfig } from './check-model-config.ts'
import { completeModelConfig } from './complete-config.ts'
import { modelGrammar } from './config-keys.ts'
import { examineFreshness } from './examine-freshness.ts'
import { examineHooks } from './examine-hooks.ts'
import { examineTemplate } from './examine-template.ts'
import { readFrontMatter } from './front-matter.ts'
import type { ModelNode } from './node.ts'
import { nameFromPath } from './node-name.ts'
import { optional } from './optional.ts'
import type { ParseScope } from './parse-environment.ts'
import { describedColumns, type Described } from './properties/described.ts'
import { mergeSaid, placesOf, readSaid, valueOf, type Said } from './said.ts'
import { isBlankSql } from './sql-scan.ts'

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
  const { template, examined, inFile } = examineFile(file, { scope, name }, report)
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
    references: [
      ...examined.references,
      ...examineHooks(hooks, { scope, name }, report),
      ...keyReferences(declared),
    ],
    columns,
    constraints,
  }
}

function examineFile(
  file: SourceFile,
  { scope, name }: { readonly scope: ParseScope; readonly name: string },
  report: Report,
) {
  const front = readFrontMatter(file)
  const parsed = parseTemplate(file, { start: front.start })
  const examined = examineTemplate(parsed.template, { scope, name })
  const findings = [...front.diagnostics, ...parsed.diagnostics, ...examined.diagnostics]
  for (const finding of findings) report(finding)
  if (findings.length === 0 && isEmpty(parsed.template)) {
    report(diagnostic('empty-model', undefined, { at: fileSpan(file.path) }))
  }
  const said = [front.entries, ...examined.configs].map((entries) => readSaid(entries, modelGrammar, report))
  const inFile = said.reduce<ModelSaid>((farther, nearer) => mergeSaid(farther, nearer), {})
  return { template: parsed.template, examined, inFile }
}

/** Whether a template can make no SQL: it holds nothing but blanks, comments and its config. */
function isEmpty({ body }: Template): boolean {
  const rest = body.filter((statement) => !isConfigCall(statement))
  const texts = rest.map((statement) => (statement.kind === 'text' ? statement.text : 'something'))
  return isBlankSql(texts.join(''))
}

function isConfigCall(statement: Statement): boolean {
  return (
    statement.kind === 'output' &&
    statement.expression.kind === 'call' &&
    statement.expression.name === 'config'
  )
}
