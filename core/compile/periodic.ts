// A microbatch model's query with a slot for its period: which inputs are to be read only for a stretch of event time.
import type { Dialect } from '../adapter/dialect.ts'
import { fitName } from '../adapter/fit-name.ts'
import type { Span } from '../errors/span.ts'
import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'
import { withCommonTables, type CommonTable } from './ephemeral.ts'
import type { RelationNode } from './naming.ts'

/** An input that is read for one period at a time. */
export interface PeriodicInput {
  /** What its mentions are printed as: the name of a common table expression that is made when the period is known. */
  readonly mention: string
  /** The relation itself, as SQL. */
  readonly relation: string
  /** How its author calls it. */
  readonly name: string
  /** The column that holds its event time, as the config has it. */
  readonly eventTime: string
  /** Where it says so. */
  readonly at: Span
}

/** A query whose inputs are read for one period at a time; the period is known only when it runs. */
export interface PeriodicQuery {
  readonly query: Sql
  /** The ephemeral models behind it. */
  readonly tables: readonly CommonTable[]
  /** At least one. */
  readonly inputs: readonly PeriodicInput[]
}

/** The name of the column that says when a row of a node happened, where its author says which it is. */
export function eventTimeOf(node: RelationNode): { readonly column: string; readonly at: Span } | undefined {
  switch (node.kind) {
    case 'model':
    case 'seed':
      return located(node.config.eventTime, node.places['event_time'] ?? node.at)
    case 'source':
      return located(node.eventTime, node.at)
    case 'snapshot':
      return undefined
  }
}

function located(column: string | undefined, at: Span): ReturnType<typeof eventTimeOf> {
  return column === undefined ? undefined : { column, at }
}

/** What mentions of a periodic input are printed as; `index` tells inputs of one name apart. */
export function periodicMention(name: string, index: number, dialect: Dialect): string {
  return dialect.quote(fitName(`__xform_period_${index + 1}__${name}`, '', dialect.maxIdentifierBytes))
}

/** A query that gives a periodic input's columns. */
export function inputColumns({ tables }: PeriodicQuery, input: PeriodicInput): Sql {
  return withCommonTables(concatSql([`select * from ${input.relation}`]), tables)
}

/** Fills the slot: each input is read where its condition holds. `conditions` has one for each input, in order. */
export function fillPeriod({ query, tables, inputs }: PeriodicQuery, conditions: readonly string[]): Sql {
  const filtered = inputs.map(({ mention, relation }, index): CommonTable => ({
    name: mention,
    query: concatSql([`select * from ${relation} where ${conditions[index] ?? 'true'}`]),
  }))
  return withCommonTables(query, [...tables, ...filtered])
}
