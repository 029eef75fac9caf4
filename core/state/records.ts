import type { QueryTexts } from '../adapter/query-texts.ts'
import type { NodeId } from '../parse/node.ts'
import { one, stateSchema } from './layout.ts'

/** One run as it is remembered. Times are in milliseconds since the epoch. */
export interface RunRecord {
  readonly runId: string
  readonly command: string
  readonly target: string
  readonly xformVersion: string
  /** What was asked for, without secrets. */
  readonly arguments: Readonly<Record<string, unknown>>
  readonly nodes: readonly NodeId[]
  readonly startedAt: number
}

/** How a run ended; a run that was killed stays `running`. */
export type RunStatus = 'running' | 'success' | 'error' | 'interrupted'

/** What became of one node in one run. */
export interface ResultRecord {
  readonly runId: string
  readonly nodeId: NodeId
  readonly relation: string | null
  readonly status: 'success' | 'pass' | 'warn' | 'fail' | 'error' | 'skipped' | 'cancelled'
  readonly action: string | null
  readonly rows: number | null
  /** Identifies the SQL that built the relation. */
  readonly fingerprint: string | null
  readonly message: string | null
  readonly startedAt: number
  readonly endedAt: number
}

/** The statement that remembers a run at its start. */
export function insertRun(texts: QueryTexts, run: RunRecord): string {
  const row = {
    run_id: run.runId,
    command: run.command,
    target: run.target,
    xform_version: run.xformVersion,
    arguments: JSON.stringify(run.arguments),
    nodes: JSON.stringify(run.nodes),
    status: 'running' satisfies RunStatus,
    started_at: timestamp(run.startedAt),
  }
  return one(texts.print(texts.knex.withSchema(stateSchema).into('runs').insert(row)))
}

/** The statement that closes a run's record. */
export function updateRun(
  texts: QueryTexts,
  run: { readonly runId: string; readonly status: RunStatus; readonly endedAt: number },
): string {
  const query = texts.knex
    .withSchema(stateSchema)
    .from('runs')
    .where({ run_id: run.runId })
    .update({ status: run.status, ended_at: timestamp(run.endedAt) })
  return one(texts.print(query))
}

/** The statement that remembers a node's result: for a success it belongs into the node's own transaction. */
export function insertResult(texts: QueryTexts, result: ResultRecord): string {
  // What is null is left out: each column that is named costs time for each node.
  const known = Object.entries(resultRow(result)).filter(([, value]) => value !== null)
  return one(
    texts.print(texts.knex.withSchema(stateSchema).into('results').insert(Object.fromEntries(known))),
  )
}

/** The statement that remembers several nodes' results at once. */
export function insertResults(texts: QueryTexts, results: readonly ResultRecord[]): string {
  return one(texts.print(texts.knex.withSchema(stateSchema).into('results').insert(results.map(resultRow))))
}

function resultRow(result: ResultRecord): Readonly<Record<string, string | number | null>> {
  return {
    run_id: result.runId,
    node_id: result.nodeId,
    relation: result.relation,
    status: result.status,
    action: result.action,
    rows: result.rows,
    fingerprint: result.fingerprint,
    message: result.message,
    started_at: timestamp(result.startedAt),
    ended_at: timestamp(result.endedAt),
  }
}

/** The query that tells whether a node's transaction was committed in a run: one row, `committed`, the number of its results. */
export function countResults(texts: QueryTexts, runId: string, nodeId: NodeId): string {
  const query = texts.knex
    .withSchema(stateSchema)
    .from('results')
    .where({ run_id: runId, node_id: nodeId, status: 'success' })
    .count({ committed: '*' })
  return one(texts.print(query))
}

function timestamp(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
