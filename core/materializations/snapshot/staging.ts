// The temporary tables that a snapshot is taken through.
import type { Dialect } from '../../adapter/dialect.ts'
import type { RelationName } from '../../adapter/relation.ts'
import type { Sql } from '../../template/sql.ts'
import { statementOver, type ExecuteStep } from '../step.ts'
import { rowsTable } from './open-history.ts'
import type { SnapshotInput } from './snapshot-input.ts'

/** Reads what the query gives now, once: whatever is asked of it afterwards, the rows are the same. */
export function readRows(input: SnapshotInput, query: Sql): ExecuteStep {
  const { node, dialect } = input
  const { name } = rowsTable(input)
  return {
    kind: 'execute',
    label: 'read rows',
    statement: statementOver(query, (text) => dialect.createTemporaryTableAs(name, text), node.at),
  }
}

/** Drops a temporary table that is not needed any more. */
export function dropTable(table: RelationName, dialect: Dialect): ExecuteStep {
  return { kind: 'execute', label: 'drop what was read', statement: { sql: dialect.drop('table', table) } }
}
