// A snapshot's table as it stands + the columns of its query → how the table has to change first, and what it has then.
import type { Column } from '../../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import { columnStatement } from '../alter-table.ts'
import { plainName } from '../key-columns.ts'
import { reconcileColumns, type ColumnChange } from '../reconcile-columns.ts'
import type { Step } from '../step.ts'
import type { HistoryColumn } from './history.ts'
import { newMetaColumns, standingMetaColumns, type MetaColumns } from './meta-columns.ts'
import type { SnapshotInput } from './snapshot-input.ts'

/** A table that takes the query's rows once its columns are changed so. */
export interface SettledTable {
  readonly changes: readonly ColumnChange[]
  readonly columns: readonly HistoryColumn[]
  readonly meta: MetaColumns
}

/** Compares a table with what a snapshot needs: columns are added and widened, never dropped or narrowed. */
export function settleTable(
  input: SnapshotInput,
  incoming: readonly Column[],
): SettledTable | { readonly diagnostic: Diagnostic } {
  const { node, dialect, standing } = input
  const stands = standing.exists ? standing.columns : []
  const meta = standingMetaColumns(stands, node.config, dialect)
  if ('lacks' in meta) return { diagnostic: noSnapshot(input, meta.lacks) }
  const added = new Set([meta.scdId, meta.updatedAt, meta.validFrom, meta.validTo, meta.isDeleted])
  const own = stands.filter((column) => !added.has(column))
  const compared = reconcileColumns({
    model: node.name,
    standing: own,
    incoming,
    policy: 'append_new_columns',
    dialect,
    at: node.at,
  })
  if (compared.kind === 'refused') {
    const params = { snapshot: node.name, differences: compared.differences }
    return { diagnostic: diagnostic('snapshot-type-changed', params, { at: node.at }) }
  }
  const missing = missingKeys(input, own)
  if (missing.length > 0) return { diagnostic: noKey(input, missing) }
  const { changes, shared } = compared
  const deleted = newMetaColumns(node.config, meta.validFrom.type, dialect).isDeleted
  const extra = meta.isDeleted === undefined ? deleted : undefined
  return {
    changes: [...changes, ...(extra === undefined ? [] : [{ kind: 'add' as const, column: extra }])],
    columns: columnsAfter(own, changes).map((column) => {
      const name = shared.find(({ target }) => target === column.name)?.incoming
      const given = incoming.find((one) => one.name === name)
      return given === undefined ? column : { ...column, incoming: given }
    }),
    meta: extra === undefined ? meta : { ...meta, isDeleted: extra },
  }
}

function columnsAfter(standing: readonly Column[], changes: readonly ColumnChange[]): readonly Column[] {
  const retyped = new Map(
    changes.flatMap(({ kind, column }) => (kind === 'retype' ? [[column.name, column]] : [])),
  )
  return [
    ...standing.map((column) => retyped.get(column.name) ?? column),
    ...changes.flatMap(({ kind, column }) => (kind === 'add' ? [column] : [])),
  ]
}

/** Columns of the key that the table does not have: its rows could not be told apart by them. */
function missingKeys({ node, dialect }: SnapshotInput, standing: readonly Column[]): readonly string[] {
  const known = new Set(standing.map(({ name }) => dialect.columnIdentity(name)))
  return node.config.uniqueKey.filter(
    (part) => plainName.test(part) && !known.has(dialect.columnIdentity(part)),
  )
}

function noKey({ node }: SnapshotInput, key: readonly string[]): Diagnostic {
  const at = node.places['unique_key'] ?? node.at
  return diagnostic('key-not-in-snapshot', { snapshot: node.name, key }, { at })
}

function noSnapshot({ node, dialect }: SnapshotInput, lacks: readonly string[]): Diagnostic {
  const at = node.places['snapshot_meta_column_names'] ?? node.at
  return diagnostic('not-a-snapshot', { table: dialect.relation(node.relation), lacks }, { at })
}

/** The steps that change the table's columns. What says of no row that it is gone says so of all that stand. */
export function changeTable(
  { node, dialect }: SnapshotInput,
  { changes, meta }: SettledTable,
): readonly Step[] {
  if (changes.length === 0) return []
  const { isDeleted } = meta
  const isNew = isDeleted !== undefined && changes.some(({ column }) => column === isDeleted)
  const fill = isNew
    ? `update ${dialect.relation(node.relation)} set ${dialect.quote(isDeleted.name)} = 'False'`
    : undefined
  return [
    {
      kind: 'publish',
      label: 'alter table',
      standing: { name: node.relation, kind: 'table' },
      statements: changes.map((change) => ({ sql: columnStatement(change, node.relation, dialect) })),
      stays: true,
    },
    ...(fill === undefined
      ? []
      : [{ kind: 'execute' as const, label: 'say that no row is deleted', statement: { sql: fill } }]),
  ]
}

/** What changing the columns comes to, in words. */
export function changesInWords(changes: readonly ColumnChange[]): readonly string[] {
  return changes.map(({ kind, column }) =>
    kind === 'retype' ? `"${column.name}" is ${column.type} now` : `column "${column.name}" added`,
  )
}
