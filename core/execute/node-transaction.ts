// A node's one transaction: lock → look → decide → build → publish → write the state row → commit.
import type { Adapter } from '../adapter/adapter.ts'
import { isLinked, stillLinked, type RelationState } from '../adapter/relation.ts'
import type { Session } from '../adapter/session.ts'
import type { CompiledHook, CompiledNode } from '../compile/compiled.ts'
import { decide } from '../materializations/decide.ts'
import { materializations } from '../materializations/index.ts'
import type { Action } from '../materializations/materialization.ts'
import type { Remembered } from '../materializations/growth/ledger.ts'
import { seedSteps } from '../materializations/seed.ts'
import { snapshotSteps } from '../materializations/snapshot/snapshot-steps.ts'
import type { Reaction } from '../materializations/step.ts'
import { insertResult } from '../state/records.ts'
import { openAudit } from './audit.ts'
import type { Built } from './built.ts'
import { hookLabel } from './explain-failure.ts'
import { databaseFailure, ran, refuse, type Ran } from './failure.ts'
import { hopeForLock, waitForLock } from './lock-node.ts'
import type { NodeTask } from './node-task.ts'
import { runReaction, startProgress, type Progress, type StepWorld } from './run-steps.ts'
import type { TestEnd } from './run-tests.ts'
import { locateWord } from '../template/locate.ts'
import { openMessages, type LabelledStatement, type Messages } from './transaction.ts'

/**
 * How a transaction begins: `hopeful` takes for granted that the node's lock is free and that still stands what stood when
 * the plan was made, and spends no message on looking; `patient` waits for the lock and looks.
 */
export type Manner = 'hopeful' | 'patient'

/** Runs a node's hooks and its transaction on a session. What fails is rolled back before this resolves. */
export async function buildInTransaction(
  task: NodeTask,
  session: Session,
  manner: Manner,
): Promise<Ran<Built>> {
  const idle = manner === 'hopeful' ? await glance(task, session) : ran(undefined)
  if (!idle.ok) return idle
  if (idle.value !== undefined) return lookAtIdle(idle.value, task, session)
  // A patient try follows a hopeful one, which has run the hooks that stand outside the transaction.
  const before = manner === 'hopeful' ? await runOutside(task, session, 'preHooks') : ran(undefined)
  if (!before.ok) return before
  const built = await inTransaction({ task, session, manner }, (messages) => build(task, messages, manner))
  if (!built.ok) return built
  const after = await runOutside(task, session, 'postHooks')
  return after.ok ? built : after
}

/** One look, where that can tell that there is nothing to do: then nothing else is sent, and nothing is written. */
async function glance(task: NodeTask, session: Session): Promise<Ran<Built | undefined>> {
  const messages = messagesOf(task, session)
  const { planned, options, context, ledger } = task
  const { node, action, standing, remembered } = planned
  if (node.kind !== 'model') return ran(undefined)
  const { dialect } = context.adapter
  const look = materializations[node.config.materialized].glance?.(action, {
    node,
    standing,
    options,
    dialect,
    ledger,
    remembered,
  })
  if (look === undefined) return ran(undefined)
  const progress = startProgress()
  const looked = await runReaction(look, worldOf(task, messages), progress)
  if (!looked.ok) return looked
  const { instead, warnings } = progress
  return ran(
    instead === undefined
      ? undefined
      : { action: instead.kind, because: instead.because, rows: undefined, warnings },
  )
}

/** Where nothing is to be done the tests look at what stands. */
async function lookAtIdle(built: Built, task: NodeTask, session: Session): Promise<Ran<Built>> {
  const audit = openAudit(task, messagesOf(task, session), { inTransaction: false })
  const looked = await audit.look(task.planned.node.relation)
  return looked.ok ? ran({ ...built, tests: audit.ends }) : looked
}

/** Runs a node's steps and then its tests; where publishing locks readers out, the tests come right before it. */
export async function runAudited(
  reaction: Reaction,
  { task, messages }: { readonly task: NodeTask; readonly messages: Messages },
  progress: Progress,
): Promise<Ran<readonly TestEnd[]>> {
  const audit = openAudit(task, messages)
  const done = await runReaction(reaction, { ...worldOf(task, messages), audit }, progress)
  if (!done.ok) return done
  const looked = await audit.look(task.planned.node.relation)
  return looked.ok ? ran(audit.ends) : looked
}

/** Runs a piece of work in a transaction that has the node's lock, and commits it; what fails is rolled back. */
export async function inTransaction<T>(
  { task, session, manner }: { readonly task: NodeTask; readonly session: Session; readonly manner: Manner },
  work: (messages: Messages) => Promise<Ran<T>>,
): Promise<Ran<T>> {
  const messages = messagesOf(task, session)
  const { dialect } = task.context.adapter
  messages.defer({ sql: dialect.begin, label: 'begin' })
  if (manner === 'hopeful') hopeForLock(task, messages)
  const locked = manner === 'hopeful' ? ran(undefined) : await waitForLock(task, messages)
  const done = locked.ok ? await work(messages) : locked
  if (done.ok) {
    messages.defer({ sql: dialect.commit, label: 'commit' })
    const committed = await messages.flush()
    if (committed.ok) return done
    await rollBack(task, messages)
    return committed
  }
  await rollBack(task, messages)
  return done
}

function messagesOf({ context, summary }: NodeTask, session: Session): Messages {
  return openMessages(session, {
    explain: (error) => context.adapter.explain(error),
    clock: context.clock,
    onStatement: (statement) =>
      context.emit({ type: 'statement', at: context.clock(), node: summary, ...statement }),
  })
}

async function build(task: NodeTask, messages: Messages, manner: Manner): Promise<Ran<Built>> {
  const { planned } = task
  const { node } = planned
  const standing = await lookAgain(task, messages, manner)
  if (!standing.ok) return standing
  const { options } = task
  const remembered = manner === 'hopeful' ? ran(planned.remembered) : await rememberAgain(task, messages)
  if (!remembered.ok) return remembered
  const action = decide({ node, standing: standing.value, options, remembered: remembered.value })
  if (action.kind === 'refuse') return refuse([action.diagnostic])
  const progress = startProgress()
  deferHooks(node.preHooks, messages)
  const reaction = await react(task, action, standing.value)
  const done = await runAudited(reaction, { task, messages }, progress)
  if (!done.ok) return done
  deferHooks(node.postHooks, messages)
  const { instead } = progress
  const said = instead ?? action
  if (!grows(node) && planned.remembered !== undefined) forget(task, messages)
  const built: Built = {
    action: said.kind,
    because: said.because,
    rows: progress.rows,
    warnings: progress.warnings,
    batch: instead?.batch,
    tests: done.value,
  }
  // What changed nothing is no result; what it may have remembered is committed all the same.
  if (built.action !== 'nothing') rememberResult(task, built, messages)
  return ran(built)
}

/** Remembers what was built, in the transaction that built it. */
export function rememberResult(task: NodeTask, built: Built, messages: Messages): void {
  const { texts } = task.context.adapter
  messages.defer({ sql: insertResult(texts, resultOf(task, built)), label: 'remember' })
}

/** What the steps of a node need. */
export function worldOf(task: NodeTask, messages: Messages): StepWorld {
  const { context, planned, plannedView, replacedLater, summary } = task
  return {
    context,
    isLinked: isLinked(planned.standing),
    messages,
    plannedView,
    replacedLater,
    onWait: (because) => context.emit({ type: 'node:wait', at: context.clock(), node: summary, because }),
  }
}

/** What stands now, under the lock: another run may have changed it since the plan was made. */
export async function lookAgain(
  { planned, context }: NodeTask,
  messages: Messages,
  manner: Manner,
): Promise<Ran<RelationState>> {
  const { adapter } = context
  const trusted = manner === 'hopeful' || adapter.dialect.supports.exclusive
  if (trusted && !needsColumns(planned.node, planned.standing)) return ran(planned.standing)
  const now = await lookNow(planned.node, messages, adapter)
  return now.ok ? ran(stillLinked(now.value, planned.standing)) : now
}

/** What stands at this moment, with its columns. */
export async function lookNow(
  { relation }: CompiledNode,
  messages: Messages,
  adapter: Adapter,
): Promise<Ran<RelationState>> {
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  try {
    return ran(await adapter.inspectOne(messages.session, relation))
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem)
  }
}

/** What is remembered now of a relation that grows. */
async function rememberAgain(
  { planned, ledger }: NodeTask,
  messages: Messages,
): Promise<Ran<Remembered | undefined>> {
  if (!grows(planned.node)) return ran(planned.remembered)
  const sql = ledger.read([planned.node.relation])
  const found = await messages.run({ sql, label: 'read position' })
  if (!found.ok) return found
  const [row] = found.value.rows
  return ran(row === undefined ? undefined : ledger.parse(row))
}

function needsColumns(node: CompiledNode, standing: RelationState): boolean {
  if (!standing.exists || node.kind === 'seed') return false
  return node.kind === 'snapshot' || grows(node) || node.config.materialized === 'incremental'
}

function grows(node: CompiledNode): boolean {
  return node.kind === 'model' && node.intake !== undefined
}

/** What is built in another way from now on does not grow any more. */
export function forget({ planned, ledger }: NodeTask, messages: Messages): void {
  for (const sql of ledger.forget(planned.node.relation)) messages.defer({ sql, label: 'forget' })
}

async function react(task: NodeTask, action: Action, standing: RelationState): Promise<Reaction> {
  const { planned, options, context } = task
  const { dialect } = context.adapter
  const { node } = planned
  if (node.kind === 'model') {
    const { ledger, firstMarks } = task
    const { remembered } = planned
    const audited = planned.tests.length > 0
    const input = { node, standing, options, dialect, ledger, firstMarks, remembered, audited }
    return materializations[node.config.materialized].steps(action, input)
  }
  if (node.kind === 'snapshot') return snapshotSteps(action, { node, standing, options, dialect })
  const reading = await context.readSeed(node)
  if (!reading.ok) return { kind: 'refuse', diagnostics: reading.diagnostics }
  return { kind: 'steps', steps: seedSteps(action, { node, dialect, rows: reading.rows }) }
}

/** Keeps back the hooks that belong into the transaction. */
export function deferHooks(hooks: readonly CompiledHook[], messages: Messages): void {
  for (const hook of hooks) if (hook.transaction) messages.defer(statementOf(hook))
}

/** Runs the hooks that stand outside the transaction. */
export async function runOutside(
  task: NodeTask,
  session: Session,
  which: 'preHooks' | 'postHooks',
): Promise<Ran<undefined>> {
  const messages = messagesOf(task, session)
  for (const hook of task.planned.node[which]) {
    if (hook.transaction) continue
    const done = await messages.run(statementOf(hook))
    if (!done.ok) return done
  }
  return ran(undefined)
}

/** A hook's errors belong to its own text, also where the database does not say where in it. */
function statementOf({ sql }: CompiledHook): LabelledStatement {
  const statement = { sql: sql.text, source: { query: sql, offset: 0 }, label: hookLabel }
  const at = locateWord(sql, 0)?.at
  return at === undefined ? statement : { ...statement, at }
}

async function rollBack({ context }: NodeTask, messages: Messages): Promise<void> {
  messages.forget()
  messages.defer({ sql: context.adapter.dialect.rollback, label: 'rollback' })
  // A connection that cannot even roll back is replaced by its pool, and the server rolls back by itself.
  await messages.flush()
}

function resultOf(
  { planned, context, startedAt }: NodeTask,
  built: Built,
): Parameters<typeof insertResult>[1] {
  const { node } = planned
  return {
    runId: context.run.runId,
    nodeId: node.id,
    relation: context.adapter.dialect.relation(node.relation),
    status: 'success',
    action: built.action,
    rows: built.rows ?? null,
    fingerprint: node.kind === 'seed' ? null : node.fingerprint,
    message: built.because,
    startedAt,
    endedAt: context.clock(),
  }
}
