// Paths, names and types → how they stand in the SQL that reads files. Both targets read files with DuckDB's readers.
import { quoteIdentifier, textLiteral } from '../../core/adapter/literal.ts'
import type { Column } from '../../core/adapter/relation.ts'

/** A list of paths. DuckDB takes every path for a pattern: in brackets a character stands for itself. */
export function pathList(paths: readonly string[]): string {
  return `[${paths.map((path) => textLiteral(path.replaceAll(/[*?[]/gu, '[$&]'))).join(', ')}]`
}

/** The columns of a reader, each with its type. */
export function columnMap(columns: readonly Column[]): string {
  return `{${columns.map(({ name, type }) => `${quoteIdentifier(name)}: ${textLiteral(type)}`).join(', ')}}`
}

/** How DuckDB compares the names of columns. */
export function sameName(name: string): string {
  return name.toLowerCase()
}
