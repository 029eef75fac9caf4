import { fitName } from '../adapter/fit-name.ts'
import type { Dialect, IndexSpec } from '../adapter/dialect.ts'
import type { Successor } from '../adapter/publishing.ts'
import { isLinked, type RelationKind, type RelationName } from '../adapter/relation.ts'
import { asideName } from './aside.ts'
import { constraintsFor, keyColumns, refersToOthers, renamedKeys } from './contract/constraint-specs.ts'
import { addForeignKeys, addKeys, makeTable, replaceFromRows } from './contract/contracted-table.ts'
import { isOwnConstraint } from './contract/own-constraints.ts'
import { contractOf, holdColumns, type HeldColumns } from './contract/under-contract.ts'
import { finish } from './finish.ts'
import { isMadeByHooks } from './made-by-hooks.ts'
import type { Action, BuildInput } from './materialization.ts'
import { fullQuery } from './query.ts'
import type { Sql } from '../template/sql.ts'
import { statementOver, type ExecuteStep, type Statement, type Step } from './step.ts'
import type { TemporaryTable } from './temporary-table.ts'

/** Below this many rows a planner's guess is as good as statistics, and gathering them would cost more than it brings. */
const rowsWorthAnalyzing = 1000

/** The end of every index name that xform chooses, so that it knows them again when the config no longer asks for them. */
const ownIndexSuffix = '_xform_idx'

/** Rows that come into a new table bit by bit: the query makes it, and the steps fill it, whatever its name is by then. */
export interface FilledTable {
  readonly query: Sql
  readonly fill: (relation: RelationName) => readonly Step[]
  /** A look at its rows before anybody else sees them. */
  readonly look?: (relation: RelationName) => readonly Step[]
}

/** Builds the whole table: under its own name where nothing stands, otherwise so that readers never miss it. */
export function createTable(
  action: Action,
  context: BuildInput,
  table: FilledTable = { query: fullQuery(context.node, context.options), fill: () => [] },
): readonly Step[] {
  const under = contractOf(context)
  if (under === undefined) return buildTable(action, { ...context, table, held: undefined })
  const build = (held: HeldColumns): readonly Step[] => buildTable(action, { ...context, table, held })
  return [holdColumns(under, table.query, (held) => ({ kind: 'steps', steps: build(held) }))]
}

/** What a table is built from. */
interface TableInput extends BuildInput {
  readonly table: FilledTable
  /** Its columns, where it has a contract. */
  readonly held: HeldColumns | undefined
}

function buildTable(action: Action, input: TableInput): readonly Step[] {
  const { node, dialect } = input
  if (action.kind !== 'replace') {
    return [
      ...buildAs(node.relation, input),
      ...keys(node.relation, input),
      ...indexes(node.relation, input),
      ...complete(node.relation, input),
      ...foreignKeys(node.relation, input),
      ...look(node.relation, input),
    ]
  }
  if (dialect.supports.replaceInPlace) return replaceInPlace(action.standing, input)
  return replaceAside(action.standing, input)
}

function buildAs(relation: RelationName, input: TableInput): readonly Step[] {
  const { node, dialect, table, held } = input
  const under = contractOf(input)
  if (under !== undefined && held !== undefined) return makeTable(relation, under, { ...table, held })
  const build = (query: string): string => dialect.createTableAs(relation, query)
  const create: Step = {
    kind: 'execute',
    label: 'create table',
    statement: statementOver(table.query, build, node.at),
    counts: true,
  }
  return [create, ...table.fill(relation)]
}

/** Where readers need not wait, the rows are looked at when they are in their place. */
function replaceInPlace(standing: RelationKind, input: TableInput): readonly Step[] {
  const { node } = input
  return [
    ...buildInPlace(standing, input),
    ...indexes(node.relation, input),
    ...complete(node.relation, input),
    ...look(node.relation, input),
  ]
}

function buildInPlace(standing: RelationKind, input: TableInput): readonly Step[] {
  const { node, dialect, table, held } = input
  const under = contractOf(input)
  if (under !== undefined && held !== undefined && refersToOthers(under)) {
    const compute = (name: string): Step => ({
      kind: 'execute',
      label: 'compute rows',
      statement: statementOver(table.query, (text) => dialect.createTemporaryTableAs(name, text), node.at),
      counts: true,
    })
    const rows = (aside: TemporaryTable): readonly Step[] => [
      compute(aside.name),
      ...table.fill(aside.relation),
    ]
    return replaceFromRows(standing, under, { held, rows })
  }
  if (under !== undefined || standing !== 'table' || isLinked(input.standing))
    return exchange(standing, input)
  const replace = (query: string): string => dialect.createOrReplaceTableAs(node.relation, query)
  return [
    {
      kind: 'execute',
      label: 'replace table',
      statement: statementOver(table.query, replace, node.at),
      counts: true,
    },
    ...table.fill(node.relation),
  ]
}

/**
 * What is built aside needs no second copy. Nor is it replaced in one statement, where foreign keys would go on leading from
 * the table that goes, and to it.
 */
function exchange(standing: RelationKind, input: TableInput): readonly Step[] {
  const aside = asideName(input.node.relation, input.dialect)
  return [...buildAs(aside, input), dress(standing, input), swap(standing, input)]
}

function replaceAside(standing: RelationKind, input: TableInput): readonly Step[] {
  const { node, dialect } = input
  const aside = asideName(node.relation, dialect)
  return [
    ...buildAs(aside, input),
    ...keys(aside, input),
    dress(standing, input),
    ...indexes(aside, input),
    ...complete(aside, input),
    // Where readers wait for the swap, nothing is read between it and the commit.
    ...look(aside, input),
    swap(standing, input),
  ]
}

function dress(standing: RelationKind, input: TableInput): Step {
  const { node, dialect } = input
  const makes: Successor['makes'] = (name, what) => makesItself(name, what, input)
  return {
    kind: 'dress',
    label: 'carry over what belongs to the table',
    standing: { name: node.relation, kind: standing },
    successor: { name: asideName(node.relation, dialect), kind: 'table', makes },
    ...(dialect.supports.addConstraints ? {} : { keysToCome: keysToCome(input) }),
  }
}

function keysToCome(input: TableInput): readonly (readonly string[])[] {
  const under = contractOf(input)
  if (under === undefined || input.held === undefined) return []
  return keyColumns(constraintsFor(under, input.node.relation, input.held.columns))
}

function swap(standing: RelationKind, input: TableInput): Step {
  const { node, dialect } = input
  const aside = asideName(node.relation, dialect)
  return {
    kind: 'publish',
    label: 'swap',
    standing: { name: node.relation, kind: standing },
    candidate: aside,
    keys: foreignKeys(aside, input).map(({ statement }) => statement),
    statements: [
      { sql: dialect.drop(standing, node.relation) },
      { sql: dialect.rename('table', aside, node.relation.name) },
      ...renamesOf(input),
    ],
  }
}

/** Indexes have names of their own, where they are not made in place. */
function renamesOf(input: TableInput): readonly Statement[] {
  const { node, dialect } = input
  if (dialect.supports.replaceInPlace) return []
  const under = contractOf(input)
  const renamed = [
    ...indexSpecs(input).map(({ name }) => ({ from: asideIndex(name, input), to: name })),
    ...(under === undefined ? [] : renamedKeys(under)),
  ]
  return renamed.map(({ from, to }) => ({ sql: dialect.renameIndex(node.relation.schema, from, to) }))
}

function look(relation: RelationName, { table }: TableInput): readonly Step[] {
  return table.look?.(relation) ?? []
}

function keys(relation: RelationName, input: TableInput): readonly Step[] {
  const under = contractOf(input)
  return under === undefined || input.held === undefined ? [] : addKeys(relation, under, { held: input.held })
}

function foreignKeys(relation: RelationName, input: TableInput): readonly ExecuteStep[] {
  const under = contractOf(input)
  return under === undefined || input.held === undefined
    ? []
    : addForeignKeys(relation, under, { held: input.held })
}

function indexes(relation: RelationName, input: BuildInput): readonly Step[] {
  const { node, dialect } = input
  const isAside = relation.name !== node.relation.name
  return indexSpecs(input).map((spec) => ({
    kind: 'execute',
    label: 'create index',
    statement: {
      sql: dialect.createIndex(relation, isAside ? { ...spec, name: asideIndex(spec.name, input) } : spec),
      at: node.places['indexes'] ?? node.at,
    },
  }))
}

function indexSpecs({ node, dialect }: BuildInput): readonly IndexSpec[] {
  if (!dialect.supports.indexes) return []
  return node.config.indexes.map((index) => ({
    name:
      index.name ??
      fitName(`${node.relation.name}_${index.columns.join('_')}`, ownIndexSuffix, dialect.maxIdentifierBytes),
    columns: index.columns,
    unique: index.unique,
    ...(index.type === undefined ? {} : { method: index.type }),
  }))
}

function asideIndex(name: string, { dialect }: BuildInput): string {
  return fitName(name, '__xform_new', dialect.maxIdentifierBytes)
}

/** What the config names, what xform once named, and what a hook of the model makes is not carried over: it is made anew. */
function makesItself(name: string, what: 'index' | 'other', input: BuildInput): boolean {
  return (
    name.endsWith(ownIndexSuffix) ||
    indexSpecs(input).some((spec) => spec.name === name) ||
    isOwnConstraint(name, input.node) ||
    isMadeByHooks(name, what, input.node)
  )
}

function complete(relation: RelationName, input: BuildInput): readonly Step[] {
  return [...finish(input, { kind: 'table', relation }), ...analyze(relation, input.dialect)]
}

/** Gathers statistics of a table that has got its rows, where there are so many that it pays. */
export function analyze(relation: RelationName, dialect: Dialect): readonly Step[] {
  return dialect.supports.analyze
    ? [
        {
          kind: 'execute',
          label: 'analyze',
          statement: { sql: dialect.analyze(relation) },
          fromRows: rowsWorthAnalyzing,
        },
      ]
    : []
}
