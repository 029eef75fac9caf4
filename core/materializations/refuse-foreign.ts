import type { RelationState } from '../adapter/relation.ts'
import type { CompiledNode } from '../compile/compiled.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { Action } from './materialization.ts'

/** Refuses to build over something that xform never builds: replacing it could destroy what nobody meant to lose. */
export function refuseForeign(node: CompiledNode, standing: RelationState): Action | undefined {
  if (!standing.exists || standing.kind !== 'other') return undefined
  const because = 'something that is neither a table nor a view stands under its name'
  return {
    kind: 'refuse',
    because,
    diagnostic: diagnostic(
      'foreign-object',
      { name: node.relation.name, schema: node.relation.schema },
      { at: node.at },
    ),
  }
}

/** The word for a standing relation in reasons. */
export function kindInWords(kind: 'table' | 'view' | 'materialized_view' | 'other'): string {
  return kind.replace('_', ' ')
}
