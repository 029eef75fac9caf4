import { sortDiagnostics } from '../../core/index.ts'
import type { Reporter, ReporterContext } from './reporter.ts'
import { stableJson } from './stable-json.ts'

/**
 * Writes each event as one line of JSON, as core gives it; findings outside a run come as an event of type
 * `diagnostics`. Times are in milliseconds since the epoch.
 */
export function createJsonReporter({ output }: ReporterContext): Reporter {
  return {
    onEvent(event) {
      output.write(`${stableJson(event)}\n`)
    },
    diagnostics(list) {
      if (list.length === 0) return
      output.write(`${stableJson({ type: 'diagnostics', diagnostics: sortDiagnostics(list) })}\n`)
    },
  }
}
