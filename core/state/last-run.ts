// The journal → what an earlier run was to do, and what of it is done.
import type { QueryTexts } from '../adapter/query-texts.ts'
import { textOf, type Row } from '../adapter/session.ts'
import type { NodeId } from '../parse/node.ts'
import type { PlainValue } from '../project/project.ts'
import { one, stateSchema } from './layout.ts'

/** A run as the journal has it. */
export interface JournalRun {
  readonly runId: string
  readonly command: string
  readonly status: string
  /** In milliseconds since the epoch. */
  readonly startedAt: number
  readonly nodes: readonly NodeId[]
  readonly arguments: Readonly<Record<string, PlainValue>>
}

/** The query for the newest run of some commands on a target. */
export function selectLastRun(texts: QueryTexts, target: string, commands: readonly string[]): string {
  const { knex } = texts
  const moment = knex.raw('cast(floor(extract(epoch from started_at) * 1000) as bigint) as started')
  const query = knex
    .withSchema(stateSchema)
    .from('runs')
    .select('run_id', 'command', 'status', 'nodes', 'arguments', moment)
    .where({ target })
    .whereIn('command', [...commands])
    .orderBy([{ column: 'started_at', order: 'desc' }, { column: 'run_id' }])
    .limit(1)
  return one(texts.print(query))
}

/** A row of that query. */
export function parseJournalRun(row: Row): JournalRun {
  return {
    runId: textOf(row['run_id']),
    command: textOf(row['command']),
    status: textOf(row['status']),
    startedAt: Number(row['started']),
    nodes: JSON.parse(textOf(row['nodes'])) as readonly NodeId[],
    arguments: JSON.parse(textOf(row['arguments'])) as JournalRun['arguments'],
  }
}

/** The query for the results of a run: `node_id`, `status`. */
export function selectResults(texts: QueryTexts, runId: string): string {
  const query = texts.knex.withSchema(stateSchema).from('results').select('node_id', 'status')
  return one(texts.print(query.where({ run_id: runId })))
}
