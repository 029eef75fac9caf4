import type { QueryTexts } from '../adapter/query-texts.ts'
import { one, stateSchema } from './layout.ts'

/** The query for which of some schemas exist in the target's own database: rows with `schema_name`. */
export function existingSchemas(texts: QueryTexts, schemas: readonly string[]): string {
  const query = texts.knex
    .withSchema('information_schema')
    .from('schemata')
    .distinct('schema_name')
    .where('catalog_name', texts.knex.raw('current_database()'))
    .whereIn('schema_name', [...schemas])
  return one(texts.print(query))
}

/** The query for whether xform's own tables stand: a row with `table_name` where they do. */
export function existingLayout(texts: QueryTexts): string {
  return existingTable(texts, 'layout')
}

/** The same for the table of positions, which earlier versions did not have. */
export function existingPositions(texts: QueryTexts): string {
  return existingTable(texts, 'positions')
}

function existingTable(texts: QueryTexts, name: string): string {
  const query = texts.knex
    .withSchema('information_schema')
    .from('tables')
    .select('table_name')
    .where('table_catalog', texts.knex.raw('current_database()'))
    .where({ table_schema: stateSchema, table_name: name })
  return one(texts.print(query))
}
