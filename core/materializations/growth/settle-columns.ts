import type { Column } from '../../adapter/relation.ts'
import { reconcile } from '../alter-table.ts'
import { whileHeld } from '../contract/while-held.ts'
import { refuseRebuild } from './decide-growth.ts'
import type { GrowthInput } from './growth-input.ts'
import type { Reaction } from '../step.ts'

/** Why a relation is built anew whose rows are all concerned by a change of columns. */
export const changedColumns = 'its columns have changed'

/** How a relation is built anew, and how its rows are exchanged or added where that need not be. */
export interface ColumnsSettled {
  readonly rebuild: () => Reaction
  /** `columns`: those of the query that the table takes. */
  readonly next: (columns: readonly Column[]) => Reaction
}

/**
 * Goes on by how a query's columns and those of its table differ. A column that comes, goes or changes concerns every row,
 * so that what `on_schema_change` allows is a rebuild; with `ignore`, a new column is left out. `own` are columns that xform
 * itself gave the table.
 */
export function settleColumns(
  input: GrowthInput,
  { columns, own = [] }: { readonly columns: readonly Column[]; readonly own?: readonly string[] },
  { rebuild, next }: ColumnsSettled,
): Reaction {
  const { standing } = input
  const compared = reconcile(columns, input, own)
  if (compared.kind === 'refused') return { kind: 'refuse', diagnostics: [compared.diagnostic] }
  const taken = new Set(compared.shared.map(({ incoming }) => incoming))
  const stands = standing.exists ? standing.columns.filter(({ name }) => !own.includes(name)) : []
  const isChanged = compared.changes.length > 0 || stands.length > taken.size
  if (isChanged) return refuseRebuild(input, changedColumns) ?? rebuild()
  return whileHeld(input, () => next(columns.filter(({ name }) => taken.has(name))))
}
