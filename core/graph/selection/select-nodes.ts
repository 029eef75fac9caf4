// What the command line asks for, and a graph → the nodes that are meant.
import { diagnostic, hasErrors, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import type { NodeId, NodeKind } from '../../parse/node.ts'
import type { EarlierArtifacts } from '../../project/earlier-artifacts.ts'
import type { ProjectPaths } from '../../project/project.ts'
import type { Graph } from '../graph.ts'
import { evaluateSelection, type Evaluation } from './evaluate-selection.ts'
import { createExplanation } from './explain-nothing.ts'
import type { ChangesReading } from './changes.ts'
import { createFindByState } from './find-by-state.ts'
import type { Selected } from './indirect-tests.ts'
import { createFindByResult } from './result-statuses.ts'
import { createNameFinder } from './name-finder.ts'
import { parseSelection, type SelectionResult } from './parse-selection.ts'
import type { IndirectSelection, NamedSelector, Selection } from './selection.ts'
import { reportUnknownSelectors } from './report-unknown-selectors.ts'
import { selectorsBehind } from './selector-order.ts'
import { createFindByStatus } from './source-statuses.ts'

/** What is asked for. Without `select`, `exclude` and `selector` the default selector counts, and without one everything. */
export interface SelectionRequest {
  /** The values of `--select`; none means that the option was not given. */
  readonly select: readonly string[]
  /** The values of `--exclude`. */
  readonly exclude: readonly string[]
  /** The value of `--selector`: the name of one of `selectors`. */
  readonly selector?: string | undefined
  /** What `parseSelectors` gave. */
  readonly selectors?: readonly NamedSelector[]
  /** Where the project's files are: qualified names begin below these folders. */
  readonly paths: ProjectPaths
  /** Which tests come along with what is selected: `eager` by default. */
  readonly indirectSelection?: IndirectSelection | undefined
  /** What earlier commands left; read only where the selection goes by it. */
  readonly artifacts?: EarlierArtifacts | undefined
  /** What changed since the state that `--state` names. */
  readonly changes?: ChangesReading | undefined
  /** Only nodes of these kinds are given. */
  readonly resourceTypes?: readonly NodeKind[] | undefined
}

/** The selected nodes in the order of ids, and what was wrong; with an error among the findings there are none. */
export interface SelectionOutcome {
  readonly ids: ReadonlySet<NodeId>
  readonly diagnostics: readonly Diagnostic[]
}

/** Selects nodes. Each criterion costs at most one walk over the graph. */
export function selectNodes(graph: Graph, request: SelectionRequest): SelectionOutcome {
  const { selection, diagnostics } = readRequest(request)
  if (hasErrors(diagnostics)) return { ids: new Set(), diagnostics }
  const findings = [...diagnostics]
  const selected = evaluate(selection, request, { graph, report: (finding) => findings.push(finding) })
  if (hasErrors(findings)) return { ids: new Set(), diagnostics: findings }
  const { resourceTypes } = request
  const kinds = resourceTypes === undefined ? undefined : new Set(resourceTypes)
  const kept = [...graph.nodes].filter(([id, { kind }]) => selected.has(id) && kinds?.has(kind) !== false)
  return { ids: new Set(kept.map(([id]) => id)), diagnostics: findings }
}

function readRequest({ select, exclude, selector, selectors = [] }: SelectionRequest): SelectionResult {
  if (selector !== undefined) return useSelector(selector, { select, exclude, selectors })
  if (select.length === 0 && exclude.length === 0) {
    const standard = selectors.find(({ isDefault }) => isDefault)
    return { selection: standard?.definition ?? { kind: 'everything' }, diagnostics: [] }
  }
  const from = select.length === 0 ? everything : parseSelection(select, { option: '--select' })
  const without = parseSelection(exclude, { option: '--exclude' })
  const selection: Selection =
    exclude.length === 0
      ? from.selection
      : { kind: 'difference', from: from.selection, without: without.selection }
  const unknown = reportUnknownSelectors(selection, selectors)
  return { selection, diagnostics: [...from.diagnostics, ...without.diagnostics, ...unknown] }
}

const everything: SelectionResult = { selection: { kind: 'everything' }, diagnostics: [] }

function useSelector(
  name: string,
  { select, exclude, selectors }: Pick<SelectionRequest, 'select' | 'exclude'> & SelectorList,
): SelectionResult {
  const end = name.length + 1
  const at: Span = { path: '--selector', line: 1, column: 1, endLine: 1, endColumn: end }
  const selection: Selection = {
    kind: 'criterion',
    text: `selector:${name}`,
    at,
    condition: { method: 'selector', value: name },
    parents: 0,
    children: 0,
    childrensParents: false,
  }
  if (select.length === 0 && exclude.length === 0) {
    return { selection, diagnostics: reportUnknownSelectors(selection, selectors) }
  }
  return { selection, diagnostics: [diagnostic('selector-with-select', undefined, { at })] }
}

interface SelectorList {
  readonly selectors: readonly NamedSelector[]
}

function evaluate(
  selection: Selection,
  { selectors = [], paths, indirectSelection = 'eager', artifacts, changes }: SelectionRequest,
  { graph, report }: Pick<Evaluation, 'graph' | 'report'>,
): ReadonlySet<NodeId> {
  const finder = createNameFinder(graph.nodes.values(), paths)
  const named = new Map<string, Selected>()
  const explainNothing = createExplanation(graph, finder)
  const findByStatus = createFindByStatus(artifacts, report)
  const findByResult = createFindByResult(artifacts, report)
  const findByState = createFindByState(changes, report)
  const evaluation: Evaluation = {
    graph,
    finder,
    named,
    indirectSelection,
    findByStatus,
    findByResult,
    findByState,
    explainNothing,
    report,
  }
  for (const selector of selectorsBehind(selection, selectors)) {
    named.set(selector.name, evaluateSelection(selector.definition, evaluation))
  }
  return evaluateSelection(selection, evaluation).ids
}
