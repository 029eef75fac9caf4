import type { Knex } from 'knex'
import type { QueryTexts } from '../adapter/query-texts.ts'
import type { BuiltStretch } from '../materializations/choose-periods.ts'
import type { Row } from '../adapter/session.ts'
import { one, stateSchema } from './layout.ts'

/** A period of a microbatch model as it is remembered. Times are in milliseconds since the epoch. */
export interface PeriodRecord extends BuiltStretch {
  /** The relation, as the database writes it. */
  readonly relation: string
  readonly rows: number | null
  readonly runId: string
  readonly committedAt: number
}

/** The query for whether the table of periods stands: a row where it does. */
export function existingPeriods(texts: QueryTexts): string {
  const query = texts.knex
    .withSchema('information_schema')
    .from('tables')
    .select('table_name')
    .where('table_catalog', texts.knex.raw('current_database()'))
    .where({ table_schema: stateSchema, table_name: 'periods' })
  return one(texts.print(query))
}

/** The query for what is remembered of a relation's periods; `readPeriods` reads its rows. */
export function selectPeriods(texts: QueryTexts, relation: string): string {
  const milliseconds = (column: string): Knex.Raw =>
    texts.knex.raw(`cast(extract(epoch from ??) * 1000 as bigint) as ??`, [column, column])
  const query = periodsOf(texts, relation)
    .select('settled', 'fingerprint', milliseconds('period_start'), milliseconds('period_end'))
    .orderBy('period_start')
  return one(texts.print(query))
}

/** The rows of `selectPeriods`. */
export function readPeriods(rows: readonly Row[]): readonly BuiltStretch[] {
  return rows.map((row) => ({
    start: Number(row['period_start']),
    end: Number(row['period_end']),
    settled: row['settled'] === true,
    fingerprint: typeof row['fingerprint'] === 'string' ? row['fingerprint'] : null,
  }))
}

/** The statement that forgets all periods of a relation. */
export function forgetPeriods(texts: QueryTexts, relation: string): string {
  return one(texts.print(periodsOf(texts, relation).delete()))
}

/** The statements that remember a period in the place of what was remembered of it, for the transaction that builds it. */
export function rememberPeriod(texts: QueryTexts, period: PeriodRecord): readonly string[] {
  const within = periodsOf(texts, period.relation)
    .where('period_start', '>=', timestamp(period.start))
    .where('period_end', '<=', timestamp(period.end))
  return [...texts.print(within.delete()), insertPeriods(texts, [period])]
}

/** The statement that remembers periods of which nothing is remembered yet. */
export function insertPeriods(texts: QueryTexts, periods: readonly PeriodRecord[]): string {
  const rows = periods.map((period) => ({
    relation: period.relation,
    period_start: timestamp(period.start),
    period_end: timestamp(period.end),
    settled: period.settled,
    fingerprint: period.fingerprint,
    rows: period.rows,
    run_id: period.runId,
    committed_at: timestamp(period.committedAt),
  }))
  return one(texts.print(texts.knex.withSchema(stateSchema).into('periods').insert(rows)))
}

function periodsOf({ knex }: QueryTexts, relation: string): Knex.QueryBuilder {
  return knex.withSchema(stateSchema).from('periods').where({ relation })
}

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
