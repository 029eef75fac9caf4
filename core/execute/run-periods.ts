// A microbatch model → its periods, each in a transaction of its own, between one that prepares and one that completes.
import type { Session } from '../adapter/session.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { describePeriods, isSettledAt } from '../materializations/choose-periods.ts'
import { analyze } from '../materializations/create-table.ts'
import { finish } from '../materializations/finish.ts'
import { replacePeriod, type MicrobatchModel } from '../materializations/microbatch.ts'
import { namePeriod, type Stretch } from '../materializations/period.ts'
import { rememberPeriod, type PeriodRecord } from '../state/periods.ts'
import { succeeded, unseen, type Built } from './built.ts'
import { ran, type Ran } from './failure.ts'
import { cancelled, insist, type Insisted } from './insist.ts'
import type { NodeEnd, NodeTask } from './node-task.ts'
import {
  deferHooks,
  inTransaction,
  lookNow,
  rememberResult,
  runAudited,
  runOutside,
  worldOf,
  type Manner,
} from './node-transaction.ts'
import { preparePeriods, type Prepared } from './prepare-periods.ts'
import { runReaction, startProgress, type Progress } from './run-steps.ts'
import type { TestEnd } from './run-tests.ts'
import { wasCommitted } from './was-committed.ts'

/** Builds a microbatch model. A period that fails ends it; those committed before stay and are remembered. */
export async function runPeriods(task: NodeTask, node: MicrobatchModel): Promise<NodeEnd> {
  const prepared = await insist<Prepared>(task, {
    attempt: (session, manner) => preparePeriods(task, node, { session, manner }),
    recover: async () => ((await wasCommitted(task)) ? { kind: 'built', built: unseen(task) } : undefined),
  })
  if (!prepared.ok) return prepared.end
  if (prepared.value.kind === 'built') return succeeded(prepared.value.built)
  const work: Work = { task, node, prepared: prepared.value, rows: undefined, warnings: [], tests: undefined }
  const filled = await fillAll(work)
  if (!filled.ok) return filled.end
  const built = builtBy(work)
  const completed = await insist<Built>(task, {
    attempt: (session, manner) => complete(work, built, { session, manner }),
    recover: async () => ((await wasCommitted(task)) ? built : undefined),
  })
  return completed.ok ? succeeded(completed.value) : completed.end
}

interface Work {
  readonly task: NodeTask
  readonly node: MicrobatchModel
  readonly prepared: Extract<Prepared, { kind: 'periods' }>
  rows: number | undefined
  readonly warnings: Diagnostic[]
  /** How the tests ended that looked at the last period. */
  tests: readonly TestEnd[] | undefined
}

interface FilledPeriod extends Progress {
  readonly tests: readonly TestEnd[]
}

interface Try {
  readonly session: Session
  readonly manner: Manner
}

async function fillAll(work: Work): Promise<Insisted<undefined>> {
  const { task, node, prepared } = work
  const { context, summary } = task
  const { periods } = prepared
  for (const [index, period] of periods.entries()) {
    if (context.signal.aborted) return { ok: false, end: cancelled }
    const name = namePeriod(period, node.config.microbatch.batchSize)
    const doing = `${name}, ${index + 1} of ${periods.length} periods`
    context.emit({ type: 'node:progress', at: context.clock(), node: summary, doing })
    const filled = await insist<FilledPeriod>(task, {
      attempt: (session, manner) => fillOne(work, period, { session, manner }),
      // Building a period twice does no harm.
      recover: async () => undefined,
    })
    if (!filled.ok) return { ok: false, end: withPeriod(filled.end, { name, index }, work) }
    const { rows, warnings, tests } = filled.value
    work.tests = tests
    if (rows !== undefined) work.rows = (work.rows ?? 0) + rows
    work.warnings.push(...warnings)
  }
  return { ok: true, value: undefined }
}

function fillOne(work: Work, period: Stretch, { session, manner }: Try): Promise<Ran<FilledPeriod>> {
  const { task, node, prepared } = work
  const { context, options } = task
  const { adapter } = context
  const startedAt = context.clock()
  return inTransaction({ task, session, manner }, async (messages) => {
    const standing = await lookNow(node, messages, adapter)
    if (!standing.ok) return standing
    const input = { ...prepared.bound, standing: standing.value, options }
    const progress = startProgress()
    const steps = replacePeriod(input, period)
    const done = await runAudited({ kind: 'steps', steps }, { task, messages }, progress)
    if (!done.ok) return done
    const record = recordOf(work, period, { startedAt, rows: progress.rows ?? null })
    for (const sql of rememberPeriod(adapter.texts, record)) messages.defer({ sql, label: 'remember' })
    return ran({ ...progress, tests: done.value })
  })
}

function recordOf(
  { task, node }: Work,
  period: Stretch,
  { startedAt, rows }: { readonly startedAt: number; readonly rows: number | null },
): PeriodRecord {
  const { adapter, clock, run } = task.context
  return {
    ...period,
    relation: adapter.dialect.relation(node.relation),
    settled: isSettledAt(startedAt, period, node.config.microbatch),
    fingerprint: node.fingerprint,
    rows,
    runId: run.runId,
    committedAt: clock(),
  }
}

/** A failure's own words do not say which period it was. */
function withPeriod(
  end: NodeEnd,
  failed: { readonly name: string; readonly index: number },
  work: Work,
): NodeEnd {
  const { outcome } = end
  if (outcome.status !== 'error') return end
  const { name, index } = failed
  const left = work.prepared.periods.length - index
  const params = { period: name, done: index, left }
  const note = diagnostic('period-failed', params, { at: work.node.at, severity: 'note' })
  return { ...end, outcome: { ...outcome, diagnostics: [...outcome.diagnostics, note] } }
}

function builtBy({ node, prepared, rows, warnings }: Work): Built {
  const { action, periods, older } = prepared
  const chosen = describePeriods(periods, { config: node.config.microbatch, older })
  return { action: action.kind, because: `${action.because}; ${chosen}`, rows, warnings }
}

const nothing = { kind: 'steps', steps: [] } as const

/** What comes once behind all periods: grants and comments, the hooks, and the result. */
async function complete(
  { task, node, prepared, tests: looked }: Work,
  built: Built,
  { session, manner }: Try,
): Promise<Ran<Built>> {
  const warnings: Diagnostic[] = []
  const done = await inTransaction({ task, session, manner }, async (messages) => {
    const { dialect } = task.context.adapter
    const isNew = prepared.action.kind === 'create'
    const { relation } = node
    const steps = isNew ? analyze(relation, dialect) : finish({ node, dialect }, { kind: 'table', relation })
    const progress: Progress = { ...startProgress(), rows: built.rows, warnings }
    const finished = await runReaction({ kind: 'steps', steps }, worldOf(task, messages), progress)
    if (!finished.ok) return finished
    // Where there was no period to be built, the tests look at what stands.
    const tests = looked === undefined ? await runAudited(nothing, { task, messages }, progress) : ran(looked)
    if (!tests.ok) return tests
    deferHooks(node.postHooks, messages)
    rememberResult(task, built, messages)
    return ran({ ...built, warnings: [...built.warnings, ...warnings], tests: tests.value })
  })
  if (!done.ok) return done
  const after = await runOutside(task, session, 'postHooks')
  return after.ok ? done : after
}
