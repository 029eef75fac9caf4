// Plan + Adapter → for each node the statements that a run would send. Reads the catalogue; changes nothing.
import type { Adapter } from '../adapter/adapter.ts'
import { isLinked, stillLinked } from '../adapter/relation.ts'
import type { Session } from '../adapter/session.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { RelationSummary } from '../events.ts'
import { materializations } from '../materializations/index.ts'
import { isMicrobatch, type MicrobatchModel } from '../materializations/microbatch.ts'
import type { Action } from '../materializations/materialization.ts'
import { seedSteps } from '../materializations/seed.ts'
import { snapshotSteps } from '../materializations/snapshot/snapshot-steps.ts'
import type { Instead, PublishStep, Reaction, Statement, Step } from '../materializations/step.ts'
import type { Plan, PlannedNode } from '../plan/plan.ts'
import type { SeedReading } from '../seed/read-seed.ts'
import { analyze } from './analyze.ts'
import { belongsAnything } from './carry-references.ts'
import type { ExecuteContext } from './context.ts'
import { createLedger } from '../state/positions.ts'
import { explainFailure } from './explain-failure.ts'
import { explainPeriods } from './explain-periods.ts'
import { summarize } from './node-task.ts'

/** A statement that a run would send. */
export interface PlannedStatement {
  readonly label: string
  readonly sql: string
}

/** What a run would do to one node. */
export interface NodeExplanation {
  readonly node: RelationSummary
  readonly action: Action
  /** What would be done after all, where the answers of the database tell that already. */
  readonly instead?: Instead
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
  readonly findFiles: ExecuteContext['findFiles']
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  readonly readSeed: (seed: Parameters<ExecuteContext['readSeed']>[0]) => Promise<SeedReading>
}

/** Explains every node of a plan, in order. */
export async function* dryRun(plan: Plan, context: DryRunContext): AsyncGenerator<NodeExplanation> {
  const growing = new Set<string>()
  for (const planned of plan.nodes) {
    const found = await context.adapter.session(
      (session) => explainNode(planned, plan, { ...context, session }),
      context.signal,
    )
    const explanation = readsAny(planned, growing) ? unsettled(found) : found
    if (explanation.instead?.kind !== 'nothing') growing.add(planned.node.id)
    yield explanation
  }
}

function readsAny({ node }: PlannedNode, growing: ReadonlySet<string>): boolean {
  const { driver, logs = [] } = (node.kind === 'model' ? node.intake : undefined) ?? {}
  return [...(driver === undefined ? [] : [driver]), ...logs].some(({ id }) => growing.has(id))
}

/** That there is nothing to do is not sure where the same run adds to what is read. */
function unsettled({ instead, ...explanation }: NodeExplanation): NodeExplanation {
  const diagnostics = explanation.diagnostics.filter(({ code }) => code !== 'driver-not-built')
  if (diagnostics.length < explanation.diagnostics.length)
    return { ...explanation, diagnostics, unknown: 'the same run builds what it reads' }
  if (instead?.kind !== 'nothing') return { ...explanation, ...(instead === undefined ? {} : { instead }) }
  return { ...explanation, unknown: 'the same run adds to what it reads' }
}

interface Look extends DryRunContext {
  readonly session: Session
}

async function explainNode(planned: PlannedNode, plan: Plan, look: Look): Promise<NodeExplanation> {
  const { node, action } = planned
  const start = { node: summarize(node), action }
  if (action.kind === 'refuse') return { ...start, statements: [], diagnostics: [action.diagnostic] }
  if (isMicrobatch(node)) return explainMicrobatch({ ...planned, node }, plan, look)
  const reaction = await react(planned, plan, look)
  return { ...start, ...(await followAll(reaction, planned, look)) }
}

/** Which periods there are depends on what the inputs are, so nothing is known before those stand. */
async function explainMicrobatch(
  planned: PlannedNode & { readonly node: MicrobatchModel },
  plan: Plan,
  look: Look,
): Promise<NodeExplanation> {
  const { node, action } = planned
  const start = { node: summarize(node), action }
  const now = await look.adapter.inspectOne(look.session, node.relation)
  const standing = stillLinked(now, planned.standing)
  try {
    const model = { node, action, standing, options: plan.options }
    const { because, reaction } = await explainPeriods(model, { ...look, now: look.clock() })
    return { ...start, action: { ...action, because }, ...(await followAll(reaction, planned, look)) }
  } catch (error) {
    const problem = look.adapter.explain(error)
    if (problem === undefined) throw error
    return { ...start, statements: [], diagnostics: [], unknown: problem.message }
  }
}

async function followAll(reaction: Reaction, planned: PlannedNode, look: Look): Promise<Log> {
  const { node } = planned
  const log: Log = { statements: [], diagnostics: [] }
  for (const { sql, transaction } of node.preHooks)
    if (transaction) log.statements.push({ label: 'hook', sql: sql.text })
  await follow(reaction, { planned, look, log, around: { hold: [], before: [], after: [] } })
  for (const { sql, transaction } of node.postHooks)
    if (transaction) log.statements.push({ label: 'hook', sql: sql.text })
  return log
}

interface Log {
  instead?: Instead
  statements: PlannedStatement[]
  diagnostics: Diagnostic[]
  unknown?: string
}

/** What holds others before the swap, what has to go right before it, and what follows it. */
interface Around {
  hold: readonly string[]
  before: readonly string[]
  after: readonly string[]
}

interface Walk {
  readonly planned: PlannedNode
  readonly look: Look
  readonly log: Log
  readonly around: Around
}

async function react(planned: PlannedNode, plan: Plan, look: Look): Promise<Reaction> {
  const { node, action, remembered } = planned
  const { adapter, session } = look
  const { dialect } = adapter
  if (node.kind === 'snapshot') {
    const standing = await adapter.inspectOne(session, node.relation)
    return snapshotSteps(action, { node, standing, options: plan.options, dialect })
  }
  if (node.kind === 'model') {
    const standing = stillLinked(await adapter.inspectOne(session, node.relation), planned.standing)
    const ledger = createLedger(adapter, { runId: '', clock: () => 0 })
    const input = { node, standing, options: plan.options, dialect, ledger, remembered }
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
  if (reaction.instead !== undefined) walk.log.instead = reaction.instead
  for (const step of reaction.steps) {
    if (walk.log.unknown !== undefined) return
    await note(step, walk)
  }
}

async function note(step: Step, walk: Walk): Promise<void> {
  const { log } = walk
  switch (step.kind) {
    case 'ask':
      await noteAsk(step, walk)
      return
    case 'execute':
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
    case 'list files':
      await follow(step.next(await walk.look.findFiles(step.config, step.known)), walk)
      return
    case 'read files':
      log.statements.push({
        label: step.label,
        sql: step.request.files.map((path) => `-- ${path}`).join('\n'),
      })
      log.unknown = 'what comes next depends on the columns of the files'
      return
    case 'analyze state':
    case 'analyze flow':
      await follow(await analyze(step, walk.look.adapter), walk)
      return
    case 'describe':
      await noteDescribe(step, walk)
      return
    case 'read constraints':
      await noteConstraints(step, walk)
  }
}

async function noteAsk(step: Extract<Step, { kind: 'ask' }>, walk: Walk): Promise<void> {
  const { log, look } = walk
  log.statements.push({ label: step.label, sql: step.statement.sql })
  if (step.beforehand === 'later') log.unknown = 'what comes next depends on the rows'
  if (step.beforehand !== 'now') return
  try {
    const [answer] = await look.session.execute([step.statement.sql])
    await follow(step.next(answer?.rows ?? [], undefined), walk)
  } catch (error) {
    noteUnknown(error, { statement: step.statement, walk })
  }
}

function noteUnknown(
  error: unknown,
  { statement, walk }: { readonly statement: Statement; readonly walk: Walk },
): void {
  const problem = walk.look.adapter.explain(error)
  if (problem === undefined) throw error
  const [finding] = explainFailure({ kind: 'database', problem, statement }, walk.planned.node)
  walk.log.unknown = finding?.message ?? problem.message
}

async function notePublish(step: PublishStep, { look, log, around }: Walk): Promise<void> {
  if (step.inPlace !== undefined) {
    log.statements.push({ label: step.label, sql: step.inPlace.sql })
    return
  }
  const { adapter, session } = look
  const dependents = adapter.dialect.supports.boundViews
    ? await adapter.dependents(session, step.standing.name)
    : { objects: [] }
  const held = [...(step.keys ?? []).map(({ sql }) => sql), ...around.hold]
  for (const sql of held) log.statements.push({ label: step.label, sql })
  for (const { drop } of dependents.objects)
    log.statements.push({ label: 'take down a dependent', sql: drop })
  const swap = [...around.before, ...step.statements.map(({ sql }) => sql), ...around.after]
  for (const sql of swap) log.statements.push({ label: step.label, sql })
  for (const { create, restore } of dependents.objects.toReversed()) {
    for (const sql of [create, ...restore]) log.statements.push({ label: 'put up a dependent', sql })
  }
}

async function noteDress(
  step: Extract<Step, { kind: 'dress' }>,
  { planned, look, log, around }: Walk,
): Promise<void> {
  const { dialect } = look.adapter
  if (!belongsAnything(step, { dialect, isLinked: isLinked(planned.standing) })) return
  const { dress, referrers } = await look.adapter.belongings(look.session, step.standing.name)
  const carried = referrers.map((referrer) => referrer.carry(step.successor.name, 'checked'))
  const own = dress(step.successor)
  for (const sql of own.before) log.statements.push({ label: step.label, sql })
  around.hold = [...own.keys, ...carried.flatMap(({ before }) => before)]
  around.before = carried.flatMap(({ down }) => down)
  around.after = [...own.after, ...carried.toReversed().flatMap(({ up }) => up)]
}

async function noteConstraints(step: Extract<Step, { kind: 'read constraints' }>, walk: Walk): Promise<void> {
  const { adapter, session } = walk.look
  const relation = step.beforehand ?? step.relation
  await follow(step.next(await adapter.constraints(session, relation)), walk)
}

/** Columns of what does not stand yet cannot be asked for: the explanation then ends there and says why. */
async function noteDescribe(step: Extract<Step, { kind: 'describe' }>, walk: Walk): Promise<void> {
  const { session } = walk.look
  const statement = step.beforehand ?? step.statement
  try {
    const columns = await session.describe(statement.sql)
    await follow(step.next(columns), walk)
  } catch (error) {
    if (step.assumed === undefined || walk.look.adapter.explain(error) === undefined)
      noteUnknown(error, { statement, walk })
    else await follow(step.next(step.assumed), walk)
  }
}
