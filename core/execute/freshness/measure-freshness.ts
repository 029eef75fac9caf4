// Checks of freshness + Adapter + emit → RunResult: how old the newest rows of each are. Changes nothing in the database.
import type { Adapter } from '../../adapter/adapter.ts'
import type { FreshnessCheck } from '../../compile/freshness-check.ts'
import { hasErrors, type Diagnostic } from '../../errors/diagnostic.ts'
import type { NodeOutcome, NodeResult, NodeSummary, RunEvent, RunResult } from '../../events.ts'
import type { FilesConfig } from '../../project/files/files-config.ts'
import type { FileListing } from '../../project/files/list-files.ts'
import { explainFailure } from '../explain-failure.ts'
import { databaseFailure, type Ran } from '../failure.ts'
import { findNewest, type Asked } from './find-newest.ts'
import { judgeAge, type Newest } from './judge-age.ts'

/** What measuring needs of the world. */
export interface FreshnessContext {
  readonly adapter: Adapter
  readonly emit: (event: RunEvent) => void
  /** Milliseconds since the epoch. */
  readonly clock: () => number
  readonly signal: AbortSignal
  readonly threads: number
  readonly run: { readonly runId: string; readonly command: string; readonly target: string }
  /** Looks which files a source has, without reading them. */
  readonly listFiles: (config: FilesConfig) => FileListing
}

/**
 * Finds out how old the newest rows of sources and of what the project has built are, several at once. What cannot be found
 * out is an error of that node alone.
 */
export async function measureFreshness(
  checks: readonly FreshnessCheck[],
  context: FreshnessContext,
): Promise<RunResult> {
  const startedAt = context.clock()
  const { runId, command, target } = context.run
  const threads = Math.max(1, Math.min(context.threads, checks.length))
  const nodes = checks.map(summarizeCheck)
  context.emit({ type: 'run:start', at: startedAt, runId, command, target, threads, nodes })
  const measuring: Measuring = { ...context, checks, waiting: checks.entries(), ended: new Map() }
  await Promise.all(Array.from({ length: threads }, (_, index) => work(measuring, index + 1)))
  const results = checks.flatMap(({ id }) => measuring.ended.get(id) ?? [])
  const interrupted = context.signal.aborted
  const endedAt = context.clock()
  const result: RunResult = { ...context.run, startedAt, endedAt, results, diagnostics: [], interrupted }
  context.emit({ type: 'run:end', at: endedAt, result })
  return result
}

interface Measuring extends FreshnessContext {
  readonly checks: readonly FreshnessCheck[]
  /** What nobody has taken yet: each thread takes the next. */
  readonly waiting: Iterator<readonly [number, FreshnessCheck]>
  readonly ended: Map<string, NodeResult>
}

async function work(measuring: Measuring, thread: number): Promise<void> {
  const { waiting } = measuring
  for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
    const [index, check] = next.value
    await measure(check, { ...measuring, place: { index: index + 1, thread } })
  }
}

async function measure(
  check: FreshnessCheck,
  measuring: Measuring & { readonly place: { readonly index: number; readonly thread: number } },
): Promise<void> {
  const { clock, emit, signal, ended, place, checks } = measuring
  const node = summarizeCheck(check)
  const total = checks.length
  const startedAt = clock()
  const starts = !signal.aborted
  if (starts) emit({ type: 'node:start', at: startedAt, node, ...place, total })
  const { outcome, warnings } = starts ? await look(check, node, measuring) : cancelled
  const thread = starts ? place.thread : 0
  const result: NodeResult = { node, outcome, startedAt, endedAt: clock(), thread, warnings }
  ended.set(check.id, result)
  emit({ type: 'node:end', at: clock(), result, index: ended.size, total })
}

interface Looked {
  readonly outcome: NodeOutcome
  readonly warnings: readonly Diagnostic[]
}

const cancelled: Looked = { outcome: { status: 'cancelled' }, warnings: [] }

async function look(check: FreshnessCheck, node: NodeSummary, context: FreshnessContext): Promise<Looked> {
  const { name, at, reading } = check
  if (reading.kind === 'files') return lookAtFiles(check, reading.files, context)
  const found = await askDatabase(check, reading, { ...context, node })
  if (context.signal.aborted) return cancelled
  if (found.ok) return { outcome: judgeAge(check, found.value), warnings: [] }
  const diagnostics = explainFailure(found.failure, { name, at })
  return { outcome: { status: 'error', diagnostics: withTable(diagnostics, check) }, warnings: [] }
}

/** What a source says for all of its tables does not show which of them it failed for. */
function withTable(
  diagnostics: readonly Diagnostic[],
  { kind, name, at }: FreshnessCheck,
): readonly Diagnostic[] {
  if (kind !== 'source') return diagnostics
  return diagnostics.map((finding) => {
    const isElsewhere = finding.at?.path !== at.path || finding.at.line < at.line
    const related = [...(finding.related ?? []), { message: `asked of "${name}"`, at }]
    return isElsewhere ? { ...finding, related } : finding
  })
}

async function askDatabase(
  check: FreshnessCheck,
  reading: Asked,
  { adapter, clock, emit, signal, node }: FreshnessContext & { readonly node: NodeSummary },
): Promise<Ran<Newest>> {
  try {
    return await adapter.session(
      (session) =>
        findNewest(check, reading, {
          adapter,
          session,
          clock,
          onStatement: (statement) => emit({ type: 'statement', at: clock(), node, ...statement }),
        }),
      signal,
    )
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem)
  }
}

/** Files that are still being written to count as well: something is being delivered. */
function lookAtFiles(
  check: FreshnessCheck,
  files: FilesConfig,
  { listFiles, clock }: FreshnessContext,
): Looked {
  const listing = listFiles({ ...files, settle: 0 })
  if (hasErrors(listing.diagnostics))
    return { outcome: { status: 'error', diagnostics: listing.diagnostics }, warnings: [] }
  const newest = listing.files.reduce<number | undefined>(
    (latest, { modified }) => Math.max(latest ?? modified, modified),
    undefined,
  )
  return { outcome: judgeAge(check, { newest, lookedAt: clock() }), warnings: listing.diagnostics }
}

function summarizeCheck({ id, kind, name, path, materialized, relation }: FreshnessCheck): NodeSummary {
  return { id, kind, name, path, materialized, relation }
}
