// The constraints of a contract + the columns of its table → what the database is asked to make.
import { constraintSuffixes, type ConstraintSpec } from '../../adapter/constraint.ts'
import type { Dialect } from '../../adapter/dialect.ts'
import { fitName } from '../../adapter/fit-name.ts'
import type { RelationName } from '../../adapter/relation.ts'
import type { CompiledConstraint, KeyedTable } from '../../compile/compiled-contract.ts'
import type { Sql } from '../../template/sql.ts'
import type { HeldColumn } from './compare-columns.ts'
import type { UnderContract } from './under-contract.ts'

/** A constraint as the database makes it, with what its author wrote. */
export interface MadeConstraint {
  readonly spec: ConstraintSpec
  readonly declared: CompiledConstraint
}

/** Constraints by when they are made: with the table, when its rows are in, and when the table is complete. */
export interface MadeConstraints {
  readonly atOnce: readonly MadeConstraint[]
  readonly keys: readonly MadeConstraint[]
  readonly foreignKeys: readonly MadeConstraint[]
}

/**
 * The constraints of a table that stands under a name for the time being. Indexes have names of their own in a schema, so
 * that those of keys get other names beside a table that stands.
 */
export function constraintsFor(
  input: UnderContract,
  relation: RelationName,
  columns: readonly HeldColumn[],
): MadeConstraints {
  const { contract, node, dialect } = input
  const isAside = relation.name !== node.relation.name
  const all = contract.constraints.flatMap((declared) => {
    const name = isAside && isKey(declared) ? asideName(declared.name, dialect) : declared.name
    return specsOf({ ...declared, name }, { columns, relation, dialect }).map((spec) => ({ spec, declared }))
  })
  const atOnce = all.filter(({ spec }) => spec.kind === 'not_null' || spec.kind === 'check')
  const keys = all.filter(({ spec }) => spec.kind === 'primary_key' || spec.kind === 'unique')
  const foreignKeys = all.filter(({ spec }) => spec.kind === 'foreign_key')
  return { atOnce: [...atOnce, ...impliedBy(keys, atOnce, input)], keys, foreignKeys }
}

/** The names that keys have beside a standing table, and the names that they get behind the swap. */
export function renamedKeys({
  contract,
  dialect,
}: UnderContract): readonly { readonly from: string; readonly to: string }[] {
  return contract.constraints.filter(isKey).map(({ name }) => ({ from: asideName(name, dialect), to: name }))
}

/** The columns of the keys of a table. */
export function keyColumns(made: MadeConstraints): readonly (readonly string[])[] {
  return made.keys.flatMap(({ spec }) => ('columns' in spec ? [spec.columns] : []))
}

/** Whether a contract has foreign keys. Where they cannot come later, they would not follow a table that is renamed. */
export function refersToOthers({ contract }: UnderContract): boolean {
  return contract.constraints.some(({ type }) => type === 'foreign_key')
}

/** The names of those constraints that their author named: by its own names xform knows its own again. */
export function namedBy(made: readonly MadeConstraint[]): readonly string[] {
  return made.flatMap(({ spec, declared }) =>
    spec.kind === 'not_null' || declared.name.endsWith(constraintSuffixes[declared.type]) ? [] : [spec.name],
  )
}

/** The author's pieces of SQL that stand in a constraint. */
export function piecesOf({ declared }: MadeConstraint): readonly Sql[] {
  const { expression, to } = declared
  return [...(expression === undefined ? [] : [expression]), ...(to?.kind === 'text' ? [to.text] : [])]
}

function isKey({ type }: CompiledConstraint): boolean {
  return type === 'primary_key' || type === 'unique'
}

function asideName(name: string, { maxIdentifierBytes }: Dialect): string {
  return fitName(name, '__xform_new', maxIdentifierBytes)
}

interface Place {
  readonly columns: readonly HeldColumn[]
  readonly relation: RelationName
  readonly dialect: Dialect
}

function specsOf(declared: CompiledConstraint, place: Place): readonly ConstraintSpec[] {
  const { type, name, expression, to } = declared
  const columns = declared.columns.map((column) => actualName(column, place))
  switch (type) {
    case 'not_null':
      return columns.map((column) => ({ kind: type, name, column }))
    case 'primary_key':
    case 'unique':
      return [{ kind: type, name, columns }]
    case 'check':
      return [{ kind: type, name, expression: expression?.text ?? '' }]
    case 'foreign_key':
      return to === undefined ? [] : [{ kind: type, name, columns, references: referencesText(to, place) }]
  }
}

/** The table's name for a column that is declared, if need be in other letters. */
function actualName(column: string, { columns }: Place): string {
  const exact = columns.find(({ declared }) => declared?.name === column)
  const wanted = column.toLowerCase()
  return (exact ?? columns.find(({ declared }) => declared?.name.toLowerCase() === wanted))?.name ?? column
}

/** A key to its own table refers to what will be that table. */
function referencesText(to: KeyedTable, { relation, dialect }: Place): string {
  if (to.kind === 'text') return to.text.text
  const columns =
    to.columns.length === 0 ? '' : ` (${to.columns.map((name) => dialect.quote(name)).join(', ')})`
  return `${dialect.keyTarget(to.isOwn ? relation : to.table)}${columns}`
}

/** No column of a primary key is NULL: said of the columns at once, so that a database need not read them again for it. */
function impliedBy(
  keys: readonly MadeConstraint[],
  said: readonly MadeConstraint[],
  { node, dialect }: UnderContract,
): readonly MadeConstraint[] {
  const known = new Set(said.flatMap(({ spec }) => (spec.kind === 'not_null' ? [spec.column] : [])))
  return keys.flatMap(({ spec, declared }) =>
    spec.kind !== 'primary_key'
      ? []
      : spec.columns
          .filter((column) => !known.has(column))
          .map((column): MadeConstraint => {
            const stem = `${node.relation.name}_${column}`
            const name = fitName(stem, constraintSuffixes.not_null, dialect.maxIdentifierBytes)
            return { spec: { kind: 'not_null', name, column }, declared }
          }),
  )
}
