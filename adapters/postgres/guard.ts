import type { RelationName } from '../../core/adapter/relation.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'

const { literal, relation } = standardDialect

/**
 * Statements that run only if a relation has certain columns by then: what belongs to a column goes with it. Without columns
 * they run in any case.
 */
export function ifColumns(
  name: RelationName,
  columns: readonly string[],
  statements: readonly string[],
): readonly string[] {
  if (columns.length === 0 || statements.length === 0) return statements
  const wanted = [...new Set(columns)]
  const condition = [
    `(select count(*) from pg_catalog.pg_attribute where attrelid = ${numberOf(name)} and not attisdropped`,
    `and attname in (${wanted.map(literal).join(', ')})) = ${wanted.length}`,
  ].join(' ')
  return [when(condition, statements)]
}

/** Statements that run only if a relation, such as an index, exists by then. */
export function ifExists(name: RelationName, statements: readonly string[]): readonly string[] {
  return statements.length === 0 ? [] : [when(`${numberOf(name)} is not null`, statements)]
}

function numberOf(name: RelationName): string {
  return `pg_catalog.to_regclass(${literal(relation(name))})`
}

/** The body is a plain literal: no choice of dollar quotes could be safe from what stands in it. */
function when(condition: string, statements: readonly string[]): string {
  const calls = statements.map((statement) => `execute ${literal(statement)};`)
  return `do ${literal(`begin if ${condition} then ${calls.join(' ')} end if; end`)}`
}
