// A microbatch model and a period → the steps that put the period's rows into a table in the place of those that it has.
import type { Dialect } from '../adapter/dialect.ts'
import type { Column, RelationName } from '../adapter/relation.ts'
import { textOf, type Row } from '../adapter/session.ts'
import type { CompiledModel } from '../compile/compiled.ts'
import { fillPeriod, type PeriodicInput, type PeriodicQuery } from '../compile/periodic.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { didYouMean } from '../errors/suggest.ts'
import type { MicrobatchConfig } from '../parse/config.ts'
import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'
import { alterTable, reconcile } from './alter-table.ts'
import { deferKeys } from './contract/defer-keys.ts'
import { contractOf, holdColumns } from './contract/under-contract.ts'
import { whileHeld } from './contract/while-held.ts'
import { createTable } from './create-table.ts'
import { findColumn, holdsEventTimes, inStretch } from './event-time.ts'
import type { Action, BuildInput } from './materialization.ts'
import { addPeriods, namePeriod, startOfPeriod, type Stretch } from './period.ts'
import { temporaryTable } from './temporary-table.ts'
import { statementOver, type ExecuteStep, type Reaction, type Step } from './step.ts'

/** A model that is built period by period. */
export interface MicrobatchModel extends CompiledModel {
  readonly config: CompiledModel['config'] & { readonly microbatch: MicrobatchConfig }
  readonly periodic: PeriodicQuery
}

/** Whether a node is built period by period. */
export function isMicrobatch(node: { readonly kind: string }): node is MicrobatchModel {
  return node.kind === 'model' && 'periodic' in node && node.periodic !== undefined
}

/** What building periods needs besides what every model's steps are made from. */
export interface PeriodsInput extends BuildInput {
  readonly node: MicrobatchModel
  /** The column of each of the query's inputs that holds its event time, in order. */
  readonly eventTimes: readonly Column[]
}

/** The column of an input that holds its event time, or why there is none. */
export function bindInput(
  columns: readonly Column[],
  input: PeriodicInput,
  dialect: Dialect,
): { readonly column: Column } | { readonly diagnostic: Diagnostic } {
  const column = findColumn(columns, input.eventTime, dialect)
  if (column === undefined) return { diagnostic: noSuchColumn(input, columns, input.at) }
  if (holdsEventTimes(column)) return { column }
  return { diagnostic: diagnostic('no-event-time', { of: input.name, ...column }, { at: input.at }) }
}

function noSuchColumn(
  input: Pick<PeriodicInput, 'name' | 'eventTime'>,
  columns: readonly Column[],
  at: CompiledModel['at'],
): Diagnostic {
  const names = columns.map(({ name }) => name)
  const suggestion = didYouMean(input.eventTime, names)
  return diagnostic(
    'event-time-missing',
    { of: input.name, column: input.eventTime, columns: names, suggestion },
    { at },
  )
}

/** The model's query for one period. */
export function queryOfPeriod({ node, eventTimes, dialect }: PeriodsInput, period: Stretch): Sql {
  return fillPeriod(
    node.periodic,
    eventTimes.map((column) => inStretch(column, period, dialect)),
  )
}

/** The period that `begin` is in. */
export function firstPeriod({ begin, batchSize }: MicrobatchConfig): Stretch {
  const start = startOfPeriod(begin, batchSize)
  return { start, end: addPeriods(start, 1, batchSize) }
}

/** Makes the table with its columns (those of the query for `first`) and fills it with periods, all in one transaction. */
export function createWithPeriods(
  action: Action,
  input: PeriodsInput,
  { first, periods }: { readonly first: Stretch; readonly periods: readonly Stretch[] },
): readonly Step[] {
  const query = concatSql([
    'select * from (\n',
    queryOfPeriod(input, first),
    '\n) as "_xform_empty" where false',
  ])
  return createTable(action, input, {
    query,
    fill: (relation) => periods.flatMap((period) => insertPeriod(input, { period, relation, isFresh: true })),
  })
}

/** Makes sure that a standing table, and the query for a period, are what the contract says. */
export function holdStanding(input: PeriodsInput, period: Stretch): readonly Step[] {
  const under = contractOf(input)
  const nothing: Reaction = { kind: 'steps', steps: [] }
  return under === undefined
    ? []
    : [holdColumns(under, queryOfPeriod(input, period), () => whileHeld(input, () => nothing))]
}

/** Replaces a period's rows in the standing table. */
export function replacePeriod(input: PeriodsInput, period: Stretch): readonly Step[] {
  return insertPeriod(input, { period, relation: input.node.relation, isFresh: false })
}

interface PeriodTarget {
  readonly period: Stretch
  readonly relation: RelationName
  /** The relation was made by this transaction and has no row of the period. */
  readonly isFresh: boolean
}

function insertPeriod(input: PeriodsInput, target: PeriodTarget): readonly Step[] {
  const { node, dialect } = input
  const { name, relation: rows } = temporaryTable(node.relation, '__xform_period', dialect)
  return [
    {
      kind: 'execute',
      label: 'select period',
      statement: statementOver(
        queryOfPeriod(input, target.period),
        (query) => dialect.createTemporaryTableAs(name, query),
        node.at,
      ),
    },
    {
      kind: 'describe',
      label: 'read columns',
      statement: { sql: `select * from ${dialect.relation(rows)}` },
      beforehand: statementOver(queryOfPeriod(input, target.period), (query) => query, node.at),
      next: (columns) => takeOver(input, target, { rows, columns }),
    },
  ]
}

function takeOver(
  input: PeriodsInput,
  target: PeriodTarget,
  { rows, columns }: { readonly rows: RelationName; readonly columns: readonly Column[] },
): Reaction {
  const { node, dialect } = input
  const own = ownEventTime(input, columns)
  if ('diagnostic' in own) return { kind: 'refuse', diagnostics: [own.diagnostic] }
  const standing = input.standing.exists ? input.standing.columns : []
  const reconciled = target.isFresh
    ? { kind: 'reconciled' as const, changes: [], shared: columns.map(sameColumn) }
    : reconcile(columns, input)
  if (reconciled.kind === 'refused') return { kind: 'refuse', diagnostics: [reconciled.diagnostic] }
  const inTable = findColumn(standing, own.column.name, dialect) ?? own.column
  const selected = reconciled.shared.map(({ incoming }) => dialect.quote(incoming)).join(', ')
  const execute = (label: string, sql: string): ExecuteStep => ({
    kind: 'execute',
    label,
    statement: { sql, at: node.at },
  })
  const insert = dialect.insert(
    target.relation,
    reconciled.shared.map((column) => column.target),
    `select ${selected} from ${dialect.relation(rows)}`,
  )
  const { before, after } = deferKeys(input)
  const remove = `delete from ${dialect.relation(target.relation)} where ${inStretch(inTable, target.period, dialect)}`
  return {
    kind: 'steps',
    steps: [
      lookOutside(input, target.period, { rows, column: own.column }),
      ...alterTable(reconciled.changes, input),
      ...(target.isFresh ? [] : [...before, execute('delete period', remove)]),
      { ...execute('insert period', insert), counts: true },
      ...(target.isFresh ? [] : after),
      execute('drop period', dialect.drop('table', rows)),
    ],
  }
}

function sameColumn({ name }: Column): { readonly incoming: string; readonly target: string } {
  return { incoming: name, target: name }
}

/** A row outside its period would stay when the period is built again, and stand twice then. */
function lookOutside(
  { node, dialect }: PeriodsInput,
  period: Stretch,
  { rows, column }: { readonly rows: RelationName; readonly column: Column },
): Step {
  const name = dialect.quote(column.name)
  const where = `where not coalesce(${inStretch(column, period, dialect)}, false)`
  const sql = `select count(*) as found, cast(min(${name}) as varchar) as example from ${dialect.relation(rows)} ${where}`
  return {
    kind: 'ask',
    label: 'look for rows outside the period',
    statement: { sql, at: node.at },
    next: ([row]) => refuseOutside(row, node, period),
  }
}

function refuseOutside(
  row: Row | undefined,
  { config, places, at }: MicrobatchModel,
  period: Stretch,
): Reaction {
  const count = Number(row?.['found'] ?? 0)
  if (count === 0) return { kind: 'steps', steps: [] }
  const example = row?.['example'] ?? null
  const params = {
    count,
    column: config.microbatch.eventTime,
    period: namePeriod(period, config.microbatch.batchSize),
    example: example === null ? 'NULL' : textOf(example),
  }
  const place = { at: places['event_time'] ?? at }
  return { kind: 'refuse', diagnostics: [diagnostic('rows-outside-period', params, place)] }
}

/** The model's own column that says which period a row is in. */
export function ownEventTime(
  { node, dialect }: Pick<PeriodsInput, 'node' | 'dialect'>,
  columns: readonly Column[],
): { readonly column: Column } | { readonly diagnostic: Diagnostic } {
  const { eventTime } = node.config.microbatch
  const at = node.places['event_time'] ?? node.at
  const column = findColumn(columns, eventTime, dialect)
  if (column === undefined) return { diagnostic: noSuchColumn({ name: node.name, eventTime }, columns, at) }
  if (holdsEventTimes(column)) return { column }
  return { diagnostic: diagnostic('no-event-time', { of: node.name, ...column }, { at }) }
}
