import type { Column, RelationName } from './relation.ts'

/** How the files of a source are written; `jsonl` is one JSON object a line. */
export type FileFormat = 'csv' | 'json' | 'jsonl' | 'parquet'

/** What becomes of files whose columns differ: their columns are united by name, or they are refused. */
export type SchemaDrift = 'union' | 'refuse'

/** Files to be read as one batch of rows. */
export interface FilesRequest {
  /** Absolute paths, each once, in the order in which their rows are read. At least one. */
  readonly files: readonly string[]
  readonly format: FileFormat
  /**
   * Columns whose types are declared, spelled as the target spells types. Names are compared as the database compares
   * names without quotes. A declared column that no file has is NULL in every row.
   */
  readonly columns: readonly Column[]
  /** What stands between the fields of a csv file. */
  readonly delimiter: string
  readonly onSchemaDrift: SchemaDrift
  /** The name of the temporary relation that is made. */
  readonly as: string
}

/** Files, read. */
export interface FilesRead {
  /** A temporary table with every row of every file; gone when the transaction ends or the session is given back. */
  readonly relation: RelationName
  /** In order, with their types as the database spells them. */
  readonly columns: readonly Column[]
}
