// Names → what stands under them in DuckDB's catalogue.
import type { SchemaName } from '../../core/adapter/adapter.ts'
import type { Dialect } from '../../core/adapter/dialect.ts'
import { textLiteral as literal } from '../../core/adapter/literal.ts'
import type { RelationName, RelationState, StandingRelation } from '../../core/adapter/relation.ts'
import { textOf, type Row, type Session } from '../../core/adapter/session.ts'
import { databaseText } from './catalogue-place.ts'
import { explainError } from './errors.ts'

/** Every table and view in the schemas. The relations' names come as DuckDB holds them; case does not matter to it. */
export async function inspect(
  session: Session,
  schemas: readonly SchemaName[],
): Promise<readonly StandingRelation[]> {
  if (schemas.length === 0) return []
  const wanted = schemas.map(
    ({ database, schema }, index) => `(${index}, ${databaseText(database)}, ${literal(schema)})`,
  )
  const [relations, links] = await session.execute([
    `
with wanted(position, database, schema) as (values ${wanted.join(', ')})
select wanted.position, standing.name, standing.kind
from wanted join (${standingRelations}) as standing
  on lower(standing.database) = lower(wanted.database) and lower(standing.schema) = lower(wanted.schema)
order by wanted.position, standing.name`,
    linkedTables,
  ])
  const linked = new Set(
    (links?.rows ?? []).map((row) => placeOf(row['database'], row['schema'], row['name'])),
  )
  const databases = (links?.rows ?? []).map((row) => textOf(row['here']))
  return (relations?.rows ?? []).flatMap((row) => {
    const asked = schemas[Number(row['position'])]
    if (asked === undefined) return []
    const name = textOf(row['name'])
    const isLinked = linked.has(placeOf(asked.database ?? databases[0] ?? null, asked.schema, name))
    const kind = kindNamed(textOf(row['kind']))
    return [{ name: { ...asked, name }, kind, ...(isLinked ? { linked: true as const } : {}) }]
  })
}

/** A foreign key never leaves its schema. A table that has one, or to which one leads, is not replaced in one statement. */
const linkedTables = `
select database_name as database, schema_name as schema, unnest([table_name, referenced_table]) as name, current_database() as here
from duckdb_constraints() where constraint_type = 'FOREIGN KEY'`

function placeOf(...parts: readonly (Row[string] | undefined)[]): string {
  return JSON.stringify(parts.map((part) => textOf(part).toLowerCase()))
}

const standingRelations = `
select database_name as database, schema_name as schema, table_name as name, 'table' as kind from duckdb_tables()
union all
select database_name, schema_name, view_name, 'view' from duckdb_views()`

/**
 * What stands under one name. Reading DuckDB's catalogue costs more the more it holds, so the relation itself is asked; only
 * when it does not answer (because there is none, because it is a view that no longer works, because nothing may be written
 * to it) is the catalogue read.
 */
export async function inspectOne(
  session: Session,
  relation: RelationName,
  dialect: Dialect,
): Promise<RelationState> {
  const name = dialect.relation(relation)
  const described = await unlessRefused(() => session.describe(`from ${name}`))
  const kind = described === undefined ? undefined : await kindOf(session, name)
  if (described !== undefined && kind !== undefined) return { exists: true, kind, columns: described }
  const found = await lookUp(session, relation)
  return found === undefined ? { exists: false } : { exists: true, kind: found, columns: described ?? [] }
}

/** Only tables can be deleted from; explaining it does not do it. */
async function kindOf(session: Session, name: string): Promise<'table' | 'view' | undefined> {
  try {
    await session.execute([`explain delete from ${name}`])
    return 'table'
  } catch (error) {
    const problem = explainError(error)
    if (problem?.kind !== 'query') throw error
    return problem.message === 'Can only delete from base table' ? 'view' : undefined
  }
}

async function unlessRefused<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (explainError(error)?.kind !== 'query') throw error
    return undefined
  }
}

async function lookUp(
  session: Session,
  { database, schema, name }: RelationName,
): Promise<'table' | 'view' | undefined> {
  const [row] = await session.query(`
select standing.kind from (${standingRelations}) as standing
where lower(standing.database) = lower(${databaseText(database)})
  and lower(standing.schema) = lower(${literal(schema)}) and lower(standing.name) = lower(${literal(name)})`)
  return row === undefined ? undefined : kindNamed(textOf(row['kind']))
}

function kindNamed(kind: string): 'table' | 'view' {
  return kind === 'table' ? 'table' : 'view'
}
