// The result of a run → its run results, in the shape of dbt's schema v6.
import type { Dialect } from '../adapter/dialect.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import type { CompiledQuery } from '../compile/compiled.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { ActionKind, NodeOutcome, NodeResult, RunResult } from '../events.ts'
import type { NodeId } from '../parse/node.ts'
import type { PlainValue } from '../project/project.ts'
import type { JsonObject } from './json-object.ts'
import { artifactMetadata, timestamp, type Provenance } from './metadata.ts'

/** What run results tell besides the result itself. */
export interface RunResultsFacts {
  readonly compiled: ReadonlyMap<NodeId, CompiledQuery | CompiledTest>
  readonly dialect: Dialect
  readonly provenance: Provenance
  /** What the command line asked for, without secrets. */
  readonly arguments: JsonObject
}

/**
 * The results of a run: plain data, valid against dbt's published schema `run-results/v6`. The nodes stand in the order of
 * the plan, whichever ended first. What the run itself found (a hook that failed) has no place in the format.
 */
export function runResultsOf(result: RunResult, facts: RunResultsFacts): JsonObject {
  return {
    metadata: artifactMetadata('runResults', facts.provenance),
    results: result.results.map((one) => resultEntry(one, facts)),
    elapsed_time: seconds(result.endedAt - result.startedAt),
    args: { which: result.command, target: result.target, ...facts.arguments },
  }
}

function resultEntry(
  { node, outcome, startedAt, endedAt, thread }: NodeResult,
  facts: RunResultsFacts,
): JsonObject {
  const compiled = facts.compiled.get(node.id)
  const relation = outcome.status === 'tested' ? outcome.stored : node.relation
  return {
    status: statusOf(outcome),
    timing: thread === 0 ? [] : [{ name: 'execute', ...timesOf(startedAt, endedAt) }],
    thread_id: thread === 0 ? '' : `Thread-${thread}`,
    execution_time: seconds(endedAt - startedAt),
    adapter_response: responseOf(outcome),
    message: messageOf(outcome),
    failures: outcome.status === 'tested' ? outcome.failures : null,
    unique_id: node.id,
    compiled: compiled !== undefined,
    compiled_code: compiled === undefined ? null : queryOf(compiled, outcome),
    relation_name: relation === undefined ? null : facts.dialect.relation(relation),
  }
}

function timesOf(startedAt: number, endedAt: number): JsonObject {
  return { started_at: timestamp(startedAt), completed_at: timestamp(endedAt) }
}

function seconds(milliseconds: number): number {
  return milliseconds / 1000
}

/** What was cancelled left nothing behind, and counts as skipped. */
function statusOf(outcome: NodeOutcome): string {
  const { status } = outcome
  if (status === 'tested' || status === 'aged') return outcome.verdict
  return status === 'cancelled' ? 'skipped' : status
}

function messageOf(outcome: NodeOutcome): string {
  switch (outcome.status) {
    case 'success':
      return `${outcome.action}, because ${outcome.because}`
    case 'tested':
    case 'aged':
    case 'error':
      return outcome.diagnostics.map(wordDiagnostic).join('\n')
    case 'skipped':
      return outcome.because
    case 'cancelled':
      return 'the run was interrupted'
  }
}

function wordDiagnostic({ message, hint, at }: Diagnostic): string {
  const place = at === undefined ? [] : [`  at ${at.path}:${at.line}:${at.column}`]
  return [message, ...place, ...(hint === undefined ? [] : [hint])].join('\n')
}

function responseOf(outcome: NodeOutcome): JsonObject {
  if (outcome.status !== 'success') return {}
  const rows: PlainValue = outcome.rows ?? null
  const { batch } = outcome
  return {
    _message: outcome.action,
    code: outcome.action,
    ...(rows === null ? {} : { rows_affected: rows }),
    ...(batch === undefined
      ? {}
      : { batch: batch.batch, late_rows: batch.late, duplicate_rows: batch.duplicates }),
  }
}

/** The query that was run: where rows were added, that of the new rows. */
function queryOf(compiled: CompiledQuery | CompiledTest, outcome: NodeOutcome): string {
  if (compiled.kind === 'test') return compiled.query.text
  const added = outcome.status === 'success' && addsRows(outcome.action)
  const delta = compiled.kind === 'model' && added ? compiled.delta : undefined
  return (delta ?? compiled.full).text
}

function addsRows(action: ActionKind): boolean {
  return action === 'append' || action === 'delete+insert' || action === 'merge'
}
