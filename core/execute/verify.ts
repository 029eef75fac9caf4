// Growing models + Adapter + emit → RunResult: each is compared with its full query. Changes nothing in the database.
import type { Adapter } from '../adapter/adapter.ts'
import type { CompiledModel } from '../compile/compiled.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { NodeOutcome, NodeResult, NodeSummary, RunEvent, RunResult } from '../events.ts'
import type { Remembered } from '../materializations/growth/ledger.ts'
import type { Sample } from '../materializations/growth/sample.ts'
import { createLedger } from '../state/positions.ts'
import type { ExecuteContext } from './context.ts'
import { explainFailure } from './explain-failure.ts'
import { databaseFailure, type Ran } from './failure.ts'
import { summarize } from './node-task.ts'
import { openMessages } from './transaction.ts'
import { verifyNode, type Facts, type Verdict } from './verify-node.ts'

/** How much is compared: a share of the keys, or about so many of them. The same seed chooses the same keys. */
export type SampleWish =
  | { readonly kind: 'share'; readonly share: number; readonly seed: string }
  | { readonly kind: 'count'; readonly count: number; readonly seed: string }

/** What verifying needs of the world. */
export interface VerifyContext {
  readonly adapter: Adapter
  readonly emit: (event: RunEvent) => void
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  readonly signal: AbortSignal
  /** Looks which files a source has, as in `ExecuteContext`. */
  readonly findFiles: ExecuteContext['findFiles']
  readonly run: { readonly runId: string; readonly command: string; readonly target: string }
  /** Everything where undefined. */
  readonly sample: SampleWish | undefined
}

/** What is verified. */
export interface VerifyInput {
  /** Models that grow, in the order in which they are compared. */
  readonly nodes: readonly CompiledModel[]
  /** What is remembered of relations that grow; those of which nothing is are skipped. */
  readonly remembered: readonly Remembered[]
}

/**
 * Computes the full query of each flow, state and change log aside, over all that was read for it, and compares both ways.
 * A difference is an error with the code `differs-from-query`. Everything happens in transactions that are rolled back.
 */
export async function verify({ nodes, remembered }: VerifyInput, context: VerifyContext): Promise<RunResult> {
  const startedAt = context.clock()
  const { runId, command, target } = context.run
  const built = new Set(remembered.map(({ relation }) => relation))
  const summaries = nodes.map(summarize)
  context.emit({
    type: 'run:start',
    at: startedAt,
    runId,
    command,
    target,
    threads: 1,
    nodes: summaries,
  })
  const results: NodeResult[] = []
  for (const [index, node] of nodes.entries()) {
    const place = { index: index + 1, total: nodes.length }
    const isBuilt = built.has(context.adapter.dialect.relation(node.relation))
    results.push(await judge(node, { ...context, ...place, isBuilt }))
  }
  const interrupted = context.signal.aborted
  const endedAt = context.clock()
  const result: RunResult = { ...context.run, startedAt, endedAt, results, diagnostics: [], interrupted }
  context.emit({ type: 'run:end', at: endedAt, result })
  return result
}

interface Judging extends VerifyContext {
  readonly index: number
  readonly total: number
  readonly isBuilt: boolean
}

async function judge(node: CompiledModel, judging: Judging): Promise<NodeResult> {
  const { clock, emit, index, total, isBuilt, signal } = judging
  const summary = summarize(node)
  const startedAt = clock()
  const starts = isBuilt && !signal.aborted
  if (starts) emit({ type: 'node:start', at: startedAt, node: summary, index, total, thread: 1 })
  const { outcome, warnings } = starts ? await look(node, summary, judging) : notStarted(signal)
  const thread = starts ? 1 : 0
  const result = { node: summary, outcome, startedAt, endedAt: clock(), thread, warnings }
  emit({ type: 'node:end', at: clock(), result, index, total })
  return result
}

interface Judged {
  readonly outcome: NodeOutcome
  readonly warnings: readonly Diagnostic[]
}

function notStarted(signal: AbortSignal): Judged {
  const outcome: NodeOutcome = signal.aborted
    ? { status: 'cancelled' }
    : { status: 'skipped', because: 'it has not been built yet', blockedBy: undefined }
  return { outcome, warnings: [] }
}

async function look(node: CompiledModel, summary: NodeSummary, context: Judging): Promise<Judged> {
  const verdict = await compare(node, summary, context)
  if (context.signal.aborted) return { outcome: { status: 'cancelled' }, warnings: [] }
  if (!verdict.ok)
    return { outcome: { status: 'error', diagnostics: explainFailure(verdict.failure, node) }, warnings: [] }
  return say(verdict.value, node, context)
}

async function compare(
  node: CompiledModel,
  summary: NodeSummary,
  { adapter, clock, emit, signal, sample, run, findFiles }: Judging,
): Promise<Ran<Verdict>> {
  const ledger = createLedger(adapter, { runId: run.runId, clock })
  try {
    return await adapter.session((session) => {
      const messages = openMessages(session, {
        explain: (error) => adapter.explain(error),
        clock,
        onStatement: (statement) => emit({ type: 'statement', at: clock(), node: summary, ...statement }),
      })
      return verifyNode({
        node,
        adapter,
        messages,
        ledger,
        signal,
        findFiles,
        sampleOf: (rows) => sampleOf(rows, sample),
      })
    }, signal)
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem)
  }
}

function sampleOf(rows: number, wish: SampleWish | undefined): Sample | undefined {
  if (wish === undefined) return undefined
  const share = wish.kind === 'share' ? wish.share : wish.count / Math.max(1, rows)
  return share >= 1 ? undefined : { share, seed: wish.seed }
}

function say(verdict: Verdict, node: CompiledModel, { emit, clock }: Judging): Judged {
  switch (verdict.kind) {
    case 'skipped':
      return {
        outcome: { status: 'skipped', because: verdict.because, blockedBy: undefined },
        warnings: [],
      }
    case 'same': {
      const { rows, facts, dropped } = verdict
      const because = [
        asOf(node, facts),
        ...(dropped === 0 ? [] : [`${dropped} missing, as many as were dropped as late at most`]),
      ].join('; ')
      return { outcome: { status: 'success', action: 'verify', because, rows }, warnings: warn(node, facts) }
    }
    case 'misnumbered': {
      const params = { model: node.name, batches: verdict.batches }
      const finding = diagnostic('batches-differ', params, { at: node.at })
      return { outcome: { status: 'error', diagnostics: [finding] }, warnings: [] }
    }
    case 'differs': {
      const { missing, surplus, examples } = verdict
      emit({ type: 'node:difference', at: clock(), node: summarize(node), missing, surplus, examples })
      return { outcome: { status: 'error', diagnostics: [differs(node, verdict)] }, warnings: [] }
    }
  }
}

function asOf({ config }: CompiledModel, { batch }: Facts): string {
  return config.materialized === 'changes' ? 'as of now' : `as of batch ${batch}`
}

function warn(node: CompiledModel, { leftOut }: Facts): readonly Diagnostic[] {
  if (leftOut.length === 0) return []
  const params = { model: node.name, columns: leftOut }
  return [diagnostic('columns-not-compared', params, { at: node.at, severity: 'warning' })]
}

function differs(node: CompiledModel, verdict: Extract<Verdict, { readonly kind: 'differs' }>): Diagnostic {
  const { missing, surplus, examples, acrossRows, olderSql, facts } = verdict
  const isLog = node.config.materialized === 'changes'
  const whole = node.intake?.whole ?? []
  const logs = node.intake?.logs.map(({ name }) => name) ?? []
  const reads = [...whole, ...logs].join(', ')
  const reasons = [
    ...(olderSql ? ['some of its batches were made by SQL that has changed since'] : []),
    ...(acrossRows.length > 0 ? [`its query does not go row by row (${acrossRows.join(', ')})`] : []),
    ...(isLog ? ['what it reads may have changed since its last batch'] : []),
    ...(!isLog && reads !== '' ? [`it reads ${reads} as of each batch, and the full query as of now`] : []),
    ...(facts.leftOut.length > 0 ? [`these columns were not compared: ${facts.leftOut.join(', ')}`] : []),
  ]
  const table = [
    ['', ...examples.columns.slice(1).map(({ name }) => name)],
    ...examples.rows.map((row) => row.map(cellText)),
  ]
  const params = { model: node.name, missing, surplus, table, shown: examples.rows.length, reasons }
  return diagnostic('differs-from-query', params, { at: node.at })
}

function cellText(cell: unknown): string {
  if (cell === null) return 'NULL'
  return typeof cell === 'string' ? cell : JSON.stringify(cell)
}
