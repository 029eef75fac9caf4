// Plan + Adapter → for each node the statements that a run would send. Reads the catalogue; changes nothing.
import type { Adapter } from '../adapter/adapter.ts'
import type { Session } from '../adapter/session.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { NodeSummary } from '../events.ts'
import { materializations } from '../materializations/index.ts'
import type { Action } from '../materializations/materialization.ts'
import { seedSteps } from '../materializations/seed.ts'
import type { PublishStep, Reaction, Step } from '../materializations/step.ts'
import type { Plan, PlannedNode } from '../plan/plan.ts'
import type { SeedReading } from '../seed/read-seed.ts'
import type { ExecuteContext } from './context.ts'
import { explainFailure } from './explain-failure.ts'
import { summarize } from './node-task.ts'

/** A statement that a run would send. */
export interface PlannedStatement {
  readonly label: string
  readonly sql: string
}

/** What a run would do to one node. */
export interface NodeExplanation {
  readonly node: NodeSummary
  readonly action: Action
  readonly statements: readonly PlannedStatement[]
  /** What forbids it already now, or what can be known only when it runs. */
  readonly diagnostics: readonly Diagnostic[]
  /** Set where what comes next depends on relations that do not stand yet. */
  readonly unknown?: string
}

/** What a dry run needs. */
export interface DryRunContext {
  readonly adapter: Adapter
  readonly signal: AbortSignal
  readonly readSeed: (seed: Parameters<ExecuteContext['readSeed']>[0]) => Promise<SeedReading>
}

/** Explains every node of a plan, in order. */
export async function* dryRun(plan: Plan, context: DryRunContext): AsyncGenerator<NodeExplanation> {
  for (const planned of plan.nodes) {
    yield await context.adapter.session(
      (session) => explainNode(planned, plan, { ...context, session }),
      context.signal,
    )
  }
}

interface Look extends DryRunContext {
  readonly session: Session
}

async function explainNode(planned: PlannedNode, plan: Plan, look: Look): Promise<NodeExplanation> {
  const { node, action } = planned
  const start = { node: summarize(node), action }
  if (action.kind === 'refuse') return { ...start, statements: [], diagnostics: [action.diagnostic] }
  const reaction = await react(planned, plan, look)
  const log: Log = { statements: [], diagnostics: [] }
  for (const { sql, transaction } of node.preHooks)
    if (transaction) log.statements.push({ label: 'hook', sql: sql.text })
  await follow(reaction, { planned, look, log })
  for (const { sql, transaction } of node.postHooks)
    if (transaction) log.statements.push({ label: 'hook', sql: sql.text })
  return { ...start, ...log }
}

interface Log {
  statements: PlannedStatement[]
  diagnostics: Diagnostic[]
  unknown?: string
}

interface Walk {
  readonly planned: PlannedNode
  readonly look: Look
  readonly log: Log
}

async function react({ node, action }: PlannedNode, plan: Plan, look: Look): Promise<Reaction> {
  const { adapter, session } = look
  const { dialect } = adapter
  if (node.kind === 'model') {
    const standing = await adapter.inspectOne(session, node.relation)
    const input = { node, standing, options: plan.options, dialect }
    return materializations[node.config.materialized].steps(action, input)
  }
  const reading = await look.readSeed(node)
  if (!reading.ok) return { kind: 'refuse', diagnostics: reading.diagnostics }
  return { kind: 'steps', steps: seedSteps(action, { node, dialect, rows: reading.rows }) }
}

async function follow(reaction: Reaction, walk: Walk): Promise<void> {
  if (reaction.kind === 'refuse') {
    walk.log.diagnostics.push(...reaction.diagnostics)
    return
  }
  walk.log.diagnostics.push(...(reaction.warnings ?? []))
  for (const step of reaction.steps) {
    if (walk.log.unknown !== undefined) return
    await note(step, walk)
  }
}

async function note(step: Step, walk: Walk): Promise<void> {
  const { log } = walk
  switch (step.kind) {
    case 'execute':
    case 'ask':
      log.statements.push({ label: step.label, sql: step.statement.sql })
      return
    case 'load':
      log.statements.push({
        label: step.label,
        sql: `-- ${step.columns.length} columns from ${walk.planned.node.path}`,
      })
      return
    case 'publish':
      await notePublish(step, walk)
      return
    case 'dress':
      await noteDress(step, walk)
      return
    case 'describe':
      await noteDescribe(step, walk)
  }
}

async function notePublish(step: PublishStep, { look, log }: Walk): Promise<void> {
  if (step.inPlace !== undefined) {
    log.statements.push({ label: step.label, sql: step.inPlace.sql })
    return
  }
  const { adapter, session } = look
  const dependents = adapter.dialect.supports.boundViews
    ? await adapter.dependents(session, step.standing.name)
    : { objects: [] }
  for (const { drop } of dependents.objects)
    log.statements.push({ label: 'take down a dependent', sql: drop })
  for (const { sql } of step.statements) log.statements.push({ label: step.label, sql })
  for (const { create, restore } of dependents.objects.toReversed()) {
    for (const sql of [create, ...restore]) log.statements.push({ label: 'put up a dependent', sql })
  }
}

async function noteDress(step: Extract<Step, { kind: 'dress' }>, { look, log }: Walk): Promise<void> {
  if (!look.adapter.dialect.supports.boundViews) return
  const belongings = await look.adapter.belongings(look.session, step.standing.name)
  for (const sql of belongings.dress(step.successor).before) log.statements.push({ label: step.label, sql })
}

/** Columns of what does not stand yet cannot be asked for: the explanation then ends there and says why. */
async function noteDescribe(step: Extract<Step, { kind: 'describe' }>, walk: Walk): Promise<void> {
  const { adapter, session } = walk.look
  const statement = step.beforehand ?? step.statement
  try {
    const columns = await session.describe(statement.sql)
    await follow(step.next(columns), walk)
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    const [finding] = explainFailure({ kind: 'database', problem, statement }, walk.planned.node)
    walk.log.unknown = finding?.message ?? problem.message
  }
}
