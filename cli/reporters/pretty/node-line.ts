import { endedWell, type NodeResult, type NodeSummary, type RunEvent } from '../../../core/index.ts'
import type { Paint, Style } from '../../render/color.ts'
import { count } from '../../render/count.ts'
import { formatDuration } from '../../render/duration.ts'
import { escapeControls } from '../../render/escape.ts'
import { blanks, cutMiddle, padEnd, padStart } from '../../render/fit.ts'
import { renderPieces } from '../../render/styled-line.ts'
import type { Piece } from '../../render/styled-line.ts'
import { nodeDiagnostics } from '../findings.ts'
import { nodeName } from '../names.ts'
import { describeOutcome } from '../outcome.ts'
import { endOf } from '../tally.ts'
import { countWidth, durationWidth, gapWidth, statusWidth } from './layout.ts'
import type { LineLayout } from './layout.ts'
import type { RunningNode } from './progress.ts'

/** What a line is drawn with. */
export interface LineView {
  readonly layout: LineLayout
  readonly paint: Paint
}

/** The line that stays of a node that has ended; `finished` counts those that have, this one included. */
export function renderFinished(result: NodeResult, finished: number, { layout, paint }: LineView): string {
  const started = result.thread !== 0 || endedWell(result.outcome)
  return renderLine(
    {
      count: `${finished}/${layout.total}`,
      status: finishedStatus(result, paint),
      node: result.node,
      elapsed: started ? formatDuration(result.endedAt - result.startedAt) : '',
      detail: describeOutcome(result),
    },
    { layout, paint },
  )
}

/** The line of a node that is being built, `now` being in milliseconds since the epoch. */
export function renderRunning(
  { node, startedAt, waitsFor, doing }: RunningNode,
  now: number,
  view: LineView,
): string {
  const status = waitsFor === undefined ? { word: 'run', style: view.paint.cyan } : waitStatus(view.paint)
  const elapsed = formatDuration(now - startedAt)
  return renderLine({ count: '', status, node, elapsed, detail: waitsFor ?? doing ?? '' }, view)
}

/** The line of a statement that a node has run. */
export function renderStatement(statement: RanStatement, view: LineView): string {
  const { node, label, milliseconds, rows } = statement
  const detail = rows === undefined ? label : `${label}, ${count(rows, 'row')}`
  const status = { word: 'sql', style: view.paint.blue }
  return renderLine({ count: '', status, node, elapsed: formatDuration(milliseconds), detail }, view)
}

/** The line of a run that waits as a whole. */
export function renderWait(because: string, { layout, paint }: LineView): string {
  const { word, style } = waitStatus(paint)
  const indentation = { text: blanks(1 + countWidth(layout.total) + gapWidth) }
  return renderPieces([indentation, { text: word, style }, { text: `  ${because}` }], layout.width)
}

type RanStatement = Extract<RunEvent, { readonly type: 'statement' }>

interface Status {
  readonly word: string
  readonly style: Style
}

interface LineParts {
  readonly count: string
  readonly status: Status
  readonly node: NodeSummary
  readonly elapsed: string
  readonly detail: string
}

function renderLine(
  { count: position, status, node, elapsed, detail }: LineParts,
  { layout, paint }: LineView,
): string {
  const gap = { text: blanks(gapWidth) }
  const name = escapeControls(nodeName(node))
  return renderPieces(
    [
      { text: ` ${padStart(position, countWidth(layout.total))}`, style: paint.dim },
      gap,
      { text: padEnd(status.word, statusWidth), style: status.style },
      gap,
      ...materializedPieces(node, { layout, paint }),
      { text: padEnd(layout.width === Infinity ? name : cutMiddle(name, layout.name), layout.name) },
      { text: padStart(elapsed, durationWidth), style: paint.dim },
      gap,
      { text: detail },
    ],
    layout.width,
  )
}

function materializedPieces({ materialized }: NodeSummary, { layout, paint }: LineView): readonly Piece[] {
  if (layout.materialized === 0) return []
  const text = padEnd(escapeControls(materialized), layout.materialized)
  return [{ text, style: paint.dim }, { text: blanks(gapWidth) }]
}

function waitStatus(paint: Paint): Status {
  return { word: 'wait', style: paint.yellow }
}

function finishedStatus(result: NodeResult, paint: Paint): Status {
  const warns = nodeDiagnostics(result).some(({ severity }) => severity === 'warning')
  const isJudged = result.outcome.status === 'tested' || result.outcome.status === 'aged'
  const ok: Status = warns
    ? { word: 'warn', style: paint.yellow }
    : { word: isJudged ? 'pass' : 'ok', style: paint.green }
  const statuses: Readonly<Record<ReturnType<typeof endOf>, Status>> = {
    ok,
    failed: { word: 'FAIL', style: (text) => paint.bold(paint.red(text)) },
    skipped: { word: 'skip', style: paint.yellow },
    cancelled: { word: 'stop', style: paint.yellow },
    notStarted: { word: 'stop', style: paint.yellow },
  }
  return statuses[endOf(result)]
}
