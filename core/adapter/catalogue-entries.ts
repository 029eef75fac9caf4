// The rows that queries of a catalogue give → the entries that they describe.
import type { SchemaName } from './adapter.ts'
import type { CatalogueColumn, CatalogueEntry } from './catalogue-entry.ts'
import { textOf, type Row } from './session.ts'

/** What was asked for, and what came of it. `position` of a row says which of the names it belongs to. */
export interface CatalogueRows {
  readonly schema: SchemaName
  readonly names: readonly string[]
  /** Rows with `position`, `database`, `schema`, `relation`, `owner` and `comment`. */
  readonly relations: readonly Row[]
  /** Rows with `position`, `name`, `type` and `comment`, in order. */
  readonly columns: readonly Row[]
}

/** Puts entries together; `describe` reads what each database says in its own way. */
export function catalogueEntries(
  { schema, names, relations, columns }: CatalogueRows,
  describe: (row: Row) => Pick<CatalogueEntry, 'type' | 'rows' | 'bytes'>,
): readonly CatalogueEntry[] {
  const columnsOf = new Map<number, CatalogueColumn[]>()
  for (const row of columns) {
    const position = Number(row['position'])
    const column = { name: textOf(row['name']), type: textOf(row['type']), comment: optional(row, 'comment') }
    const others = columnsOf.get(position)
    if (others === undefined) columnsOf.set(position, [column])
    else others.push(column)
  }
  return relations.map((row) => {
    const position = Number(row['position'])
    return {
      asked: { ...schema, name: names[position] ?? '' },
      database: textOf(row['database']),
      schema: textOf(row['schema']),
      name: textOf(row['relation']),
      columns: columnsOf.get(position) ?? [],
      owner: optional(row, 'owner'),
      comment: optional(row, 'comment'),
      ...describe(row),
    }
  })
}

function optional(row: Row, key: string): string | undefined {
  const cell = row[key]
  return cell === null || cell === undefined ? undefined : textOf(cell)
}
