import type { Paint } from '../../render/color.ts'
import { count, formatNumber } from '../../render/count.ts'
import { formatDuration } from '../../render/duration.ts'
import { displayWidth } from '../../render/display-width.ts'
import { renderPieces } from '../../render/styled-line.ts'
import { countNodes } from '../tally.ts'
import type { LineView } from './node-line.ts'
import { renderRunning, renderWait } from './node-line.ts'
import type { Progress } from './progress.ts'

/** What the live lines are drawn with. */
export interface LiveView extends LineView {
  /** Milliseconds since the epoch. */
  readonly now: number
  /** The lines that the terminal shows at once. */
  readonly rows: number
}

/** Where a run stands → the lines that are rewritten in place: one a running node, then a bar for the whole. */
export function renderLiveLines(progress: Progress, view: LiveView): readonly string[] {
  return [
    ...renderRunningNodes(progress, view),
    ...renderWaiting(progress, view),
    ...renderBar(progress, view),
  ]
}

/** Two lines stay free: one for the bar, one for the cursor. */
function renderRunningNodes({ running }: Progress, view: LiveView): readonly string[] {
  const room = Math.max(1, view.rows - 3)
  const nodes = [...running.values()]
  const shown = nodes.length <= room ? nodes : nodes.slice(0, room - 1)
  const lines = shown.map((node) => renderRunning(node, view.now, view))
  const hidden = nodes.length - shown.length
  return hidden === 0
    ? lines
    : [...lines, renderPieces([{ text: `  … and ${hidden} more` }], view.layout.width)]
}

function renderWaiting({ waiting }: Progress, view: LiveView): readonly string[] {
  if (waiting === undefined) return []
  return [renderWait(`${waiting.because}  ${formatDuration(view.now - waiting.since)}`, view)]
}

const widestBar = 30
const narrowestBar = 10

function renderBar(progress: Progress, { layout, paint, now }: LiveView): readonly string[] {
  if (progress.startedAt === undefined || progress.total === 0) return []
  const words = `  ${describeProgress(progress)}  ${formatDuration(now - progress.startedAt)}`
  const bar = drawBar(progress, Math.min(widestBar, layout.width - 1 - displayWidth(words)), paint)
  return [renderPieces([{ text: ' ' }, ...bar, { text: words }], layout.width)]
}

function describeProgress({ tally, total, running }: Progress): string {
  const parts = [
    `${formatNumber(countNodes(tally))} of ${count(total, 'node')}`,
    ...(tally.failed === 0 ? [] : [`${formatNumber(tally.failed)} failed`]),
    ...(running.size === 0 ? [] : [`${running.size} running`]),
  ]
  return parts.join(', ')
}

function drawBar(
  { tally, total }: Progress,
  width: number,
  paint: Paint,
): Parameters<typeof renderPieces>[0] {
  if (width < narrowestBar) return []
  const filled = Math.min(width, Math.floor((countNodes(tally) / total) * width))
  return [
    { text: '━'.repeat(filled), style: tally.failed === 0 ? paint.green : paint.red },
    { text: '─'.repeat(width - filled), style: paint.dim },
  ]
}
