import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'

/** Puts SQL together, as a tagged template: what the author wrote keeps its place, the rest is xform's own. */
export function writeSql(texts: TemplateStringsArray, ...parts: readonly (string | Sql)[]): Sql {
  return concatSql(texts.flatMap((text, index) => [text, ...parts.slice(index, index + 1)]))
}

/** Joins pieces of SQL. */
export function joinSql(parts: readonly (string | Sql)[], separator: string): Sql {
  return concatSql(parts.flatMap((part, index) => (index === 0 ? [part] : [separator, part])))
}
