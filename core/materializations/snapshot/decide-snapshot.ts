import { diagnostic } from '../../errors/diagnostic.ts'
import type { Action } from '../materialization.ts'
import { kindInWords, refuseForeign } from '../refuse-foreign.ts'
import type { SnapshotDecision } from './snapshot-input.ts'

/**
 * What to do with a snapshot. A table that stands is only ever added to: what it holds of the past could not be made
 * again. For the same reason nothing else that stands under its name is replaced.
 */
export function decideSnapshot({ node, standing, options }: SnapshotDecision): Action {
  const refused = refuseForeign(node, standing)
  if (refused !== undefined) return refused
  if (!standing.exists) return { kind: 'create', because: 'it does not exist yet' }
  if (standing.kind !== 'table') {
    const kind = kindInWords(standing.kind)
    const params = { ...node.relation, kind }
    return {
      kind: 'refuse',
      because: `a ${kind} stands under its name`,
      diagnostic: diagnostic('snapshot-name-taken', params, { at: node.places['alias'] ?? node.at }),
    }
  }
  if (options.empty) return { kind: 'nothing', because: '--empty leaves what it holds as it is' }
  return { kind: 'merge', because: `the table stands${neverRefreshed({ node, options })}` }
}

/** What is said where a full refresh is asked for. */
export function neverRefreshed({ node, options }: Pick<SnapshotDecision, 'node' | 'options'>): string {
  const isAsked = options.fullRefresh || node.config.fullRefresh === true
  return isAsked ? '; a snapshot is never built anew' : ''
}
