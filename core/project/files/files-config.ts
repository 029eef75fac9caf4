import type { FileFormat, SchemaDrift } from '../../adapter/files.ts'
import type { Span } from '../../errors/span.ts'
import type { Located } from '../project.ts'

/** What a source's table says of the files that it is read from. */
export interface FilesConfig {
  /** Where `files:` is said. */
  readonly at: Span
  /** Globs with forward slashes: relative to the project's folder and inside it, or absolute. */
  readonly patterns: readonly Located<string>[]
  readonly format: FileFormat
  /** Column → declared type, spelled as the target spells it. */
  readonly columns: Readonly<Record<string, Located<string>>>
  readonly onSchemaDrift: SchemaDrift
  /** What a file is that was read and has changed since. */
  readonly onFileChange: 'error' | 'warn'
  /** How long a file must have been left alone before it is read, in milliseconds; 0 takes every file. */
  readonly settle: number
  readonly delimiter: string
}
