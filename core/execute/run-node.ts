// A planned node → its transaction, tried again where somebody else was in the way, and how it ended.
import { diagnostic } from '../errors/diagnostic.ts'
import type { Session } from '../adapter/session.ts'
import { explainFailure } from './explain-failure.ts'
import { databaseFailure, type Failure, type Ran } from './failure.ts'
import type { NodeEnd, NodeTask } from './node-task.ts'
import { nodeLockLabel } from './lock-node.ts'
import { buildInTransaction, type Built, type Manner } from './node-transaction.ts'
import { wasCommitted } from './was-committed.ts'

/** How often a node's transaction is tried when others are in its way. */
const attempts = 5
const pauseBetween = 100

/** Builds a node. Whatever happens, it ends as one outcome and leaves no open transaction. */
export async function runNode(task: NodeTask): Promise<NodeEnd> {
  let manner: Manner = 'hopeful'
  for (let attempt = 1; ; attempt++) {
    const tried = await tryNode(task, manner)
    if (tried.ok) return succeeded(tried.value)
    if (task.context.signal.aborted) return { outcome: { status: 'cancelled' }, warnings: [] }
    const { failure } = tried
    if (manner === 'hopeful' && isStale(failure)) {
      manner = 'patient'
      continue
    }
    if (isLostConnection(failure) && (await wasCommitted(task))) return succeeded(unseen(task))
    if (attempt >= attempts || !mayGoBetter(failure)) return failed(failure, task, attempt)
    await pause(task, attempt)
  }
}

async function tryNode(task: NodeTask, manner: Manner): Promise<Ran<Built>> {
  const { adapter, signal } = task.context
  try {
    return await adapter.session((session: Session) => buildInTransaction(task, session, manner), signal)
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem)
  }
}

/** The lock was not free, or something else stands than the plan saw: worth a try that waits and looks first. */
function isStale(failure: Failure): boolean {
  if (failure.kind === 'refused') return false
  const { kind, problem, statement } = failure
  const isNodeLock = statement !== undefined && 'label' in statement && statement.label === nodeLockLabel
  return kind === 'stale' || problem.kind === 'exists' || isNodeLock
}

function mayGoBetter(failure: Failure): boolean {
  if (failure.kind === 'refused') return false
  return failure.problem.kind === 'conflict' || isLostConnection(failure)
}

function isLostConnection(failure: Failure): boolean {
  return failure.kind !== 'refused' && failure.problem.kind === 'connection'
}

async function pause({ context }: NodeTask, attempt: number): Promise<void> {
  const milliseconds = pauseBetween * 2 ** (attempt - 1) * (0.5 + context.random())
  // An interrupted pause is no failure: the next try sees that the signal has fired.
  await context.sleep(milliseconds, context.signal).catch(() => undefined)
}

function succeeded({ action, because, rows, warnings }: Built): NodeEnd {
  return { outcome: { status: 'success', action, because, rows }, warnings }
}

/** What is known of a transaction whose COMMIT took effect although its answer was lost. */
function unseen({ planned }: NodeTask): Built {
  const { kind, because } = planned.action
  return { action: kind === 'refuse' ? 'nothing' : kind, because, rows: undefined, warnings: [] }
}

function failed(failure: Failure, task: NodeTask, attempt: number): NodeEnd {
  const { node } = task.planned
  if (failure.kind !== 'refused' && failure.problem.kind === 'conflict') {
    const { message, detail } = failure.problem
    const finding = diagnostic(
      'transaction-conflict',
      { message, detail, attempts: attempt },
      { at: node.at },
    )
    return { outcome: { status: 'error', diagnostics: [finding] }, warnings: [] }
  }
  return { outcome: { status: 'error', diagnostics: explainFailure(failure, node) }, warnings: [] }
}
