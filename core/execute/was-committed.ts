import { countResults } from '../state/records.ts'
import type { NodeTask } from './node-task.ts'

/**
 * Whether a node's transaction took effect, after the connection was lost: its result is in the same commit as its data,
 * so the bookkeeping knows. Where the database cannot be asked any more the answer is no, and the next try will tell.
 */
export async function wasCommitted({ planned, context }: NodeTask): Promise<boolean> {
  const { adapter, run, signal } = context
  try {
    const rows = await adapter.session(
      (session) => session.query(countResults(adapter.texts, run.runId, planned.node.id)),
      signal,
    )
    return Number(rows[0]?.['committed'] ?? 0) > 0
  } catch (error) {
    if (adapter.explain(error) === undefined) throw error
    return false
  }
}
