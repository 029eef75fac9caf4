// A microbatch model and what stands → its table, and the periods that are to be built. A full refresh is all done here.
import type { Column } from '../adapter/relation.ts'
import type { Session } from '../adapter/session.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import { adoptedStretch, selectLatest } from '../materializations/adopt-table.ts'
import {
  choosePeriods,
  countOlder,
  describePeriods,
  isSettledAt,
  mostPeriods,
  type BuiltStretch,
} from '../materializations/choose-periods.ts'
import { decide } from '../materializations/decide.ts'
import type { Action } from '../materializations/materialization.ts'
import {
  bindInput,
  createWithPeriods,
  firstPeriod,
  holdStanding,
  type MicrobatchModel,
  type PeriodsInput,
} from '../materializations/microbatch.ts'
import { namePeriod, type Stretch } from '../materializations/period.ts'
import { statementOver, type Step } from '../materializations/step.ts'
import { inputColumns } from '../compile/periodic.ts'
import {
  forgetPeriods,
  insertPeriods,
  readPeriods,
  selectPeriods,
  type PeriodRecord,
} from '../state/periods.ts'
import type { Built } from './built.ts'
import { ran, refuse, type Ran } from './failure.ts'
import type { NodeTask } from './node-task.ts'
import {
  deferHooks,
  forget,
  inTransaction,
  lookAgain,
  rememberResult,
  runAudited,
  runOutside,
  worldOf,
  type Manner,
} from './node-transaction.ts'
import { runReaction, startProgress, type Progress } from './run-steps.ts'
import type { TestEnd } from './run-tests.ts'
import type { Messages } from './transaction.ts'

/** What is known once a model's first transaction is committed: all is built, or these periods are left to build. */
export type Prepared =
  | { readonly kind: 'built'; readonly built: Built }
  | {
      readonly kind: 'periods'
      readonly action: Exclude<Action, { readonly kind: 'refuse' }>
      readonly bound: Omit<PeriodsInput, 'standing' | 'options'>
      readonly periods: readonly Stretch[]
      /** How many of those that stay were built by older SQL. */
      readonly older: number
    }

/** Runs a model's first transaction: hooks, look, decide, make the table where there is none, choose the periods. */
export async function preparePeriods(
  task: NodeTask,
  node: MicrobatchModel,
  { session, manner }: { readonly session: Session; readonly manner: Manner },
): Promise<Ran<Prepared>> {
  const before = manner === 'hopeful' ? await runOutside(task, session, 'preHooks') : ran(undefined)
  if (!before.ok) return before
  const prepared = await inTransaction({ task, session, manner }, async (messages) => {
    const standing = await lookAgain(task, messages, manner)
    if (!standing.ok) return standing
    const { options } = task
    const action = decide({ node, standing: standing.value, options })
    if (action.kind === 'refuse') return refuse([action.diagnostic])
    deferHooks(node.preHooks, messages)
    const eventTimes = await bindInputs(task, node, messages)
    if (!eventTimes.ok) return eventTimes
    const { dialect } = task.context.adapter
    const { ledger } = task
    if (task.planned.remembered !== undefined) forget(task, messages)
    const input = { node, dialect, standing: standing.value, options, eventTimes: eventTimes.value, ledger }
    return prepare({
      task,
      messages,
      input,
      action,
      progress: startProgress(),
    })
  })
  if (!prepared.ok || prepared.value.kind === 'periods') return prepared
  const after = await runOutside(task, session, 'postHooks')
  return after.ok ? prepared : after
}

interface Preparation {
  readonly task: NodeTask
  readonly messages: Messages
  readonly input: PeriodsInput
  readonly action: Exclude<Action, { readonly kind: 'refuse' }>
  readonly progress: Progress
}

async function prepare(preparation: Preparation): Promise<Ran<Prepared>> {
  const { task, messages, input, action, progress } = preparation
  const { node, options } = input
  const config = node.config.microbatch
  const { context } = task
  const isNew = action.kind === 'create' || action.kind === 'replace'
  const known = isNew ? ran({ built: [], adopted: undefined }) : await readMemory(preparation)
  if (!known.ok) return known
  const { built, adopted } = known.value
  const now = context.clock()
  // What replaces the whole table holds the whole table.
  const asked = action.kind === 'replace' ? undefined : options.eventTimes
  const periods = options.empty ? [] : choosePeriods({ config, built, now, asked })
  if (periods.length > mostPeriods) return refuse([tooMany(node)])
  const older = countOlder(built, { periods, fingerprint: node.fingerprint })
  let tests: readonly TestEnd[] | undefined
  if (isNew) {
    const first = periods[0] ?? firstPeriod(config)
    const filled = action.kind === 'create' ? [] : periods
    const steps = createWithPeriods(action, input, { first, periods: filled })
    const reaction = { kind: 'steps', steps } as const
    // The table that is made here is empty unless it replaces another.
    const done =
      action.kind === 'replace'
        ? await runAudited(reaction, { task, messages }, progress)
        : await runReaction(reaction, worldOf(task, messages), progress)
    if (!done.ok) return done
    tests = done.value
    messages.defer({ sql: forgetPeriods(context.adapter.texts, relationOf(task)), label: 'forget periods' })
  } else {
    const steps = periods.slice(0, 1).flatMap((period) => holdStanding(input, period))
    const held = await runReaction({ kind: 'steps', steps }, worldOf(task, messages), progress)
    if (!held.ok) return held
  }
  if (action.kind === 'replace') {
    const whole = completeRefresh(preparation, periods, now)
    return ran({ ...whole, built: { ...whole.built, tests } })
  }
  const because = adopted === undefined ? action.because : `${action.because}, ${adopted}`
  const { standing: _standing, options: _options, ...bound } = input
  return ran({ kind: 'periods', action: { ...action, because }, bound, periods, older })
}

/** On a full refresh everything is in this one transaction, so that no reader sees the table half filled. */
function completeRefresh(
  { task, messages, input, action, progress }: Preparation,
  periods: readonly Stretch[],
  now: number,
): Extract<Prepared, { readonly kind: 'built' }> {
  const { node } = input
  const config = node.config.microbatch
  remember(
    periods.map((period) => ({ ...recordOf(task, period), settled: isSettledAt(now, period, config) })),
    { task, messages },
  )
  deferHooks(node.postHooks, messages)
  const because = `${action.because}; ${describePeriods(periods, { config, older: 0 })}`
  const { rows, warnings } = progress
  const built: Built = { action: action.kind, because, rows, warnings }
  rememberResult(task, built, messages)
  return { kind: 'built', built }
}

async function bindInputs(
  task: NodeTask,
  node: MicrobatchModel,
  messages: Messages,
): Promise<Ran<readonly Column[]>> {
  const { dialect } = task.context.adapter
  const found: Column[] = []
  const steps = node.periodic.inputs.map((input): Step => ({
    kind: 'describe',
    label: 'read columns',
    statement: statementOver(inputColumns(node.periodic, input), (query) => query, node.at),
    next: (columns) => {
      const bound = bindInput(columns, input, dialect)
      if ('diagnostic' in bound) return { kind: 'refuse', diagnostics: [bound.diagnostic] }
      found.push(bound.column)
      return { kind: 'steps', steps: [] }
    },
  }))
  const progress = startProgress()
  const done = await runReaction({ kind: 'steps', steps }, worldOf(task, messages), progress)
  return done.ok ? ran(found) : done
}

interface Memory {
  readonly built: readonly BuiltStretch[]
  /** What was taken over from whoever built the table before, in words. */
  readonly adopted: string | undefined
}

async function readMemory(preparation: Preparation): Promise<Ran<Memory>> {
  const { task, messages } = preparation
  const sql = selectPeriods(task.context.adapter.texts, relationOf(task))
  const read = await messages.run({ sql, label: 'read periods' })
  if (!read.ok) return read
  const built = readPeriods(read.value.rows)
  return built.length > 0 ? ran({ built, adopted: undefined }) : adopt(preparation)
}

async function adopt({ task, messages, input }: Preparation): Promise<Ran<Memory>> {
  const { node } = input
  const query = selectLatest(input)
  if ('diagnostic' in query) return refuse([query.diagnostic])
  const read = await messages.run({ sql: query.sql, label: 'read latest event time', at: node.at })
  if (!read.ok) return read
  const found = read.value.rows[0]?.['latest'] ?? null
  const config = node.config.microbatch
  const latest = found === null ? undefined : Number(found)
  const stretch = adoptedStretch(latest, config, task.context.clock())
  if (stretch === undefined) return ran({ built: [], adopted: undefined })
  remember([{ ...recordOf(task, stretch), ...stretch }], { task, messages })
  const before = namePeriod({ start: stretch.end, end: stretch.end }, config.batchSize)
  return ran({ built: [stretch], adopted: `and its rows before ${before} are taken as they are` })
}

/** How many periods are remembered with one statement. */
const batch = 500

function remember(
  periods: readonly PeriodRecord[],
  { task, messages }: { readonly task: NodeTask; readonly messages: Messages },
): void {
  const { texts } = task.context.adapter
  for (let at = 0; at < periods.length; at += batch) {
    messages.defer({ sql: insertPeriods(texts, periods.slice(at, at + batch)), label: 'remember' })
  }
}

function recordOf(task: NodeTask, { start, end }: Stretch): PeriodRecord {
  const { node } = task.planned
  return {
    start,
    end,
    relation: relationOf(task),
    settled: false,
    fingerprint: node.kind === 'model' ? node.fingerprint : null,
    rows: null,
    runId: task.context.run.runId,
    committedAt: task.context.clock(),
  }
}

function relationOf({ planned, context }: NodeTask): string {
  return context.adapter.dialect.relation(planned.node.relation)
}

function tooMany(node: MicrobatchModel): ReturnType<typeof diagnostic> {
  return diagnostic(
    'too-many-periods',
    { model: node.name, limit: mostPeriods },
    { at: node.places['begin'] ?? node.at },
  )
}
