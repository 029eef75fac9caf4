import { endedWell, type RunEvent } from '../../../core/index.ts'
import { count } from '../../render/count.ts'
import { createDiagnosticRenderer } from '../../render/diagnostics.ts'
import type { DiagnosticView } from '../../render/diagnostics.ts'
import { escapeLines } from '../../render/escape.ts'
import { blanks } from '../../render/fit.ts'
import { renderPieces } from '../../render/styled-line.ts'
import { renderFinished, renderRunning, renderStatement, renderWait } from './node-line.ts'
import type { LineView } from './node-line.ts'
import type { Progress } from './progress.ts'
import { renderFindings, renderSummary } from './summary.ts'
import type { Verbosity } from '../reporter.ts'
import { countNodes } from '../tally.ts'

/** What the lines of an event are drawn with. */
export interface EventView extends LineView, DiagnosticView {
  /** Where the run stands behind the event. */
  readonly progress: Progress
  readonly verbosity: Verbosity
  /** Whether live lines show what goes on right now. */
  readonly isLive: boolean
  /** Keys of findings that were shown already. */
  readonly shown: ReadonlySet<string>
}

type EventOf<T extends RunEvent['type']> = Extract<RunEvent, { readonly type: T }>

/** An event of a run → the lines that stay of it. */
export function renderEvent(event: RunEvent, view: EventView): readonly string[] {
  switch (event.type) {
    case 'run:start':
      return renderStart(event, view)
    case 'node:wait':
      return renderWaiting(event, view)
    case 'statement':
      return view.verbosity === 'debug' ? renderSql(event, view) : []
    case 'node:end':
      return renderEnd(event, view)
    case 'notice':
      return renderNotice(event, view)
    case 'run:end':
      return renderRunEnd(event, view)
    case 'node:start':
    case 'node:progress':
    case 'node:difference':
      break
  }
  return []
}

function renderStart(event: EventOf<'run:start'>, { verbosity, layout }: EventView): readonly string[] {
  if (verbosity === 'quiet' || event.nodes.length === 0) return []
  const what = `xform ${event.command}: ${count(event.nodes.length, 'node')} on target ${event.target}`
  const run = verbosity === 'debug' ? `, run ${event.runId}` : ''
  return [renderPieces([{ text: `${what}, ${count(event.threads, 'thread')}${run}` }], layout.width), '']
}

function renderWaiting({ node, because, at }: EventOf<'node:wait'>, view: EventView): readonly string[] {
  if (view.isLive || view.verbosity === 'quiet') return []
  if (node === undefined) return [renderWait(because, view)]
  const startedAt = view.progress.running.get(node.id)?.startedAt ?? at
  return [renderRunning({ node, startedAt, waitsFor: because, doing: undefined }, at, view)]
}

const sqlIndentation = 6

function renderSql(event: EventOf<'statement'>, view: EventView): readonly string[] {
  const sql = escapeLines(event.sql).map((line) =>
    view.paint.dim(`${blanks(sqlIndentation)}${line}`.trimEnd()),
  )
  return [renderStatement(event, view), ...sql]
}

/** Of nodes that were given up before they began only the summary tells. */
function renderEnd({ result }: EventOf<'node:end'>, view: EventView): readonly string[] {
  const hasFailed = !['skipped', 'cancelled'].includes(result.outcome.status) && !endedWell(result.outcome)
  const neverBegan = result.outcome.status === 'cancelled' && result.thread === 0
  if (neverBegan || (view.verbosity === 'quiet' && !hasFailed)) return []
  return [renderFinished(result, countNodes(view.progress.tally), view)]
}

function renderNotice({ diagnostic }: EventOf<'notice'>, view: EventView): readonly string[] {
  if (view.verbosity === 'quiet' && diagnostic.severity !== 'error') return []
  return ['', createDiagnosticRenderer(view)(diagnostic)]
}

function renderRunEnd({ result }: EventOf<'run:end'>, view: EventView): readonly string[] {
  const choice = { shown: view.shown, errorsOnly: view.verbosity === 'quiet' }
  const findings = renderFindings(result, choice, view)
  const needsGap = findings.length > 0 || (view.verbosity !== 'quiet' && result.results.length > 0)
  return [...findings, ...(needsGap ? [''] : []), ...renderSummary(result, view.paint)]
}
