import { bindingLiteral, createTexts, PostgresClient } from '../knex-texts.ts'

/**
 * knex for DuckDB: DuckDB takes what knex writes for Postgres, except that backslashes in literals stand for themselves.
 * Columns that count by themselves (`increments`) and constraints that are added later have no counterpart.
 */
class DuckdbClient extends PostgresClient {
  override dialect = 'duckdb'
  override driverName = 'duckdb'
  _escapeBinding = bindingLiteral
}

/** Prints knex queries as DuckDB writes them. */
export const duckdbTexts = createTexts(DuckdbClient)
