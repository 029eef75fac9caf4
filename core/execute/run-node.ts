// A planned node → its transactions, and how it ended.
import { isMicrobatch } from '../materializations/microbatch.ts'
import { succeeded, unseen, type Built } from './built.ts'
import { insist } from './insist.ts'
import type { NodeEnd, NodeTask } from './node-task.ts'
import { buildInTransaction } from './node-transaction.ts'
import { runPeriods } from './run-periods.ts'
import { wasCommitted } from './was-committed.ts'

/** Builds a node. Whatever happens, it ends as one outcome and leaves no open transaction. */
export async function runNode(task: NodeTask): Promise<NodeEnd> {
  if (isMicrobatch(task.planned.node)) return runPeriods(task, task.planned.node)
  const built = await insist<Built>(task, {
    attempt: (session, manner) => buildInTransaction(task, session, manner),
    recover: async () => ((await wasCommitted(task)) ? unseen(task) : undefined),
  })
  return built.ok ? succeeded(built.value) : built.end
}
