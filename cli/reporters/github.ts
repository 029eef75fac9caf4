import { sortDiagnostics } from '../../core/index.ts'
import type { Diagnostic, RunResult, Span } from '../../core/index.ts'
import { escapeControls } from '../render/escape.ts'
import { findingKey, nodeDiagnostics } from './findings.ts'
import { renderStepSummary } from './github-summary.ts'
import type { Reporter, ReporterContext } from './reporter.ts'

/**
 * Marks findings in a pull request: each is written once, as a workflow command of GitHub Actions, as soon as it is
 * known. When it is closed, the run is added to the job's summary, where there is one.
 */
export function createGithubReporter(context: ReporterContext): Reporter {
  const { output, repositoryPath, stepSummary, appendFile } = context
  const written = new Set<string>()
  let result: RunResult | undefined
  const annotate = (diagnostic: Diagnostic, path?: string): void => {
    const key = findingKey(diagnostic)
    if (!written.has(key)) output.write(`${renderAnnotation(diagnostic, { path, repositoryPath })}\n`)
    written.add(key)
  }
  return {
    onEvent(event) {
      if (event.type === 'notice') annotate(event.diagnostic)
      if (event.type === 'node:end')
        for (const one of nodeDiagnostics(event.result)) annotate(one, event.result.node.path)
      if (event.type !== 'run:end') return
      result = event.result
      for (const one of result.diagnostics) annotate(one)
    },
    diagnostics(list) {
      for (const one of sortDiagnostics(list)) annotate(one)
    },
    async close() {
      if (result === undefined || stepSummary === undefined) return
      await appendFile(stepSummary, renderStepSummary(result))
    },
  }
}

interface Annotation {
  /** The file to mark where the finding names no place. */
  readonly path: string | undefined
  readonly repositoryPath: (path: string) => string
}

function renderAnnotation(diagnostic: Diagnostic, { path, repositoryPath }: Annotation): string {
  const { severity, code, at } = diagnostic
  const command = { error: 'error', warning: 'warning', note: 'notice' }[severity]
  const file = at?.path ?? path
  const properties: Readonly<Record<string, string | number>> = {
    ...(file === undefined ? {} : { file: repositoryPath(file) }),
    ...(at === undefined ? {} : placeProperties(at)),
    title: code,
  }
  const list = Object.entries(properties).map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
  return `::${command} ${list.join(',')}::${escapeData(describe(diagnostic))}`
}

/** GitHub takes columns only of a place on one line. */
function placeProperties({ line, column, endLine, endColumn }: Span): Readonly<Record<string, number>> {
  return line === endLine ? { line, col: column, endLine, endColumn } : { line, endLine }
}

function describe({ message, hint, related = [] }: Diagnostic): string {
  const places = related.map((one) => `${one.message} (${one.at.path}:${one.at.line}:${one.at.column})`)
  return [message.trimEnd(), ...places, ...(hint === undefined ? [] : [`help: ${hint}`])].join('\n')
}

/** After `escapeData` of GitHub's own toolkit (@actions/core); other control characters are shown escaped. */
function escapeData(text: string): string {
  return text
    .split(/\r\n|\r|\n/)
    .map((line) => escapeControls(line).replaceAll('%', '%25'))
    .join('%0A')
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
