import type { RunResult } from '../../../core/index.ts'
import type { Paint } from '../../render/color.ts'
import { count } from '../../render/count.ts'
import { createDiagnosticRenderer } from '../../render/diagnostics.ts'
import type { DiagnosticView } from '../../render/diagnostics.ts'
import { formatDuration } from '../../render/duration.ts'
import { collectFindings, findingKey } from '../findings.ts'
import type { Finding } from '../findings.ts'
import { describeTally, endOf, tallyNodes } from '../tally.ts'

/** Which findings the end of a run still has to show. */
export interface FindingChoice {
  /** Keys of findings that were shown while the run went on. */
  readonly shown: ReadonlySet<string>
  readonly errorsOnly: boolean
}

/** A run's findings with their places: blocks of text with a blank line before each. */
export function renderFindings(
  result: RunResult,
  choice: FindingChoice,
  view: DiagnosticView,
): readonly string[] {
  const render = createDiagnosticRenderer(view)
  return collectFindings(result)
    .filter((finding) => isChosen(finding, choice))
    .map(({ diagnostic, node }) => `\n${render(diagnostic, node?.path).trimEnd()}`)
}

/** A run in a few words: how many nodes ended how, in what time, and what to do next. */
export function renderSummary(result: RunResult, paint: Paint): readonly string[] {
  const elapsed = formatDuration(result.endedAt - result.startedAt)
  if (result.results.length === 0) return [...interruption(result, elapsed, paint), ...nothingToDo(result)]
  const total = paint.bold(count(result.results.length, 'node'))
  const time = result.interrupted ? '' : ` in ${elapsed}`
  const line = `${total}: ${describeTally(tallyNodes(result.results))}${time}${describeWarnings(result)}${describeBatches(result)}`
  return [...interruption(result, elapsed, paint), line, ...nextStep(result)]
}

function isChosen({ diagnostic }: Finding, { shown, errorsOnly }: FindingChoice): boolean {
  return !shown.has(findingKey(diagnostic)) && (!errorsOnly || diagnostic.severity === 'error')
}

function interruption({ interrupted }: RunResult, elapsed: string, paint: Paint): readonly string[] {
  if (!interrupted) return []
  return [
    `${paint.yellow(`Interrupted after ${elapsed}.`)} What was done stays; the rest was cancelled and rolled back.`,
  ]
}

function nothingToDo({ interrupted }: RunResult): readonly string[] {
  return interrupted ? [] : ['Nothing to do: no node was selected.']
}

function describeWarnings(result: RunResult): string {
  const warnings = collectFindings(result).filter(({ diagnostic }) => diagnostic.severity === 'warning')
  return warnings.length === 0 ? '' : `; ${count(warnings.length, 'warning')}`
}

/** What came late or twice, over all flows. */
function describeBatches({ results }: RunResult): string {
  const batches = results.flatMap(({ outcome }) =>
    outcome.status === 'success' ? (outcome.batch ?? []) : [],
  )
  const late = batches.reduce((sum, one) => sum + one.late, 0)
  const duplicates = batches.reduce((sum, one) => sum + one.duplicates, 0)
  const parts = [
    ...(late === 0 ? [] : [count(late, 'late row')]),
    ...(duplicates === 0 ? [] : [count(duplicates, 'duplicate')]),
  ]
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`
}

const mostNamed = 5

/** The command that does what failed and everything behind it. */
function nextStep(result: RunResult): readonly string[] {
  const { results, command, target, interrupted } = result
  const failed = results.filter((one) => endOf(one) === 'failed').map(({ node }) => node.name)
  if (failed.length === 0) return []
  if (command === 'verify') return buildAnew(failed, target)
  if (interrupted || !retried.has(command)) return []
  const option = /^[\w.-]+$/.test(target) ? ` --target ${target}` : ''
  return [`To try again what failed and what was skipped:`, `  xform retry${option}`]
}

/** What `xform retry` takes up. */
const retried: ReadonlySet<string> = new Set(['run', 'seed', 'snapshot', 'build', 'test', 'retry'])

/** What is not what its query gives is built anew, where its names need no quoting. */
function buildAnew(failed: readonly string[], target: string): readonly string[] {
  const isPlain = [...failed, target].every((name) => /^[\w.-]+$/.test(name))
  if (failed.length > mostNamed || !isPlain) return []
  const selection = failed.map((name) => `${name}+`).join(' ')
  const [it, needs, quote] = failed.length === 1 ? ['it', 'needs it', ''] : ['them', 'needs them', '"']
  return [
    `To build ${it} and what ${needs} anew:`,
    `  xform run --target ${target} --select ${quote}${selection}${quote} --full-refresh`,
  ]
}
