// A check + a session → when the node's newest rows came.
import type { Adapter } from '../../adapter/adapter.ts'
import { textOf, type Cell, type ResultTable, type Session } from '../../adapter/session.ts'
import type { FreshnessCheck, FreshnessReading } from '../../compile/freshness-check.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { holdsEventTimes } from '../../materializations/event-time.ts'
import { existingPositions } from '../../state/catalog.ts'
import { locate } from '../../template/locate.ts'
import { databaseFailure, ran, refuse, type Ran } from '../failure.ts'
import type { StatementListener } from '../transaction.ts'
import type { Newest } from './judge-age.ts'
import { readMoment } from './read-moment.ts'

/** What looking into the database needs. */
export interface Looking {
  readonly adapter: Adapter
  readonly session: Session
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  readonly onStatement: StatementListener
}

/** A reading of the database. */
export type Asked = Exclude<FreshnessReading, { readonly kind: 'files' }>

/** Asks the database for the newest rows of a node, in one statement that writes nothing. */
export async function findNewest(
  check: FreshnessCheck,
  reading: Asked,
  looking: Looking,
): Promise<Ran<Newest>> {
  if (reading.kind === 'watermark') return findWatermark(check, reading, looking)
  const answer = await ask(reading, looking)
  if (!answer.ok) return (await findUnbuilt(check, reading, looking)) ?? answer
  const { columns, rows } = answer.value
  const [newest = null, now = null] = rows[0] ?? []
  const type = columns[0]?.type ?? ''
  if (holdsEventTimes({ name: '', type })) return understand(check, { newest, now, type })
  return refuseKind(check, { type })
}

/** Of a model without a relation the database says that there is no such table; that it has not been built says more. */
async function findUnbuilt(
  { kind, name, relation }: FreshnessCheck,
  { at }: Asked,
  { adapter, session }: Looking,
): Promise<Ran<never> | undefined> {
  if (kind === 'source') return undefined
  const { exists } = await adapter.inspectOne(session, relation)
  return exists ? undefined : refuse([diagnostic('freshness-not-built', { name }, { at })])
}

/** Nothing is scanned: the greatest event time of a flow is remembered with its batches. */
async function findWatermark(
  check: FreshnessCheck,
  reading: Extract<Asked, { readonly kind: 'watermark' }>,
  looking: Looking,
): Promise<Ran<Newest>> {
  const stands = await looking.session.query(existingPositions(looking.adapter.texts))
  const answer = stands.length === 0 ? undefined : await ask(reading, looking)
  if (answer?.ok === false) return answer
  const row = answer?.value.rows[0]
  if (row === undefined) {
    const { name } = check
    return refuse([diagnostic('freshness-not-built', { name }, { at: reading.at })])
  }
  const [newest = null, now = null] = row
  const read = understand(check, { newest, now, type: 'text' })
  if (!read.ok || read.value.newest === undefined) return read
  return ran({ ...read.value, newest: read.value.newest + reading.lateness })
}

function understand(
  check: FreshnessCheck,
  { newest, now, type }: { readonly newest: Cell; readonly now: Cell; readonly type: string },
): Ran<Newest> {
  const lookedAt = readMoment(now)
  const moment = readMoment(newest)
  if (lookedAt === undefined) throw new Error('the database does not tell the time')
  if (newest === null || moment !== undefined) return ran({ newest: moment, lookedAt })
  return refuseKind(check, { type, value: textOf(newest) })
}

function refuseKind(
  { name, kind, reading }: FreshnessCheck,
  found: { readonly type: string; readonly value?: string },
): Ran<Newest> {
  const at = reading.kind === 'files' ? undefined : reading.at
  return refuse([diagnostic('loaded-at-not-a-time', { name, kind, ...found }, { at })])
}

async function ask(
  { sql, at, around }: Asked,
  { adapter, session, clock, onStatement }: Looking,
): Promise<Ran<ResultTable>> {
  const startedAt = clock()
  try {
    // There is one row. A result that is read to its end is given up at once, and the connection with it.
    const result = await session.select(sql.text, 2)
    const milliseconds = clock() - startedAt
    onStatement({ label: 'find newest row', sql: sql.text, milliseconds, rows: result.rows.length })
    return ran(result)
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    const hint = problem.kind === 'query' ? { hint: problem.hint ?? adviseQuery } : {}
    const isAround = problem.offset !== undefined && locate(sql, problem.offset) === undefined
    const source = { query: sql, offset: 0 }
    return databaseFailure({ ...problem, ...hint }, { sql: sql.text, source, at: isAround ? around : at })
  }
}

const adviseQuery = 'Correct what tells when rows came, or the name of the relation.'
