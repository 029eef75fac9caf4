// A failure → diagnostics that point at the author's own line.
import type { DatabaseProblem } from '../adapter/problem.ts'
import type { CompiledNode } from '../compile/compiled.ts'
import { diagnostic, type Diagnostic, type DiagnosticPlace } from '../errors/diagnostic.ts'
import type { Statement } from '../materializations/step.ts'
import { locateWord } from '../template/locate.ts'
import { explainViolation } from './explain-violation.ts'
import type { Failure } from './failure.ts'

/** The label of the statements that authors write as hooks. */
export const hookLabel = 'hook'

/** What is known of a node, or of a test, that failed. */
type FailedNode = Pick<CompiledNode, 'name' | 'at'> & Partial<Pick<CompiledNode, 'relation' | 'contract'>>

/** What a failure means for a node, in words and with the place in the author's files. */
export function explainFailure(failure: Failure, node: FailedNode): readonly Diagnostic[] {
  if (failure.kind === 'refused') return failure.diagnostics.map((finding) => ({ at: node.at, ...finding }))
  const place = placeOf(failure, node)
  const { problem } = failure
  if (problem.kind !== 'query' || !isHook(failure.statement))
    return [broken(failure, node) ?? wordProblem(problem, place)]
  return [wordHookFailure(`A hook of "${node.name}"`, problem, place)]
}

/** A row of a contract's table that one of its constraints refused; where it comes from a file, the file knows its place. */
function broken(
  { problem, statement }: Exclude<Failure, { kind: 'refused' }>,
  { name, relation, contract }: FailedNode,
): Diagnostic | undefined {
  if (relation === undefined || contract === undefined) return undefined
  const row = problem.streamed === undefined ? undefined : statement?.at
  return explainViolation(problem, { name, relation, contract }, row)
}

/** The database's refusal of a hook as a diagnostic. */
export function wordHookFailure(
  hook: string,
  { message, detail, hint }: DatabaseProblem,
  place: DiagnosticPlace,
): Diagnostic {
  return diagnostic('hook-failed', { hook, message, detail, hint }, place)
}

function isHook(statement: Statement | undefined): boolean {
  return statement !== undefined && 'label' in statement && statement.label === hookLabel
}

/** A database's problem as a diagnostic. */
export function wordProblem(problem: DatabaseProblem, place: DiagnosticPlace): Diagnostic {
  const words = { message: problem.message, detail: problem.detail, hint: problem.hint }
  switch (problem.kind) {
    case 'query':
    case 'dependents':
    case 'exists':
      return diagnostic('query-failed', words, place)
    case 'lock':
      return diagnostic('lock-timeout', words, place)
    case 'conflict':
      return diagnostic('transaction-conflict', { ...words, attempts: 1 }, place)
    case 'connection':
      return diagnostic('connection-lost', words, place)
    case 'permission':
      return diagnostic('permission-denied', words, place)
    case 'cancelled':
      return diagnostic('statement-cancelled', words, place)
  }
}

/** The place in the author's files that a database's problem with a statement is about; the node's, where that is unknown. */
export function placeOf(
  { problem, statement }: { readonly problem: DatabaseProblem; readonly statement: Statement | undefined },
  node: Pick<CompiledNode, 'at'>,
): DiagnosticPlace {
  const source = statement?.source
  if (source !== undefined && problem.offset !== undefined) {
    const place = locateWord(source.query, problem.offset - source.offset)
    if (place !== undefined) return place
  }
  return { at: statement?.at ?? node.at }
}
