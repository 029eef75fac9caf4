// A node's one transaction: lock → look → decide → build → publish → write the state row → commit.
import type { RelationState } from '../adapter/relation.ts'
import type { Session } from '../adapter/session.ts'
import type { CompiledHook, CompiledNode } from '../compile/compiled.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { ActionKind } from '../events.ts'
import { decide } from '../materializations/decide.ts'
import { materializations } from '../materializations/index.ts'
import type { Action } from '../materializations/materialization.ts'
import { seedSteps } from '../materializations/seed.ts'
import type { Reaction } from '../materializations/step.ts'
import { insertResult } from '../state/records.ts'
import { hookLabel, locateWord } from './explain-failure.ts'
import { databaseFailure, ran, refuse, type Ran } from './failure.ts'
import { hopeForLock, waitForLock } from './lock-node.ts'
import type { NodeTask } from './node-task.ts'
import { runReaction, type Progress, type StepWorld } from './run-steps.ts'
import { openMessages, type LabelledStatement, type Messages } from './transaction.ts'

/** What was built. */
export interface Built {
  readonly action: ActionKind
  readonly because: string
  readonly rows: number | undefined
  readonly warnings: readonly Diagnostic[]
}

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
  const messages = messagesOf(task, session)
  // A patient try follows a hopeful one, which has run the hooks that stand outside the transaction.
  const before =
    manner === 'hopeful' ? await runOutside(task.planned.node.preHooks, messages) : ran(undefined)
  if (!before.ok) return before
  const built = await transact(task, messages, manner)
  if (!built.ok) {
    await rollBack(task, messages)
    return built
  }
  const after = await runOutside(task.planned.node.postHooks, messages)
  return after.ok ? built : after
}

function messagesOf({ context, summary }: NodeTask, session: Session): Messages {
  return openMessages(session, {
    explain: (error) => context.adapter.explain(error),
    clock: context.clock,
    onStatement: (statement) =>
      context.emit({ type: 'statement', at: context.clock(), node: summary, ...statement }),
  })
}

async function transact(task: NodeTask, messages: Messages, manner: Manner): Promise<Ran<Built>> {
  const { planned, context } = task
  const { node } = planned
  const { dialect } = context.adapter
  messages.defer({ sql: dialect.begin, label: 'begin' })
  if (manner === 'hopeful') hopeForLock(task, messages)
  const locked = manner === 'hopeful' ? ran(undefined) : await waitForLock(task, messages)
  if (!locked.ok) return locked
  const standing = await lookAgain(task, messages, manner)
  if (!standing.ok) return standing
  const action = decide({ node, standing: standing.value, options: task.options })
  if (action.kind === 'refuse') return refuse([action.diagnostic])
  const progress: Progress = { rows: undefined, warnings: [], afterSwap: [] }
  deferHooks(node.preHooks, messages)
  const reaction = await react(task, action, standing.value)
  const done = await runReaction(reaction, worldOf(task, messages), progress)
  if (!done.ok) return done
  deferHooks(node.postHooks, messages)
  const built: Built = {
    action: action.kind,
    because: action.because,
    rows: progress.rows,
    warnings: progress.warnings,
  }
  messages.defer({ sql: insertResult(context.adapter.texts, resultOf(task, built)), label: 'remember' })
  messages.defer({ sql: dialect.commit, label: 'commit' })
  const committed = await messages.flush()
  return committed.ok ? ran(built) : committed
}

function worldOf(task: NodeTask, messages: Messages): StepWorld {
  const { context, plannedView, summary } = task
  return {
    context,
    messages,
    plannedView,
    onWait: (because) => context.emit({ type: 'node:wait', at: context.clock(), node: summary, because }),
  }
}

/** What stands now, under the lock: another run may have changed it since the plan was made. */
async function lookAgain(
  { planned, context }: NodeTask,
  messages: Messages,
  manner: Manner,
): Promise<Ran<RelationState>> {
  const { adapter } = context
  const trusted = manner === 'hopeful' || adapter.dialect.supports.exclusive
  if (trusted && !needsColumns(planned.node, planned.standing)) return ran(planned.standing)
  const flushed = await messages.flush()
  if (!flushed.ok) return flushed
  try {
    return ran(await adapter.inspectOne(messages.session, planned.node.relation))
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem)
  }
}

function needsColumns(node: CompiledNode, standing: RelationState): boolean {
  return standing.exists && node.kind === 'model' && node.config.materialized === 'incremental'
}

async function react(task: NodeTask, action: Action, standing: RelationState): Promise<Reaction> {
  const { planned, options, context } = task
  const { dialect } = context.adapter
  const { node } = planned
  if (node.kind === 'model') {
    return materializations[node.config.materialized].steps(action, { node, standing, options, dialect })
  }
  const reading = await context.readSeed(node)
  if (!reading.ok) return { kind: 'refuse', diagnostics: reading.diagnostics }
  return { kind: 'steps', steps: seedSteps(action, { node, dialect, rows: reading.rows }) }
}

function deferHooks(hooks: readonly CompiledHook[], messages: Messages): void {
  for (const hook of hooks) if (hook.transaction) messages.defer(statementOf(hook))
}

async function runOutside(hooks: readonly CompiledHook[], messages: Messages): Promise<Ran<undefined>> {
  for (const hook of hooks) {
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
    fingerprint: node.kind === 'model' ? node.fingerprint : null,
    message: built.because,
    startedAt,
    endedAt: context.clock(),
  }
}
