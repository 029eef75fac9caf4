import { sortDiagnostics } from '../../core/index.ts'
import type { Diagnostic, NodeResult, RunEvent, RunResult } from '../../core/index.ts'
import type { DiagnosticRenderer } from '../render/diagnostics.ts'
import { findingKey } from './findings.ts'
import { nodeName } from './names.ts'
import { describeOutcome } from './outcome.ts'
import { renderXml } from './xml.ts'
import type { Element } from './xml.ts'

/** The first event of a run. */
export type RunStart = Extract<RunEvent, { readonly type: 'run:start' }>

/** What was heard of a run; of one that was cut off, what came until then. */
export interface HeardRun {
  readonly start: RunStart | undefined
  readonly result: RunResult | undefined
  readonly nodes: readonly NodeResult[]
  /** Findings that belong to no node. */
  readonly outside: readonly Diagnostic[]
}

/** How findings and paths are written. */
export interface JunitView {
  readonly render: DiagnosticRenderer
  readonly repositoryPath: (path: string) => string
}

/** What was heard of a run → a JUnit XML document with one suite. */
export function renderJunit(run: HeardRun, view: JunitView): string {
  const { start, result, nodes } = run
  const cases = [
    ...errorsOutside(run).map((diagnostic) => outsideCase(diagnostic, view)),
    ...nodes.map((node) => nodeCase(node, view)),
  ]
  const name = start === undefined ? 'xform' : `xform ${start.command}`
  const elapsed = result === undefined ? 0 : result.endedAt - result.startedAt
  const totals = { name, ...countCases(cases), time: seconds(elapsed) }
  const timestamp = start === undefined ? undefined : new Date(start.at).toISOString()
  const suite = element('testsuite', { ...totals, timestamp }, [...renderProperties(start), ...cases])
  return renderXml(element('testsuites', totals, [suite]))
}

function errorsOutside({ outside, result }: HeardRun): readonly Diagnostic[] {
  const all = [...outside, ...(result?.diagnostics ?? [])]
  const distinct = new Map(all.map((one) => [findingKey(one), one]))
  return sortDiagnostics([...distinct.values()]).filter(({ severity }) => severity === 'error')
}

function renderProperties(start: RunStart | undefined): readonly Element[] {
  if (start === undefined) return []
  const properties = { run: start.runId, target: start.target, threads: start.threads }
  const elements = Object.entries(properties).map(([name, value]) => element('property', { name, value }, []))
  return [element('properties', {}, elements)]
}

function countCases(cases: readonly Element[]): Readonly<Record<string, number>> {
  const having = (name: string): number =>
    cases.filter(({ children }) => children.some((child) => child.name === name)).length
  return {
    tests: cases.length,
    failures: having('failure'),
    errors: having('error'),
    skipped: having('skipped'),
  }
}

function outsideCase(diagnostic: Diagnostic, { render, repositoryPath }: JunitView): Element {
  const { at, code } = diagnostic
  const name = at === undefined ? code : `${code} ${at.path}:${at.line}:${at.column}`
  const file = at === undefined ? undefined : repositoryPath(at.path)
  const attributes = { name, classname: 'project', file, line: at?.line, time: seconds(0) }
  return element('testcase', attributes, [problem('error', [diagnostic], render)])
}

function nodeCase(result: NodeResult, { render, repositoryPath }: JunitView): Element {
  const { node, startedAt, endedAt } = result
  const attributes = {
    name: nodeName(node),
    classname: `${node.kind}.${node.materialized}`,
    file: repositoryPath(node.path),
    time: seconds(endedAt - startedAt),
  }
  return element('testcase', attributes, [
    ...renderOutcome(result, render),
    ...renderWarnings(result, render),
  ])
}

function renderOutcome(result: NodeResult, render: DiagnosticRenderer): readonly Element[] {
  const { node, outcome } = result
  switch (outcome.status) {
    case 'tested':
    case 'aged':
      return outcome.verdict === 'fail'
        ? [problem('failure', outcome.diagnostics, (one) => render(one, node.path))]
        : []
    case 'error': {
      const isTest = node.kind === 'test' || node.kind === 'unit_test'
      return [problem(isTest ? 'failure' : 'error', outcome.diagnostics, (one) => render(one, node.path))]
    }
    case 'skipped':
    case 'cancelled':
      return [element('skipped', { message: describeOutcome(result) }, [])]
    case 'success':
      break
  }
  return []
}

function renderWarnings(
  { node, outcome, warnings: own }: NodeResult,
  render: DiagnosticRenderer,
): readonly Element[] {
  const isJudged = outcome.status === 'tested' || outcome.status === 'aged'
  const warned = isJudged && outcome.verdict !== 'fail' ? outcome.diagnostics : []
  const warnings = [...own, ...warned]
  if (warnings.length === 0) return []
  const text = warnings.map((warning) => render(warning, node.path)).join('\n')
  return [{ ...element('system-out', {}, []), text }]
}

function problem(name: string, diagnostics: readonly Diagnostic[], render: DiagnosticRenderer): Element {
  const [first] = diagnostics
  const attributes = { message: first?.message ?? 'failed', type: first?.code }
  return { ...element(name, attributes, []), text: diagnostics.map((one) => render(one)).join('\n') }
}

function element(name: string, attributes: Element['attributes'], children: readonly Element[]): Element {
  return { name, attributes, children }
}

function seconds(milliseconds: number): string {
  return (Math.max(0, milliseconds) / 1_000).toFixed(3)
}
