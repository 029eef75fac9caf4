// Rows that name columns as their author does + the columns of a table → the values of each row, column by column.
import type { Dialect } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { FixtureCell } from '../../parse/fixture.ts'
import type { ReadRows } from './read-fixture.ts'
import { findColumn } from './type-columns.ts'
import { done, stop, type Step } from './unit-failure.ts'

/** Rows of a table: a value for each of some of its columns; undefined where the row leaves it out. */
export interface AlignedRows {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (FixtureCell | undefined)[])[]
}

type Rows = Extract<ReadRows, { readonly kind: 'rows' }>

/** Names that differ in case alone can mean the same column, but not twice in one row. */
export function alignRows(
  { columns: named, rows }: Rows,
  { owner, columns: known }: { readonly owner: string; readonly columns: readonly Column[] },
  dialect: Dialect,
): Step<AlignedRows> {
  const columnOf = new Map(named.map(({ name }) => [name, findColumn(known, name, dialect)]))
  const columns = [...new Set([...columnOf.values()].filter((column) => column !== undefined))]
  for (const row of rows) {
    const seen = new Map<Column | undefined, FixtureCell>()
    for (const cell of row) {
      const column = columnOf.get(cell.column)
      const other = seen.get(column)
      if (other !== undefined && column !== undefined)
        return stop(diagnostic('unit-column-twice', { column: column.name, owner }, { at: cell.columnAt }))
      seen.set(column, cell)
    }
  }
  const aligned = rows.map((row) =>
    columns.map((column) => row.find((cell) => columnOf.get(cell.column) === column)),
  )
  return done({ columns, rows: aligned })
}
