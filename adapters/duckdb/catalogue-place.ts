// A relation's place → what finds it in the functions of DuckDB's catalogue.
import { textLiteral as literal } from '../../core/adapter/literal.ts'
import type { RelationName } from '../../core/adapter/relation.ts'

/** A database's name as text; the own one unless it is said. */
export function databaseText(database: string | undefined): string {
  return database === undefined ? 'current_database()' : literal(database)
}

/** Whether a row of the catalogue is about something in a schema. */
export function isInSchema({ database, schema }: Pick<RelationName, 'database' | 'schema'>): string {
  return `lower(database_name) = lower(${databaseText(database)}) and lower(schema_name) = lower(${literal(schema)})`
}
