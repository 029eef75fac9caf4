// A rendered query → the query without what surrounds it, or why it is none.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { fileSpan, type Span } from '../errors/span.ts'
import { splitStatements } from '../parse/sql-scan.ts'
import { locate } from '../template/locate.ts'
import type { Sql } from '../template/sql.ts'
import { sliceSql } from './slice-sql.ts'

/** Whose query it is. */
interface QueryOwner {
  readonly name: string
  readonly path: string
  /** Where to point when the query itself has no place; the file, unless given. */
  readonly at?: Span
  readonly what?: 'model' | 'test'
}

/**
 * Takes a query's closing semicolon away, and the white space around it; comments in front of it stay. A text without any
 * statement, or with several, is refused: a model is one query, and so is a test.
 */
export function trimStatement(
  sql: Sql,
  { name, path, at = fileSpan(path), what = 'model' }: QueryOwner,
): { readonly sql: Sql; readonly diagnostics: readonly Diagnostic[] } {
  const [first, second] = splitStatements(sql.text)
  if (first === undefined) {
    return {
      sql,
      diagnostics: [diagnostic('empty-query', { name }, { at })],
    }
  }
  if (second !== undefined) {
    const place = locate(sql, second.start) ?? { at }
    return { sql, diagnostics: [diagnostic('several-statements', { name, what }, place)] }
  }
  return { sql: sliceSql(sql, leadingSpace(sql.text), first.end), diagnostics: [] }
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length
}
