import type { FilesRequest } from '../../core/adapter/files.ts'
import type { Column } from '../../core/adapter/relation.ts'
import type { Row } from '../../core/adapter/session.ts'

/** How files are read, whatever database they go to. */
export interface FileAccess {
  /** Asks DuckDB: the target itself, or one in memory. */
  readonly ask: (sql: string) => Promise<readonly Row[]>
  /** A path as messages show it. */
  readonly show: (path: string) => string
  readonly signal?: AbortSignal | undefined
}

/** What is asked for, with declared types spelled as DuckDB spells them. */
export type FilesQuestion = Omit<FilesRequest, 'as'>

/** What the files of one format hold. */
export interface FileContents {
  /** Every column of every file, in the order in which they first come, typed. */
  readonly columns: readonly Column[]
  /** The columns of single files, where they were asked for one by one. */
  readonly perFile: readonly FileColumns[]
  /** A query for the columns, in their order and by their names in the files. */
  readonly query: string
}

/** The columns of one file. */
export interface FileColumns {
  readonly file: string
  readonly names: readonly string[]
}

/** The declared type of a column, by the columns' own way of comparing names. */
export type DeclaredTypeOf = (name: string) => string | undefined
