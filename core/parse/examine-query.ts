// A file that is a query → its template, what it refers to, and what it says of its node's config.
import { diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import type { Report } from '../project/schema/reader.ts'
import type { SourceFile } from '../project/source-file.ts'
import { parseTemplate } from '../template/parse-template.ts'
import type { Statement, Template } from '../template/template.ts'
import { examineTemplate } from './examine-template.ts'
import { readFrontMatter } from './front-matter.ts'
import type { Reference } from './node.ts'
import type { ParseScope } from './parse-environment.ts'
import { mergeSaid, readSaid, type ConfigGrammar, type ConfigKeys, type Said } from './said.ts'
import { isBlankSql } from './sql-scan.ts'

/** What a query's file was found to say. */
export interface ExaminedQuery<K extends ConfigKeys> {
  readonly template: Template
  /** In every branch, in the order of the template; each mention once. */
  readonly references: readonly Reference[]
  readonly inFile: Said<K>
  /** Whether its template was read without errors: otherwise a config may be missing that is there. */
  readonly isRead: boolean
}

/** How a file is looked at. */
export interface QuerySetting<K extends ConfigKeys> {
  readonly scope: ParseScope
  /** What `this` is called. */
  readonly name: string
  readonly grammar: ConfigGrammar<K>
}

/** Examines a file that is a query with its config. What is wrong is reported; a file without any SQL is. */
export function examineQuery<K extends ConfigKeys>(
  file: SourceFile,
  { scope, name, grammar }: QuerySetting<K>,
  report: Report,
): ExaminedQuery<K> {
  const front = readFrontMatter(file)
  const { template, ...parsed } = parseTemplate(file, { start: front.start })
  const examined = examineTemplate(template, { scope, name })
  const findings = [...front.diagnostics, ...parsed.diagnostics, ...examined.diagnostics]
  for (const finding of findings) report(finding)
  if (findings.length === 0 && isEmpty(template)) {
    report(diagnostic('empty-model', undefined, { at: fileSpan(file.path) }))
  }
  const said = [front.entries, ...examined.configs].map((entries) => readSaid(entries, grammar, report))
  const inFile = said.reduce<Said<K>>((farther, nearer) => mergeSaid(farther, nearer), {})
  const isRead = findings.every(({ severity }) => severity !== 'error')
  return { template, references: examined.references, inFile, isRead }
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
