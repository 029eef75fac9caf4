import type { Diagnostic, RunEvent } from '../../core/index.ts'
import { createPaint } from '../render/color.ts'
import { renderDiagnostics } from '../render/diagnostics.ts'
import { findingKey } from './findings.ts'
import { createHeartbeat } from './pretty/heartbeat.ts'
import { fitLayout, measureNodes } from './pretty/layout.ts'
import { renderLiveLines } from './pretty/live-lines.ts'
import { renderRunning } from './pretty/node-line.ts'
import type { LineView } from './pretty/node-line.ts'
import { advance, noProgress } from './pretty/progress.ts'
import type { Progress } from './pretty/progress.ts'
import { createScreen } from './pretty/screen.ts'
import { renderEvent } from './pretty/staying-lines.ts'
import type { Reporter, ReporterContext } from './reporter.ts'

/**
 * Tells a person how a run goes. On a terminal a live line for each running node and a bar for the whole are rewritten
 * in place; elsewhere there are only lines that stay. Findings come with their places at the end, then a summary.
 */
export function createPrettyReporter(context: ReporterContext): Reporter {
  const { output, clock, sources, verbosity } = context
  const paint = createPaint(output.color)
  const heartbeat = createHeartbeat()
  const shown = new Set<string>()
  let progress: Progress = noProgress
  let widths = measureNodes([])

  const lineView = (): LineView => ({ layout: fitLayout(widths, output.columns), paint })
  const diagnosticView = () => ({ sources, color: output.color, width: output.columns })
  const screen = createScreen({
    output,
    clock,
    live: () => renderLiveLines(progress, { ...lineView(), now: clock.now(), rows: output.rows }),
    due: () =>
      output.isTerminal
        ? []
        : heartbeat(progress, clock.now()).map((node) => renderRunning(node, clock.now(), lineView())),
  })

  const tell = (event: RunEvent): void => {
    progress = advance(progress, event)
    if (event.type === 'run:start') widths = measureNodes(event.nodes)
    const view = { ...lineView(), ...diagnosticView(), progress, verbosity, isLive: output.isTerminal, shown }
    const lines = renderEvent(event, view)
    if (event.type === 'notice') shown.add(findingKey(event.diagnostic))
    if (event.type === 'run:end') screen.stop()
    else if (verbosity !== 'quiet') screen.start()
    if (lines.length > 0 || event.type === 'node:start') screen.say(lines)
    if (event.type === 'node:wait') screen.draw()
  }

  return {
    onEvent(event) {
      try {
        tell(event)
      } catch (error) {
        screen.stop()
        throw error
      }
    },
    diagnostics(list: readonly Diagnostic[]) {
      const told = verbosity === 'quiet' ? list.filter((one) => one.severity === 'error') : list
      if (told.length > 0) screen.say([renderDiagnostics(told, diagnosticView()).trimEnd()])
    },
    close: () => {
      screen.stop()
      return Promise.resolve()
    },
  }
}
