import type { Column } from '../../adapter/relation.ts'
import { reconcileColumns, type ColumnChange, type Reconciliation } from '../reconcile-columns.ts'
import type { Statement, Step } from '../step.ts'
import type { GrowthInput } from './growth-input.ts'

/** Compares the columns of new rows with those that stand, as `on_schema_change` says; those that xform added are left out. */
export function compareColumns(
  incoming: readonly Column[],
  { node, dialect, standing }: GrowthInput,
  added: readonly string[],
): Reconciliation {
  return reconcileColumns({
    model: node.name,
    standing: standing.exists ? standing.columns.filter(({ name }) => !added.includes(name)) : [],
    incoming,
    policy: node.config.onSchemaChange,
    dialect,
    at: node.places['on_schema_change'] ?? node.at,
  })
}

/** The steps that change the standing table's columns. */
export function alterColumns(
  changes: readonly ColumnChange[],
  { node, dialect }: GrowthInput,
): readonly Step[] {
  if (changes.length === 0) return []
  const statements = changes.map((change): Statement => {
    switch (change.kind) {
      case 'add':
        return { sql: dialect.addColumn(node.relation, change.column) }
      case 'drop':
        return { sql: dialect.dropColumn(node.relation, change.column.name) }
      case 'retype':
        return { sql: dialect.alterColumnType(node.relation, change.column) }
    }
  })
  return [
    { kind: 'publish', label: 'alter table', standing: { name: node.relation, kind: 'table' }, statements },
  ]
}

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
