import { diagnostic } from '../errors/diagnostic.ts'
import { ran, refuse, type Ran } from './failure.ts'
import type { NodeTask } from './node-task.ts'
import type { Messages } from './transaction.ts'

/** The label of the statement that asks for a node's lock. */
export const nodeLockLabel = 'node lock'

/**
 * Asks for the node's lock until the transaction's end without spending a message on it: where another run holds it, the
 * message that it is sent with fails. Where only one process can have the database open there is no lock.
 */
export function hopeForLock({ planned, context }: NodeTask, messages: Messages): void {
  deferLock(messages, context.adapter.dialect.claimNodeLock(planned.node.relation, context.lockTimeout))
}

/**
 * Takes the node's lock. Another run that has it is waited for, visibly, as long as the target allows; then the node fails
 * and nothing is changed.
 */
export async function waitForLock(task: NodeTask, messages: Messages): Promise<Ran<undefined>> {
  const { planned, context } = task
  const { dialect } = context.adapter
  const attempt = dialect.tryNodeLock(planned.node.relation)
  if (attempt === undefined) return ran(undefined)
  deferLock(messages, dialect.lockTimeout(context.lockTimeout))
  const tried = await messages.run({ sql: attempt, label: nodeLockLabel })
  if (!tried.ok) return tried
  return tried.value.rows[0]?.['granted'] === true ? ran(undefined) : waitForHolder(task, messages)
}

async function waitForHolder(task: NodeTask, messages: Messages): Promise<Ran<undefined>> {
  const { planned, context, summary } = task
  const { adapter, lockTimeout } = context
  const relation = adapter.dialect.relation(planned.node.relation)
  const holder = await adapter.lockHolder(messages.session, planned.node.relation)
  const because = `${relation} is being built by ${holder ?? 'another session'}`
  context.emit({ type: 'node:wait', at: context.clock(), node: summary, because })
  deferLock(messages, adapter.dialect.waitNodeLock(planned.node.relation))
  const waited = await messages.flush()
  if (waited.ok) return waited
  if (waited.failure.kind !== 'database' || waited.failure.problem.kind !== 'lock') return waited
  const params = { relation, waited: `${lockTimeout / 1000}s`, holder }
  return refuse([diagnostic('lock-timeout', params, { at: planned.node.at })])
}

function deferLock(messages: Messages, ...texts: readonly (string | undefined)[]): void {
  for (const sql of texts) if (sql !== undefined) messages.defer({ sql, label: nodeLockLabel })
}
