// A rendered query → the query without what surrounds it, or why it is none.
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import { splitStatements } from '../parse/sql-scan.ts'
import { locate } from '../template/locate.ts'
import type { Sql } from '../template/sql.ts'
import { sliceSql } from './slice-sql.ts'

/**
 * Takes a query's closing semicolon away, and the white space around it; comments in front of it stay. A text without any
 * statement, or with several, is refused: a model is one query.
 */
export function trimStatement(
  sql: Sql,
  model: { readonly name: string; readonly path: string },
): { readonly sql: Sql; readonly diagnostics: readonly Diagnostic[] } {
  const [first, second] = splitStatements(sql.text)
  if (first === undefined) {
    return {
      sql,
      diagnostics: [diagnostic('empty-query', { name: model.name }, { at: fileSpan(model.path) })],
    }
  }
  if (second !== undefined) {
    const place = locate(sql, second.start) ?? { at: fileSpan(model.path) }
    return { sql, diagnostics: [diagnostic('several-statements', { name: model.name }, place)] }
  }
  return { sql: sliceSql(sql, leadingSpace(sql.text), first.end), diagnostics: [] }
}

function leadingSpace(text: string): number {
  return text.length - text.trimStart().length
}
