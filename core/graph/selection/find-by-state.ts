// What changed since an earlier state of the project → the nodes that `state:` asks for.
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import type { NodeId } from '../../parse/node.ts'
import { meetsState, type ChangesReading } from './changes.ts'
import type { Condition } from './selection.ts'

/** The ids of the nodes that meet a condition on their state; undefined where that cannot be known, which is reported. */
export type FindByState = (
  condition: Extract<Condition, { readonly method: 'state' }>,
  at: Span,
) => ReadonlySet<NodeId> | undefined

/** Goes by what changed since the manifest in the folder of `--state`. */
export function createFindByState(
  changes: ChangesReading | undefined,
  report: (finding: Diagnostic) => void,
): FindByState {
  return ({ value, part }, at) => {
    if (changes === undefined) {
      const params = { criterion: `state:${value}`, file: 'manifest.json' }
      report(diagnostic('state-needed', params, { at }))
      return undefined
    }
    if (!changes.ok) {
      report({ ...changes.diagnostic, at })
      return undefined
    }
    const found = [...changes.changes].filter(([, change]) => meetsState(change, value, part))
    return new Set(found.map(([id]) => id))
  }
}
