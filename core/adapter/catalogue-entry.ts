import type { Column, RelationName } from './relation.ts'

/** A relation as the database's own catalogue describes it. */
export interface CatalogueEntry {
  /** The name that was asked for. */
  readonly asked: RelationName
  /** The names that the database itself has for it. */
  readonly database: string
  readonly schema: string
  readonly name: string
  /** In the words of the SQL standard's information schema: `BASE TABLE`, `VIEW`, `MATERIALIZED VIEW`, `FOREIGN TABLE`. */
  readonly type: string
  /** In order. */
  readonly columns: readonly CatalogueColumn[]
  /** Undefined where there are no owners. */
  readonly owner: string | undefined
  readonly comment: string | undefined
  /** About how many rows it has, where the catalogue knows it without counting. */
  readonly rows: number | undefined
  /** About how many bytes it takes, where the catalogue knows it without measuring. */
  readonly bytes: number | undefined
}

/** A column as the database's own catalogue describes it. */
export interface CatalogueColumn extends Column {
  readonly comment: string | undefined
}
