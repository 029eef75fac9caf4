// A table under a contract → the steps that make it with its columns and constraints, fill it and put it in its place.
import type { RelationKind, RelationName } from '../../adapter/relation.ts'
import type { Sql } from '../../template/sql.ts'
import { statementOver, type ExecuteStep, type Statement, type Step } from '../step.ts'
import { temporaryTable, type TemporaryTable } from '../temporary-table.ts'
import { constraintsFor, keyColumns, namedBy, piecesOf, type MadeConstraint } from './constraint-specs.ts'
import { ddlStatement } from './ddl-statement.ts'
import type { HeldColumns, UnderContract } from './under-contract.ts'

/** A table to be made, and the columns that it will have. */
export interface ContractedTable {
  readonly query: Sql
  readonly held: HeldColumns
  /** More rows, once those of the query are in. */
  readonly fill: (relation: RelationName) => readonly Step[]
}

/** Makes a table under a name, with what can refuse rows one by one, and fills it. */
export function makeTable(
  relation: RelationName,
  input: UnderContract,
  { query, held, fill }: ContractedTable,
): readonly Step[] {
  const { dialect } = input
  const insert: Step = {
    kind: 'execute',
    label: 'insert',
    statement: statementOver(
      query,
      (text) => dialect.insert(relation, namesOf(held), orderedQuery(text, held, input)),
      input.node.at,
    ),
    counts: true,
  }
  return [...makeEmpty(relation, input, { held }), insert, ...fill(relation)]
}

/** Makes a table without rows, with what can refuse them one by one. */
export function makeEmpty(
  relation: RelationName,
  input: UnderContract,
  { held }: Pick<ContractedTable, 'held'>,
): readonly Step[] {
  const { atOnce, keys, foreignKeys } = constraintsFor(input, relation, held.columns)
  const { addConstraints } = input.dialect.supports
  const constraints = addConstraints ? atOnce : [...atOnce, ...keys, ...foreignKeys]
  const statement = createStatement(relation, input, { held, constraints })
  const create: Step = { kind: 'execute', label: 'create table', statement }
  return [create, ...marks(relation, input, constraints)]
}

function marks(
  relation: RelationName,
  { dialect }: UnderContract,
  made: readonly MadeConstraint[],
): readonly ExecuteStep[] {
  return namedBy(made).flatMap((name): readonly ExecuteStep[] => {
    const sql = dialect.markConstraint(relation, name)
    return sql === undefined ? [] : [{ kind: 'execute', label: 'comment', statement: { sql } }]
  })
}

/** Adds the keys of a table that has its rows, where the database can; otherwise it has them. */
export function addKeys(
  relation: RelationName,
  input: UnderContract,
  { held }: Pick<ContractedTable, 'held'>,
): readonly Step[] {
  if (!input.dialect.supports.addConstraints) return []
  const { keys } = constraintsFor(input, relation, held.columns)
  return [...keys.map((made) => addStep(relation, input, made)), ...marks(relation, input, keys)]
}

/** Adds foreign keys, where the database can: last, because the tables that they refer to are held from then on. */
export function addForeignKeys(
  relation: RelationName,
  input: UnderContract,
  { held }: Pick<ContractedTable, 'held'>,
): readonly ExecuteStep[] {
  if (!input.dialect.supports.addConstraints) return []
  const { foreignKeys } = constraintsFor(input, relation, held.columns)
  return [
    ...foreignKeys.map((made) => addStep(relation, input, made)),
    ...marks(relation, input, foreignKeys),
  ]
}

/** The rows of a table that is to be replaced, and its columns. */
export interface ComputedRows {
  readonly held: HeldColumns
  /** Makes and fills the temporary table that holds the rows. */
  readonly rows: (table: TemporaryTable) => readonly Step[]
}

/**
 * Replaces a table where its keys cannot come later: rows are computed before there is a table that refuses them, because the
 * query may read the very table that goes.
 */
export function replaceFromRows(
  standing: RelationKind,
  input: UnderContract,
  { held, rows }: ComputedRows,
): readonly Step[] {
  const { node, dialect } = input
  const table = temporaryTable(node.relation, '__xform_rows', dialect)
  const made = constraintsFor(input, node.relation, held.columns)
  const constraints = [...made.atOnce, ...made.keys, ...made.foreignKeys]
  const columns = namesOf(held)
  const query = `select ${listOf(held, input)} from ${dialect.relation(table.relation)}`
  const place = { name: node.relation, kind: standing }
  return [
    ...rows(table),
    {
      kind: 'dress',
      label: 'carry over foreign keys',
      standing: place,
      successor: { name: table.relation, kind: 'table', makes: () => false },
      keysToCome: keyColumns(made),
    },
    {
      kind: 'publish',
      label: 'replace table',
      standing: place,
      statements: [
        { sql: dialect.drop(standing, node.relation) },
        createStatement(node.relation, input, { held, constraints }),
        { sql: dialect.insert(node.relation, columns, query), at: node.at },
        { sql: dialect.drop('table', table.relation) },
      ],
    },
  ]
}

/** What stands before and behind a query, so that it gives its columns in the order of the contract. */
export function aroundOrdered(held: HeldColumns, input: UnderContract): readonly [string, string] {
  return [`select ${listOf(held, input)} from (\n`, '\n) as "_xform_rows"']
}

function orderedQuery(query: string, held: HeldColumns, input: UnderContract): string {
  const [before, after] = held.isReordered ? aroundOrdered(held, input) : ['', '']
  return before + query + after
}

function listOf(held: HeldColumns, { dialect }: UnderContract): string {
  return namesOf(held)
    .map((name) => dialect.quote(name))
    .join(', ')
}

function namesOf({ columns }: HeldColumns): readonly string[] {
  return columns.map(({ name }) => name)
}

interface Definition {
  readonly held: HeldColumns
  readonly constraints: readonly MadeConstraint[]
}

function createStatement(
  relation: RelationName,
  { dialect, contract }: UnderContract,
  { held, constraints }: Definition,
): Statement {
  const specs = constraints.map(({ spec }) => spec)
  const pieces = [
    ...held.columns.flatMap(({ declared }) => (declared === undefined ? [] : [declared.type])),
    ...constraints.flatMap(piecesOf),
  ]
  return ddlStatement(dialect.createTable(relation, held.columns, specs), pieces, contract.at)
}

function addStep(relation: RelationName, { dialect }: UnderContract, made: MadeConstraint): ExecuteStep {
  const statement = ddlStatement(dialect.addConstraint(relation, made.spec), piecesOf(made), made.declared.at)
  return { kind: 'execute', label: `add ${made.spec.kind.replace('_', ' ')}`, statement }
}
