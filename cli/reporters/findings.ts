import { sortDiagnostics } from '../../core/index.ts'
import type { Diagnostic, NodeResult, NodeSummary, RunResult } from '../../core/index.ts'

/** A finding of a run and the node that it concerns, where it concerns one. */
export interface Finding {
  readonly diagnostic: Diagnostic
  readonly node: NodeSummary | undefined
}

/** A run's findings, sorted as they are shown; what was found twice comes once. */
export function collectFindings(result: RunResult): readonly Finding[] {
  const findings = new Map<string, Finding>()
  for (const finding of allFindings(result)) findings.set(findingKey(finding.diagnostic), finding)
  return sortFindings([...findings.values()])
}

/** A text that is equal for equal diagnostics. */
export function findingKey(diagnostic: Diagnostic): string {
  return JSON.stringify(diagnostic)
}

/** What went wrong with a node, and what it warns about. */
export function nodeDiagnostics({ outcome, warnings }: NodeResult): readonly Diagnostic[] {
  const { status } = outcome
  const has = status === 'error' || status === 'tested' || status === 'aged'
  return has ? [...outcome.diagnostics, ...warnings] : warnings
}

function allFindings({ results, diagnostics }: RunResult): readonly Finding[] {
  return [
    ...diagnostics.map((diagnostic) => ({ diagnostic, node: undefined })),
    ...results.flatMap((result) =>
      nodeDiagnostics(result).map((diagnostic) => ({ diagnostic, node: result.node })),
    ),
  ]
}

function sortFindings(findings: readonly Finding[]): readonly Finding[] {
  const nodes = new Map(findings.map(({ diagnostic, node }) => [diagnostic, node]))
  return sortDiagnostics([...nodes.keys()]).map((diagnostic) => ({ diagnostic, node: nodes.get(diagnostic) }))
}
