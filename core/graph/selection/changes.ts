import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { NodeId } from '../../parse/node.ts'

/** A part of a node that can have changed. */
export type ChangedPart = 'body' | 'config' | 'relation' | 'macros' | 'contract'

/** How a node differs from what it was. */
export type NodeChange =
  | { readonly kind: 'new' }
  | { readonly kind: 'same' }
  | { readonly kind: 'modified'; readonly parts: ReadonlySet<ChangedPart> }

/** What changed since an earlier state of the project, or why that cannot be told. */
export type ChangesReading =
  | { readonly ok: true; readonly changes: ReadonlyMap<NodeId, NodeChange> }
  | { readonly ok: false; readonly diagnostic: Diagnostic }

/** What `state:` can ask for. */
export type StateValue = 'new' | 'old' | 'modified' | 'unmodified'

/** Whether a change is what `state:` asks for; with a part, a node is modified that has changed there. */
export function meetsState(change: NodeChange, value: StateValue, part: ChangedPart | undefined): boolean {
  switch (value) {
    case 'new':
      return change.kind === 'new'
    case 'old':
      return change.kind !== 'new'
    case 'unmodified':
      return change.kind === 'same'
    case 'modified':
      return part === undefined
        ? change.kind !== 'same'
        : change.kind === 'modified' && change.parts.has(part)
  }
}
