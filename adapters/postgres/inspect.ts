// Names → what stands under them in Postgres's catalogue.
import type { SchemaName } from '../../core/adapter/adapter.ts'
import type {
  Column,
  RelationKind,
  RelationName,
  RelationState,
  StandingRelation,
} from '../../core/adapter/relation.ts'
import { textOf, textsOf, type Session } from '../../core/adapter/session.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { nodeLockKey } from './dialect.ts'

const { literal, relation: relationText } = standardDialect

/** Everything in the schemas that has a name of a relation: also indexes and sequences, which stand in a table's way. */
export async function inspect(
  session: Session,
  schemas: readonly SchemaName[],
): Promise<readonly StandingRelation[]> {
  if (schemas.length === 0) return []
  const asked = new Map(schemas.map((one) => [one.schema, one]))
  const rows = await session.query(`
select namespace.nspname as schema, class.relname as name, class.relkind::text as kind
from pg_catalog.pg_class as class
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
where namespace.nspname in (${[...asked.keys()].map(literal).join(', ')})
order by 1, 2`)
  return rows.map((row) => {
    const schema = textOf(row['schema'])
    const name = { ...(asked.get(schema) ?? { schema }), name: textOf(row['name']) }
    return { name, kind: kindOf(textOf(row['kind'])) }
  })
}

/** What stands under one name, and its columns in order. */
export async function inspectOne(session: Session, relation: RelationName): Promise<RelationState> {
  const [row] = await session.query(`
select class.relkind::text as kind, array(
  select attribute.attname::text from pg_catalog.pg_attribute as attribute
  where attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
  order by attribute.attnum
) as names, array(
  select (
    with recursive base as (
      select attribute.atttypid as id, attribute.atttypmod as modifier
      union all
      select typbasetype, typtypmod from base join pg_catalog.pg_type on pg_type.oid = base.id and typtype = 'd'
    )
    select pg_catalog.format_type(base.id, base.modifier) from base join pg_catalog.pg_type on pg_type.oid = base.id and typtype <> 'd'
  ) from pg_catalog.pg_attribute as attribute
  where attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped
  order by attribute.attnum
) as types
from pg_catalog.pg_class as class
where class.oid = pg_catalog.to_regclass(${literal(relationText(relation))})`)
  if (row === undefined) return { exists: false }
  const types = textsOf(row['types'])
  const columns: readonly Column[] = textsOf(row['names']).map((name, index) => ({
    name,
    type: types[index] ?? '',
  }))
  return { exists: true, kind: kindOf(textOf(row['kind'])), columns }
}

/** Who holds a relation's lock, in words. */
export async function lockHolder(session: Session, relation: RelationName): Promise<string | undefined> {
  const key = nodeLockKey(relation)
  const [row] = await session.query(`
select activity.pid, activity.application_name as application, activity.usename as user,
  coalesce(activity.client_hostname, host(activity.client_addr)) as host,
  date_trunc('second', now() - activity.xact_start)::text as since
from pg_catalog.pg_locks as lock
join pg_catalog.pg_stat_activity as activity on activity.pid = lock.pid
where lock.locktype = 'advisory' and lock.granted and lock.objsubid = 1
  and lock.database = (select oid from pg_catalog.pg_database where datname = current_database())
  and lock.classid::bigint = (${key} >> 32) & 4294967295 and lock.objid::bigint = ${key} & 4294967295
limit 1`)
  if (row === undefined) return undefined
  const application = row['application'] === '' ? '' : `, ${textOf(row['application'])}`
  const from = row['host'] === null ? '' : ` from ${textOf(row['host'])}`
  const since = row['since'] === null ? '' : `, for ${textOf(row['since'])}`
  return `PID ${textOf(row['pid'])}${application}, user ${textOf(row['user'])}${from}${since}`
}

const kinds: ReadonlyMap<string, RelationKind> = new Map([
  ['r', 'table'],
  ['p', 'table'],
  ['v', 'view'],
  ['m', 'materialized_view'],
])

function kindOf(relkind: string): RelationKind {
  return kinds.get(relkind) ?? 'other'
}
