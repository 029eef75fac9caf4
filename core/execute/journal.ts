import { endedWell, type NodeResult, type RunResult } from '../events.ts'
import type { NodeId } from '../parse/node.ts'
import { insertResults, insertRun, updateRun, type ResultRecord, type RunStatus } from '../state/records.ts'
import type { ExecuteContext } from './context.ts'

/** How many results are remembered with one statement. */
const batch = 500

/** Remembers that a run has begun and what it is to build: what a retry starts from, whatever becomes of this process. */
export async function rememberStart(
  { adapter, run }: ExecuteContext,
  start: { readonly nodes: readonly NodeId[]; readonly startedAt: number },
): Promise<void> {
  await adapter.session((session) => session.execute([insertRun(adapter.texts, { ...run, ...start })]))
}

/**
 * Remembers how a run ended, with the nodes that were not built; those that were are remembered by their own transactions.
 * A database that cannot be reached any more is no reason to lose the result: the run then stays open in the bookkeeping.
 */
export async function rememberEnd({ adapter, run }: ExecuteContext, result: RunResult): Promise<void> {
  const records = result.results
    .filter(({ outcome }) => outcome.status !== 'success')
    .map((one) => recordOf(one, run.runId))
  const statements: string[] = []
  for (let at = 0; at < records.length; at += batch) {
    statements.push(insertResults(adapter.texts, records.slice(at, at + batch)))
  }
  statements.push(
    updateRun(adapter.texts, { runId: run.runId, status: statusOf(result), endedAt: result.endedAt }),
  )
  try {
    const { begin, commit } = adapter.dialect
    await adapter.session((session) => session.execute([begin, ...statements, commit]))
  } catch (error) {
    if (adapter.explain(error) === undefined) throw error
  }
}

function statusOf(result: RunResult): RunStatus {
  if (result.interrupted) return 'interrupted'
  const failed = result.results.some(({ outcome }) => !endedWell(outcome))
  return failed || result.diagnostics.some(({ severity }) => severity === 'error') ? 'error' : 'success'
}

function recordOf({ node, outcome, startedAt, endedAt }: NodeResult, runId: string): ResultRecord {
  return {
    runId,
    nodeId: node.id,
    relation: null,
    status: outcome.status === 'tested' || outcome.status === 'aged' ? outcome.verdict : outcome.status,
    action: null,
    rows: null,
    fingerprint: null,
    message: messageOf(outcome),
    startedAt,
    endedAt,
  }
}

function messageOf(outcome: NodeResult['outcome']): string | null {
  switch (outcome.status) {
    case 'tested':
      return outcome.failures === 0 ? null : `${outcome.failures} failures`
    case 'success':
    case 'skipped':
      return outcome.because
    case 'error':
      return outcome.diagnostics.map(({ message }) => message).join('\n')
    case 'aged':
    case 'cancelled':
      return null
  }
}
