// A node's contract → what its table is held to, with names for the database.
import { constraintSuffixes } from '../adapter/constraint.ts'
import type { Dialect } from '../adapter/dialect.ts'
import { fitName } from '../adapter/fit-name.ts'
import type { RelationName } from '../adapter/relation.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import { referenceKey } from '../graph/reference-key.ts'
import { allConstraints, isEnforced, isItself } from '../parse/check-contract.ts'
import type { DeclaredConstraint } from '../parse/constraint.ts'
import type { ColumnProperties, ModelNode, Node, Reference, SeedNode } from '../parse/node.ts'
import type { Located } from '../project/project.ts'
import type { Sql } from '../template/sql.ts'
import { compileHook } from './compile-hook.ts'
import type { CompiledConstraint, CompiledContract, ContractColumn, KeyedTable } from './compiled-contract.ts'
import { rendering, type Desk } from './desk.ts'
import { isRelationNode, nameRelation, namingRules } from './naming.ts'

/** What the table of a node is held to; undefined where nothing is enforced. What is wrong is left on the desk. */
export function compileContract(node: ModelNode | SeedNode, desk: Desk): CompiledContract | undefined {
  const relation = desk.relations.get(node.id)
  if (!isEnforced(node) || relation === undefined) return undefined
  const { dialect } = desk.input
  const columns = node.columns.map((column) => contractColumn(column, node, dialect))
  const at = node.places['contract'] ?? node.at
  const taken = new Set<string>()
  const constraints = allConstraints(node).flatMap((declared): readonly CompiledConstraint[] => {
    const held = holdable(declared, node, desk)
    if (held === undefined) return []
    return oneByOne(declared).map((one, index) => {
      const { at: place, name: given } = one
      const name =
        given === undefined ? chooseName(one, { relation, taken, dialect }) : again(given, index, dialect)
      return { ...held, name, at: place, columns: one.columns.map(({ value }) => value) }
    })
  })
  checkColumns(columns, desk)
  for (const { name, at: nameAt } of constraints) checkName(name, nameAt, desk)
  return { at, columns, constraints }
}

function contractColumn(
  { name, quote, dataType = '', dataTypeAt, at }: ColumnProperties,
  { config }: ModelNode | SeedNode,
  dialect: Dialect,
): ContractColumn {
  const folded = quote === true ? name : (dialect.foldIdentifier(name) ?? name)
  const text = config.contract.aliasTypes ? dialect.typeAlias(dataType) : dataType
  const segment = { start: 0, end: text.length, at: dataTypeAt ?? at, copied: false }
  return { name, folded, type: { text, segments: [segment] }, at }
}

/** That columns must not be NULL is said of each for itself. */
function oneByOne(declared: DeclaredConstraint): readonly DeclaredConstraint[] {
  return declared.type === 'not_null'
    ? declared.columns.map((column) => ({ ...declared, columns: [column] }))
    : [declared]
}

/** The same name for the columns behind the first. */
function again(name: string, index: number, { maxIdentifierBytes }: Dialect): string {
  return index === 0 ? name : fitName(name, `_${index + 1}`, maxIdentifierBytes)
}

/** Names that are one column to the database, although they are written in different letters. */
function checkColumns(columns: readonly ContractColumn[], { input, findings }: Desk): void {
  const first = new Map<string, ContractColumn>()
  for (const column of columns) {
    const identity = input.dialect.columnIdentity(column.folded)
    const other = first.get(identity)
    if (other === undefined) {
      first.set(identity, column)
      continue
    }
    const related = [{ message: 'It is described here first', at: other.at }]
    findings.push(diagnostic('duplicate-column', { name: column.name }, { at: column.at, related }))
  }
}

type Held = Pick<CompiledConstraint, 'type'> & Partial<Pick<CompiledConstraint, 'expression' | 'to'>>

/** What a constraint asks; undefined where the database, or the kind of relation, has no such constraint. */
function holdable(declared: DeclaredConstraint, node: ModelNode | SeedNode, desk: Desk): Held | undefined {
  const { type, expression } = declared
  if (node.kind === 'model' && node.config.materialized === 'view') {
    leaveOut(declared, 'a view has no constraints', desk)
    return undefined
  }
  switch (type) {
    case 'not_null':
    case 'primary_key':
    case 'unique':
      return { type }
    case 'check':
      return { type, expression: rendered(expression, node, desk) }
    case 'foreign_key': {
      const to = keyedTable(declared, node, desk)
      return to && { type, to }
    }
  }
}

function rendered(expression: Located<string> | undefined, node: ModelNode | SeedNode, desk: Desk): Sql {
  if (expression === undefined) return { text: '', segments: [] }
  const { sql, diagnostics } = compileHook(expression, rendering(node, desk, false))
  desk.findings.push(...diagnostics)
  return sql
}

function keyedTable(
  declared: DeclaredConstraint,
  node: ModelNode | SeedNode,
  desk: Desk,
): KeyedTable | undefined {
  const { to, expression, toColumns } = declared
  const { dialect } = desk.input
  if (to === undefined) return { kind: 'text', text: rendered(expression, node, desk) }
  if (to.kind === 'text') {
    const { value, at } = to.text
    const columns = referredColumns(toColumns, [], dialect)
    const text = `${value}${columns.length === 0 ? '' : ` (${columns.map((name) => dialect.quote(name)).join(', ')})`}`
    return { kind: 'text', text: { text, segments: [{ start: 0, end: text.length, at, copied: false }] } }
  }
  const isOwn = isItself(to.reference, node)
  const referenced = isOwn ? node : mentioned(to.reference, node, desk)
  const table = referenced && desk.relations.get(referenced.id)
  const own = desk.relations.get(node.id)
  if (referenced === undefined || table === undefined || own === undefined) return undefined
  const refusal = isElsewhere(referenced, table, desk)
    ? 'the table that it refers to is read from elsewhere'
    : dialect.refusesKeyTo(own, table)
  if (refusal !== undefined) {
    leaveOut(declared, refusal, desk)
    return undefined
  }
  checkReferenced(declared, { referenced, at: to.at }, desk)
  const described = 'columns' in referenced ? referenced.columns : []
  return { kind: 'relation', table, isOwn, columns: referredColumns(toColumns, described, dialect) }
}

/** Names are read as the columns are described that they mean. */
function referredColumns(
  names: readonly string[],
  described: readonly ColumnProperties[],
  dialect: Dialect,
): readonly string[] {
  return names.map((name) => {
    const exact = described.find((column) => column.name === name)
    const found = exact ?? described.find((column) => isSame([column.name], [name]))
    return found?.quote === true ? found.name : (dialect.foldIdentifier(name) ?? name)
  })
}

/** A key would hold the rows of a target that is only read. */
function isElsewhere(node: Node, table: RelationName, { input }: Desk): boolean {
  if (!isRelationNode(node)) return false
  const usual = nameRelation(node, namingRules(input))
  return input.dialect.identity(usual) !== input.dialect.identity(table)
}

function mentioned(reference: Reference, { id }: ModelNode | SeedNode, { input }: Desk): Node | undefined {
  const found = input.graph.resolutions.get(id)?.get(referenceKey(reference))
  return found === undefined ? undefined : input.graph.nodes.get(found)
}

/** A foreign key refers to a table, and to columns of it that together are unique. */
function checkReferenced(
  { toColumns }: DeclaredConstraint,
  { referenced, at }: { readonly referenced: Node; readonly at: Span },
  { findings }: Desk,
): void {
  const report = (because: string): void => {
    findings.push(diagnostic('foreign-key-target', { name: referenced.name, because }, { at }))
  }
  if (referenced.kind !== 'model' && referenced.kind !== 'seed') return
  if (referenced.kind === 'model') {
    const { materialized } = referenced.config
    if (materialized === 'view') return report('it is a view')
    if (materialized === 'ephemeral') return report('it is ephemeral, so no table stands under its name')
  }
  // Hooks can make keys of which nothing is known here.
  if (!isEnforced(referenced) || referenced.config.postHooks.length > 0) return
  const keys = allConstraints(referenced).filter(({ type }) => type === 'primary_key' || type === 'unique')
  const isKey = keys.some(({ type, columns }) =>
    toColumns.length === 0
      ? type === 'primary_key'
      : isSame(
          toColumns,
          columns.map(({ value }) => value),
        ),
  )
  if (isKey) return
  const named =
    toColumns.length === 0 ? 'no primary key' : `neither a primary key nor unique (${toColumns.join(', ')})`
  report(`its contract declares ${named}`)
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  const sorted = (names: readonly string[]): string =>
    JSON.stringify(names.map((name) => name.toLowerCase()).toSorted())
  return sorted(some) === sorted(others)
}

function leaveOut({ type, at, warnUnsupported }: DeclaredConstraint, because: string, desk: Desk): void {
  if (!warnUnsupported) return
  desk.findings.push(diagnostic('constraint-unsupported', { type, because }, { at, severity: 'warning' }))
}

function chooseName(
  { type, columns }: DeclaredConstraint,
  {
    relation,
    taken,
    dialect,
  }: { readonly relation: RelationName; readonly taken: Set<string>; readonly dialect: Dialect },
): string {
  const parts = type === 'primary_key' ? [] : columns.map(({ value }) => value)
  const stem = [relation.name, ...parts].join('_')
  for (let count = 1; ; count++) {
    const name = fitName(
      count === 1 ? stem : `${stem}_${count}`,
      constraintSuffixes[type],
      dialect.maxIdentifierBytes,
    )
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

function checkName(name: string, at: Span, { input, findings }: Desk): void {
  const limit = input.dialect.maxIdentifierBytes
  const bytes = Buffer.byteLength(name)
  if (limit !== undefined && bytes > limit)
    findings.push(diagnostic('name-too-long', { what: 'constraint', name, bytes, limit }, { at }))
}
