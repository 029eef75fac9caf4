import type { SeedType } from '../adapter/dialect.ts'
import type { Column } from '../adapter/relation.ts'
import type { CsvCell } from './csv-record.ts'
import type { SeedDialect } from './seed-file-input.ts'
import { readValue } from './value.ts'
import { writeValue } from './write-value.ts'

/** A column of a seed: how the database knows it, and how its fields are written for the database. */
export interface SeedColumn {
  readonly column: Column
  /** The field in CSV; the empty text is NULL. Undefined where the field does not fit the type that was inferred. */
  readonly write: (cell: CsvCell) => string | undefined
}

/** A column whose type the author declared: the fields go to the database as they are. */
export function declaredColumn(name: string, type: string): SeedColumn {
  const write = isText(type) ? writeText : (cell: CsvCell) => (cell.text === '' ? '' : writeText(cell))
  return { column: { name, type }, write }
}

/** A column whose type was inferred. */
export function inferredColumn(name: string, type: SeedType, dialect: SeedDialect): SeedColumn {
  const column = { name, type: dialect.seedType(type) }
  if (type.kind === 'text') return { column, write: writeText }
  return { column, write: ({ text }) => (text === '' ? '' : writeValue(type, readValue(text))) }
}

/** In these types the empty text is a value of its own. */
const textTypes =
  /^\s*(?:text|string|citext|clob|name|(?:var|n|nvar|bp)?char|character(?:\s+varying)?)\s*(?:\(\s*\d+\s*\)\s*)?(?:collate\s.*)?$/iu

function isText(type: string): boolean {
  return textTypes.test(type)
}

/** What must stand in quotes: what has a meaning in CSV, what may be trimmed, and `\.`, which once ended Postgres's input. */
const special = /[",\r\n\\]|^\s|\s$/u

function writeText({ text, quoted }: CsvCell): string {
  if (text === '') return quoted ? '""' : ''
  return special.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
