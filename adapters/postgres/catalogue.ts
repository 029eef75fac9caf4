// Names of relations → what Postgres's catalogue says of those that stand.
import type { SchemaName } from '../../core/adapter/adapter.ts'
import { catalogueEntries } from '../../core/adapter/catalogue-entries.ts'
import type { CatalogueEntry } from '../../core/adapter/catalogue-entry.ts'
import { textOf, type Row, type Session } from '../../core/adapter/session.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'

const { literal } = standardDialect

/** Describes the tables and views of a schema that have one of these names. Takes no locks on them. */
export async function readCatalogue(
  session: Session,
  schema: SchemaName,
  names: readonly string[],
): Promise<readonly CatalogueEntry[]> {
  if (names.length === 0) return []
  const standing = standingRelations(schema, names)
  const [relations, columns] = await session.execute([
    `${standing} select * from standing order by position`,
    `${standing} ${columnsQuery}`,
  ])
  const answers = { relations: relations?.rows ?? [], columns: columns?.rows ?? [] }
  return catalogueEntries({ schema, names, ...answers }, (row) => ({
    type: types.get(textOf(row['kind'])) ?? '',
    ...sizeOf(row),
  }))
}

const types: ReadonlyMap<string, string> = new Map([
  ['r', 'BASE TABLE'],
  ['p', 'BASE TABLE'],
  ['v', 'VIEW'],
  ['m', 'MATERIALIZED VIEW'],
  ['f', 'FOREIGN TABLE'],
])

/** A database of another name cannot be looked into from here. */
function standingRelations({ database, schema }: SchemaName, names: readonly string[]): string {
  const wanted = names.map((name, position) => `(${position}, ${literal(name)})`)
  const here = database === undefined ? '' : ` and current_database() = ${literal(database)}`
  return `
with wanted(position, relation) as (values ${wanted.join(', ')}),
standing as (
  select wanted.position, class.oid, current_database()::text as database, namespace.nspname::text as schema,
    class.relname::text as relation, class.relkind::text as kind, pg_catalog.pg_get_userbyid(class.relowner)::text as owner,
    pg_catalog.obj_description(class.oid, 'pg_class') as comment, class.reltuples::float8 as rows,
    class.relpages::bigint * pg_catalog.current_setting('block_size')::bigint as bytes
  from wanted
  join pg_catalog.pg_class as class on class.relname = wanted.relation
  join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
  where namespace.nspname = ${literal(schema)} and class.relkind in ('r', 'p', 'v', 'm', 'f')${here}
)`
}

const columnsQuery = `
select standing.position, attribute.attname::text as name,
  pg_catalog.format_type(attribute.atttypid, attribute.atttypmod) as type,
  pg_catalog.col_description(standing.oid, attribute.attnum) as comment
from standing
join pg_catalog.pg_attribute as attribute on attribute.attrelid = standing.oid
where attribute.attnum > 0 and not attribute.attisdropped
order by standing.position, attribute.attnum`

/** What was counted when the table was vacuumed or analyzed last; before that, and of views, nothing is known. */
function sizeOf(row: Row): Pick<CatalogueEntry, 'rows' | 'bytes'> {
  const rows = Number(row['rows'])
  const isCounted = row['kind'] !== 'v' && row['kind'] !== 'f' && (rows > 0 || Number(row['bytes']) > 0)
  return isCounted && rows >= 0
    ? { rows: Math.round(rows), bytes: Number(row['bytes']) }
    : { rows: undefined, bytes: undefined }
}
