// Names of relations → what DuckDB's catalogue says of those that stand.
import type { SchemaName } from '../../core/adapter/adapter.ts'
import { catalogueEntries } from '../../core/adapter/catalogue-entries.ts'
import type { CatalogueEntry } from '../../core/adapter/catalogue-entry.ts'
import { textLiteral as literal } from '../../core/adapter/literal.ts'
import { textOf, type Session } from '../../core/adapter/session.ts'
import { databaseText } from './catalogue-place.ts'

/** Describes the tables and views of a schema that have one of these names. */
export async function readCatalogue(
  session: Session,
  schema: SchemaName,
  names: readonly string[],
): Promise<readonly CatalogueEntry[]> {
  if (names.length === 0) return []
  const [relations, columns] = await session.execute([
    statement(standingRelations, schema, names),
    statement(standingColumns, schema, names),
  ])
  const answers = { relations: relations?.rows ?? [], columns: columns?.rows ?? [] }
  return catalogueEntries({ schema, names, ...answers }, (row) => ({
    type: textOf(row['type']),
    rows: row['rows'] === null ? undefined : Number(row['rows']),
    bytes: undefined,
  }))
}

const standingRelations = `
select database_name as database, schema_name as schema, table_name as relation, 0 as number, 'BASE TABLE' as type, comment,
  estimated_size as rows
from duckdb_tables() where not internal
union all
select database_name, schema_name, view_name, 0, 'VIEW', comment, null from duckdb_views() where not internal`

const standingColumns = `
select database_name as database, schema_name as schema, table_name as relation, column_index as number, column_name as name,
  data_type as type, comment
from duckdb_columns() where not internal`

/** DuckDB compares names without regard to case. */
function statement(standing: string, { database, schema }: SchemaName, names: readonly string[]): string {
  const wanted = names.map((name, position) => `(${position}, ${literal(name)})`)
  const inDatabase = databaseText(database)
  return `
with wanted(position, asked) as (values ${wanted.join(', ')})
select wanted.position, standing.*
from wanted join (${standing}) as standing on lower(standing.relation) = lower(wanted.asked)
where lower(standing.database) = lower(${inDatabase}) and lower(standing.schema) = lower(${literal(schema)})
order by wanted.position, standing.number`
}
