import type { Dialect } from '../adapter/dialect.ts'
import type { SeedConfig } from '../parse/config.ts'
import type { ColumnProperties } from '../parse/node.ts'

/** How a database names columns and types: what a seed needs to know of it. */
export type SeedDialect = Pick<
  Dialect,
  'columnIdentity' | 'foldIdentifier' | 'maxIdentifierBytes' | 'seedType'
>

/** What a seed is read from. */
export interface SeedFileInput {
  /** Opens the file: its text, decoded and without a byte order mark, in chunks of any length. Opened once for each reading. */
  readonly open: () => AsyncIterable<string>
  /** The file's path relative to the project's folder, for findings. */
  readonly path: string
  readonly config: Pick<SeedConfig, 'columnTypes' | 'delimiter' | 'quoteColumns'>
  /** What the property files say of the columns. */
  readonly columns: readonly ColumnProperties[]
  readonly dialect: SeedDialect
}
