// A data test's node → its SQL.
import { findGenericTest } from '../checks/index.ts'
import type { Subject, WrittenTest } from '../checks/generic-test.ts'
import { writeSql } from '../checks/write-sql.ts'
import { referenceKey } from '../graph/reference-key.ts'
import type { DeclaredOn, NodeId, TestNode } from '../parse/node.ts'
import { parseLocated } from '../parse/parse-located.ts'
import type { Located } from '../project/project.ts'
import { evaluate } from '../template/evaluate.ts'
import type { Sql } from '../template/sql.ts'
import type { Template } from '../template/template.ts'
import type { CompiledTest } from './compiled-test.ts'
import { ephemeralsOf, mentionsOf, printMention, rendering, tablesBehind, type Desk } from './desk.ts'
import { nameMentions, withCommonTables } from './ephemeral.ts'
import { isRelationNode, type RelationNode } from './naming.ts'
import { environmentOf } from './render.ts'
import { createArguments, identifierOf } from './test-arguments.ts'
import { trimStatement } from './trim-statement.ts'

/** Compiles a data test; undefined where something is wrong with it, which is then among the desk's findings. */
export function compileTest(node: TestNode, desk: Desk): CompiledTest | undefined {
  const before = desk.findings.length
  const written = node.test.form === 'generic' ? writeDeclared(node, node.test, desk) : writeOwn(node, desk)
  if (written === undefined || desk.findings.length > before) return undefined
  const reads = [...(desk.input.graph.upstream.get(node.id) ?? [])].toSorted()
  const ephemerals = ephemeralsOf(node.id, desk)
  const isWhole = node.config.failCalc === undefined && ephemerals.length === 0
  const relation = desk.relations.get(node.id)
  const as = node.config.storedAs === 'view' ? 'view' : 'table'
  return {
    kind: 'test',
    id: node.id,
    name: node.name,
    path: node.path,
    at: node.at,
    test: node.test.form === 'generic' ? node.test.test : undefined,
    tested: node.test.form === 'generic' ? testedNode(node, desk)?.id : undefined,
    reads,
    sqlPath: node.test.form === 'generic' ? `${node.path}/${node.name}.sql` : node.path,
    query: complete(written.rows, ephemerals, desk),
    tally: isWhole ? written.tally : undefined,
    isSteady: isWhole && written.isSteady === true && node.config.where === undefined,
    config: node.config,
    failCalc: node.config.failCalc === undefined ? undefined : render(node.config.failCalc, node, desk),
    stored:
      relation === undefined
        ? undefined
        : { relation, as, comment: node.config.isDescribed ? node.description : '' },
  }
}

interface Written {
  readonly rows: Sql
  readonly tally: CompiledTest['tally']
  readonly isSteady?: boolean | undefined
}

/** A query of the author's own: every row that it gives fails. */
function writeOwn(node: TestNode, desk: Desk): Written | undefined {
  return node.test.form === 'singular' ? renderTemplate(node, node.test.template, desk) : undefined
}

function renderTemplate(node: TestNode, template: Template, desk: Desk): Written | undefined {
  const rendered = evaluate(template, environmentOf(rendering(node, desk, false)))
  desk.findings.push(...rendered.diagnostics)
  if (rendered.diagnostics.length > 0) return undefined
  const { sql, diagnostics } = trimStatement(rendered.sql, { ...node, what: 'test' })
  desk.findings.push(...diagnostics)
  return diagnostics.length > 0 ? undefined : { rows: sql, tally: undefined }
}

function writeDeclared(node: TestNode, test: DeclaredOn, desk: Desk): Written | undefined {
  const tested = testedNode(node, desk)
  if (tested === undefined) return undefined
  if (test.template !== undefined) return renderCall(node, test.template, { tested, desk })
  const definition = findGenericTest(test.test)
  if (definition === undefined) return undefined
  const from = rowsOf(node, tested, desk)
  const given = createArguments(test.given, {
    dialect: desk.input.dialect,
    render: (text) => render(text, node, desk),
    relation: (reference) => mention(node, referenceKey(reference), desk),
  })
  const { dialect, run } = desk.input
  const column = test.column === undefined ? undefined : identifierOf(test.column, dialect)
  const subject: Subject = { from, column, given, dialect, startedAt: run.startedAt }
  const { rows, tally, isSteady }: WrittenTest = definition.write(subject)
  return { rows, tally: tally === undefined ? undefined : { from, failures: tally }, isSteady }
}

/** The name under which a macro reads only those rows that `where` leaves. */
const filtered = '"__xform__tested"'

/** A macro prints the model that it is given: with `where`, what it prints are the rows that this leaves. */
function renderCall(
  node: TestNode,
  template: Template,
  { tested, desk }: { readonly tested: RelationNode; readonly desk: Desk },
): Written | undefined {
  if (node.config.where === undefined) return renderTemplate(node, template, desk)
  const query = writeSql`select * from ${rowsOf(node, tested, desk)}`
  const tables = new Map([...desk.tables, [tested.id, filtered] as const])
  const written = renderTemplate(node, template, { ...desk, tables })
  if (written === undefined) return undefined
  const { dialect } = desk.input
  const mentions = [{ mention: filtered, name: desk.relations.get(tested.id)?.name ?? tested.name }]
  const rows = nameMentions(written.rows, mentions, dialect)
  return { ...written, rows: withCommonTables(rows, [{ name: filtered, query }]) }
}

/** What stands behind `from`: the tested relation, under its own name also where only some of its rows count. */
function rowsOf(node: TestNode, tested: RelationNode, desk: Desk): Sql {
  const relation = printMention(tested, desk)
  const alias = desk.input.dialect.quote(desk.relations.get(tested.id)?.name ?? tested.name)
  const { where } = node.config
  if (where === undefined) return writeSql`${relation} as ${alias}`
  return writeSql`(select * from ${relation} as ${alias} where ${render(where, node, desk)}) as ${alias}`
}

/** The SQL of a text in a property file, with its places. */
function render(text: Located<string>, node: TestNode, desk: Desk): Sql {
  const parsed = parseLocated(text)
  const { sql, diagnostics } = evaluate(parsed.template, environmentOf(rendering(node, desk, false)))
  desk.findings.push(...parsed.diagnostics, ...diagnostics)
  return sql
}

/** A generic test mentions first what it is a test of. */
function testedNode(node: TestNode, desk: Desk): RelationNode | undefined {
  const [first] = node.references
  return first === undefined ? undefined : mentioned(node, referenceKey(first), desk)
}

function mention(node: TestNode, key: string, desk: Desk): string {
  const found = mentioned(node, key, desk)
  return found === undefined ? '' : printMention(found, desk)
}

function mentioned(node: TestNode, key: string, { input: { graph } }: Desk): RelationNode | undefined {
  const id = graph.resolutions.get(node.id)?.get(key)
  const found = id === undefined ? undefined : graph.nodes.get(id)
  return found !== undefined && isRelationNode(found) ? found : undefined
}

function complete(query: Sql, ephemerals: readonly NodeId[], desk: Desk): Sql {
  const named = nameMentions(query, mentionsOf(ephemerals, desk), desk.input.dialect)
  return withCommonTables(named, tablesBehind(ephemerals, desk))
}
