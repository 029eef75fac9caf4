// Columns that stand + columns of the new rows + policy → what to change in the table, or why it may not be.
import type { Dialect } from '../adapter/dialect.ts'
import type { Column } from '../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import type { Span } from '../errors/span.ts'
import type { OnSchemaChange } from '../parse/config.ts'

/** Two lists of columns that may differ, and what to do when they do. */
export interface ColumnComparison {
  readonly model: string
  readonly standing: readonly Column[]
  readonly incoming: readonly Column[]
  readonly policy: OnSchemaChange
  readonly dialect: Dialect
  readonly at: Span
}

/** One change to the standing table's columns. */
export type ColumnChange =
  | { readonly kind: 'add'; readonly column: Column }
  | { readonly kind: 'drop'; readonly column: Column }
  | { readonly kind: 'retype'; readonly column: Column; readonly from: string }

/** What follows from a comparison: the changes to make first, and the columns that both sides then have, named as the table names them. */
export type Reconciliation =
  | {
      readonly kind: 'reconciled'
      readonly changes: readonly ColumnChange[]
      readonly shared: readonly SharedColumn[]
    }
  /** `differences`: the same in words, one each. */
  | { readonly kind: 'refused'; readonly diagnostic: Diagnostic; readonly differences: readonly string[] }

/** A column of the new rows and the table's column that takes it. */
export interface SharedColumn {
  readonly incoming: string
  readonly target: string
}

interface Difference {
  readonly added: readonly Column[]
  readonly removed: readonly Column[]
  /** Columns of both whose type cannot hold the new values unchanged; `wider` where the new type holds the old values. */
  readonly retyped: readonly { readonly column: Column; readonly from: string; readonly wider: boolean }[]
}

/**
 * Compares by name. A type counts as changed only when the table's column cannot hold every new value unchanged, so an
 * integer that comes for a bigint column is no difference.
 */
export function reconcileColumns(comparison: ColumnComparison): Reconciliation {
  const difference = compare(comparison)
  switch (comparison.policy) {
    case 'fail':
      return isEmpty(difference) ? keep(comparison, []) : refuse('schema-changed', comparison, difference)
    case 'ignore':
      return keep(comparison, [])
    case 'append_new_columns':
      return difference.retyped.some(({ wider }) => !wider)
        ? refuse('type-changed', comparison, { added: [], removed: [], retyped: difference.retyped })
        : keep(comparison, [...additions(difference), ...retypes(difference)])
    case 'sync_all_columns':
      return keep(comparison, [...removals(difference), ...additions(difference), ...retypes(difference)])
  }
}

function compare({ standing, incoming, dialect }: ColumnComparison): Difference {
  const standingByName = byIdentity(standing, dialect)
  const incomingByName = byIdentity(incoming, dialect)
  const retyped = incoming.flatMap((column) => {
    const old = standingByName.get(dialect.columnIdentity(column.name))
    if (old === undefined || dialect.widens(column.type, old.type)) return []
    const wider = dialect.widens(old.type, column.type)
    return [{ column: { name: old.name, type: column.type }, from: old.type, wider }]
  })
  return {
    added: incoming.filter(({ name }) => !standingByName.has(dialect.columnIdentity(name))),
    removed: standing.filter(({ name }) => !incomingByName.has(dialect.columnIdentity(name))),
    retyped,
  }
}

function byIdentity(columns: readonly Column[], dialect: Dialect): ReadonlyMap<string, Column> {
  return new Map(columns.map((column) => [dialect.columnIdentity(column.name), column]))
}

function isEmpty({ added, removed, retyped }: Difference): boolean {
  return added.length === 0 && removed.length === 0 && retyped.length === 0
}

function additions({ added }: Difference): readonly ColumnChange[] {
  return added.map((column) => ({ kind: 'add', column }))
}

function removals({ removed }: Difference): readonly ColumnChange[] {
  return removed.map((column) => ({ kind: 'drop', column }))
}

function retypes({ retyped }: Difference): readonly ColumnChange[] {
  return retyped.map(({ column, from }) => ({ kind: 'retype', column, from }))
}

function keep(comparison: ColumnComparison, changes: readonly ColumnChange[]): Reconciliation {
  const { standing, incoming, dialect } = comparison
  const targets = byIdentity([...standing, ...changes.flatMap(addedColumn)], dialect)
  const shared = incoming.flatMap(({ name }) => {
    const target = targets.get(dialect.columnIdentity(name))
    return target === undefined ? [] : [{ incoming: name, target: target.name }]
  })
  return { kind: 'reconciled', changes, shared }
}

function addedColumn(change: ColumnChange): readonly Column[] {
  return change.kind === 'add' ? [change.column] : []
}

function refuse(
  code: 'schema-changed' | 'type-changed',
  { model, at }: ColumnComparison,
  difference: Difference,
): Reconciliation {
  const differences = inWords(difference)
  return { kind: 'refused', diagnostic: diagnostic(code, { model, differences }, { at }), differences }
}

function inWords({ added, removed, retyped }: Difference): readonly string[] {
  return [
    ...added.map(({ name, type }) => `new column "${name}" (${type})`),
    ...removed.map(({ name, type }) => `the query no longer gives "${name}" (${type})`),
    ...retyped.map(({ column, from }) => `"${column.name}" was ${from} and is now ${column.type}`),
  ]
}
