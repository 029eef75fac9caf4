import type { Diagnostic, NodeResult, RunEvent, RunResult } from '../../core/index.ts'
import { createDiagnosticRenderer } from '../render/diagnostics.ts'
import { renderJunit } from './junit-report.ts'
import type { RunStart } from './junit-report.ts'
import type { Reporter, ReporterContext } from './reporter.ts'

/**
 * Writes a JUnit XML file when it is closed: a test case for each node, and one for each error outside a node. A model
 * that cannot be built is an `error`, a test of data that does not hold is a `failure`. A run that was cut off before
 * its end is written as far as it came.
 */
export function createJunitReporter(context: ReporterContext, file: string): Reporter {
  const { sources, repositoryPath, writeFile } = context
  const nodes: NodeResult[] = []
  const outside: Diagnostic[] = []
  let start: RunStart | undefined
  let result: RunResult | undefined
  const remember = (event: RunEvent): void => {
    if (event.type === 'run:start') start = event
    if (event.type === 'node:end') nodes.push(event.result)
    if (event.type === 'notice') outside.push(event.diagnostic)
    if (event.type === 'run:end') result = event.result
  }
  return {
    onEvent: remember,
    diagnostics(list) {
      for (const one of list) outside.push(one)
    },
    async close() {
      const render = createDiagnosticRenderer({ sources, color: false, width: Infinity })
      const run = { start, result, nodes: result?.results ?? nodes, outside }
      await writeFile(file, renderJunit(run, { render, repositoryPath }))
    },
  }
}
