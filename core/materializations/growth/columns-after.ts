import type { Column } from '../../adapter/relation.ts'
import type { ColumnChange } from '../reconcile-columns.ts'
import type { GrowthInput } from './growth-input.ts'

/** The columns that stand after changes: those of the table, which may be others than the query gives. */
export function columnsAfter(
  changes: readonly ColumnChange[],
  columns: readonly Column[],
  { dialect }: Pick<GrowthInput, 'dialect'>,
): readonly Column[] {
  const identity = ({ name }: Column): string => dialect.columnIdentity(name)
  const changed = new Map(changes.map((change) => [identity(change.column), change]))
  const kept = columns.flatMap((column) => {
    const change = changed.get(identity(column))
    if (change === undefined) return [column]
    return change.kind === 'drop' ? [] : [change.column]
  })
  const added = changes.flatMap((change) => (change.kind === 'add' ? [change.column] : []))
  return [...kept, ...added]
}
