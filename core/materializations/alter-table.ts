// New rows' columns → what the standing table's columns have to become, and the steps to it.
import type { Column, RelationName } from '../adapter/relation.ts'
import type { Dialect } from '../adapter/dialect.ts'
import type { BuildInput } from './materialization.ts'
import { reconcileColumns, type ColumnChange, type Reconciliation } from './reconcile-columns.ts'
import type { Statement, Step } from './step.ts'

/**
 * What the table's columns have to become, so that it can take rows with these. `added` are columns that xform itself gave
 * the table.
 */
export function reconcile(
  incoming: readonly Column[],
  { node, dialect, standing }: BuildInput,
  added: readonly string[] = [],
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

/** Adding columns disturbs nobody; dropping or retyping them concerns what depends on the table. */
export function alterTable(changes: readonly ColumnChange[], { node, dialect }: BuildInput): readonly Step[] {
  if (changes.length === 0) return []
  const statements = changes.map((change): Statement => ({
    sql: columnStatement(change, node.relation, dialect),
  }))
  return [
    {
      kind: 'publish',
      label: 'alter table',
      standing: { name: node.relation, kind: 'table' },
      statements,
      stays: true,
    },
  ]
}

/** The statement that makes one change to a table's columns. */
export function columnStatement(change: ColumnChange, relation: RelationName, dialect: Dialect): string {
  switch (change.kind) {
    case 'add':
      return dialect.addColumn(relation, change.column)
    case 'drop':
      return dialect.dropColumn(relation, change.column.name)
    case 'retype':
      return dialect.alterColumnType(relation, change.column)
  }
}
