// A transaction of a node → its value, tried again where somebody else was in the way, or how the node ends without it.
import type { Session } from '../adapter/session.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import { explainFailure } from './explain-failure.ts'
import { databaseFailure, type Failure, type Ran } from './failure.ts'
import { nodeLockLabel } from './lock-node.ts'
import type { NodeEnd, NodeTask } from './node-task.ts'
import type { Manner } from './node-transaction.ts'

/** How often a node's transaction is tried when others are in its way. */
const attempts = 5
const pauseBetween = 100

/** One transaction of a node. */
export interface Transaction<T> {
  /** Runs it; what fails is rolled back before this resolves. */
  readonly attempt: (session: Session, manner: Manner) => Promise<Ran<T>>
  /** What is known of it where its COMMIT took effect although the answer was lost; undefined where it did not. */
  readonly recover: () => Promise<T | undefined>
}

/** A transaction's value, or how the node ends without it. */
export type Insisted<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly end: NodeEnd }

/** Runs a transaction until it is committed, as long as there is hope. Leaves no open transaction. */
export async function insist<T>(task: NodeTask, transaction: Transaction<T>): Promise<Insisted<T>> {
  let manner: Manner = 'hopeful'
  for (let attempt = 1; ; attempt++) {
    const tried = await tryOnce(task, transaction, manner)
    if (tried.ok) return tried
    if (task.context.signal.aborted) return { ok: false, end: cancelled }
    const { failure } = tried
    if (manner === 'hopeful' && isStale(failure)) {
      manner = 'patient'
      continue
    }
    const recovered = isLostConnection(failure) ? await transaction.recover() : undefined
    if (recovered !== undefined) return { ok: true, value: recovered }
    if (attempt >= attempts || !mayGoBetter(failure)) {
      return { ok: false, end: failed(failure, task, attempt) }
    }
    await pause(task, attempt)
  }
}

/** How a node ends whose run was interrupted. */
export const cancelled: NodeEnd = { outcome: { status: 'cancelled' }, warnings: [] }

async function tryOnce<T>(
  { context }: NodeTask,
  { attempt }: Transaction<T>,
  manner: Manner,
): Promise<Ran<T>> {
  const { adapter, signal } = context
  try {
    return await adapter.session((session) => attempt(session, manner), signal)
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
  const end: NodeEnd = {
    outcome: { status: 'error', diagnostics: explainFailure(failure, node) },
    warnings: [],
  }
  return failure.kind === 'refused' && failure.tests !== undefined ? { ...end, tests: failure.tests } : end
}
