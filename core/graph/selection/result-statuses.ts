// What became of the nodes of an earlier run → those that ended in one way.
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import type { NodeId } from '../../parse/node.ts'
import type { EarlierArtifacts } from '../../project/earlier-artifacts.ts'
import { memberOf } from '../../project/plain-member.ts'
import type { PlainValue } from '../../project/project.ts'

const file = 'run_results.json'

/** The ids of the nodes whose result has a status; undefined where that cannot be known, which is reported. */
export type FindByResult = (status: string, at: Span) => ReadonlySet<NodeId> | undefined

/** Goes by `run_results.json` in the folder of `--state`, and in `target/` without that option. */
export function createFindByResult(
  artifacts: EarlierArtifacts | undefined,
  report: (finding: Diagnostic) => void,
): FindByResult {
  const reader = artifacts?.before ?? artifacts?.current
  return (status, at) => {
    const reading = reader?.(file)
    if (reading === undefined) return undefined
    if (!reading.ok) {
      report({ ...reading.diagnostic, at })
      return undefined
    }
    const results = memberOf(reading.value, 'results')
    if (!Array.isArray(results)) {
      report(diagnostic('artifact-unreadable', { file, reason: 'it does not tell of a run' }, { at }))
      return undefined
    }
    const list: readonly PlainValue[] = results
    return new Set(list.flatMap((result) => idOf(result, status)))
  }
}

function idOf(result: PlainValue, status: string): readonly NodeId[] {
  const id = memberOf(result, 'unique_id')
  const found = memberOf(result, 'status')
  return typeof id === 'string' && (found === 'runtime error' ? 'error' : found) === status ? [id] : []
}
