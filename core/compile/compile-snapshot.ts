// A snapshot → its query, with the ephemeral models that it mentions in front.
import type { Diagnostic } from '../errors/diagnostic.ts'
import { referenceKey } from '../graph/reference-key.ts'
import type { Reference, SnapshotNode } from '../parse/node.ts'
import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'
import type { CompiledSnapshot } from './compiled.ts'
import { ephemeralsOf, mentionsOf, printMention, rendering, tablesBehind, type Desk } from './desk.ts'
import { findMisreadFiles } from './driver.ts'
import { nameMentions, withCommonTables } from './ephemeral.ts'
import { fingerprint } from './fingerprint.ts'
import { isRelationNode } from './naming.ts'
import { renderTemplate } from './render.ts'
import { trimStatement } from './trim-statement.ts'

/** What every compiled node has, whatever its kind. */
type Common = Omit<CompiledSnapshot, 'kind' | 'config' | 'full' | 'takenAt' | 'fingerprint'>

/** Compiles a snapshot. What is wrong is left on the desk; then there is nothing to build. */
export function compileSnapshot(
  node: SnapshotNode,
  common: Common | undefined,
  desk: Desk,
): CompiledSnapshot | undefined {
  const { graph, dialect, run } = desk.input
  const { query, diagnostics } = queryOf(node, desk)
  desk.findings.push(...diagnostics, ...findMisreadFiles(node, graph))
  if (common === undefined || diagnostics.length > 0) return undefined
  const direct = ephemeralsOf(node.id, desk)
  const named = nameMentions(query, mentionsOf(direct, desk), dialect)
  const full = withCommonTables(named, tablesBehind(direct, desk))
  return {
    kind: 'snapshot',
    ...common,
    config: node.config,
    full,
    takenAt: run.startedAt,
    fingerprint: fingerprint([full.text]),
  }
}

interface Query {
  readonly query: Sql
  readonly diagnostics: readonly Diagnostic[]
}

function queryOf(node: SnapshotNode, desk: Desk): Query {
  const { query } = node
  if (query.form === 'relation') return { query: everythingIn(query.relation, node, desk), diagnostics: [] }
  const { sql, diagnostics } = renderTemplate(query.template, rendering(node, desk, false))
  const trimmed = trimStatement(sql, { name: node.name, path: node.path })
  return { query: trimmed.sql, diagnostics: diagnostics.length > 0 ? diagnostics : trimmed.diagnostics }
}

function everythingIn(relation: Reference, { id }: SnapshotNode, desk: Desk): Sql {
  const { nodes, resolutions } = desk.input.graph
  const mentioned = nodes.get(resolutions.get(id)?.get(referenceKey(relation)) ?? '')
  const isNamed = mentioned !== undefined && isRelationNode(mentioned)
  return concatSql([`select * from ${isNamed ? printMention(mentioned, desk) : ''}`])
}
