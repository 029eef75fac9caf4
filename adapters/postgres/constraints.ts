// A table → its constraints, as Postgres's catalogue has them.
import type { ConstraintKind, StandingConstraint } from '../../core/adapter/constraint.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import { textOf, textsOf, type Row, type Session } from '../../core/adapter/session.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { columnNames } from './column-names.ts'

/** Reads a table's constraints. That a column must not be NULL is said of the column: only newer servers have constraints for it. */
export async function readConstraints(
  session: Session,
  relation: RelationName,
): Promise<readonly StandingConstraint[]> {
  const rows = await session.query(constraintsQuery(relation))
  return rows.flatMap((row) => {
    const kind = kinds.get(textOf(row['kind']))
    return kind === undefined ? [] : [standing(kind, row)]
  })
}

const kinds: ReadonlyMap<string, ConstraintKind> = new Map([
  ['n', 'not_null'],
  ['p', 'primary_key'],
  ['u', 'unique'],
  ['c', 'check'],
  ['f', 'foreign_key'],
])

function standing(kind: ConstraintKind, row: Row): StandingConstraint {
  const columns = textsOf(row['columns'])
  if (kind === 'check') return { kind, columns, expression: textOf(row['expression']) }
  if (kind !== 'foreign_key') return { kind, columns }
  const table = { schema: textOf(row['schema']), name: textOf(row['name']) }
  return { kind, columns, references: { table, columns: textsOf(row['referenced']) } }
}

function constraintsQuery(relation: RelationName): string {
  const number = `pg_catalog.to_regclass(${standardDialect.literal(standardDialect.relation(relation))})::oid`
  return `
select 'n' as kind, array[attribute.attname::text] as columns, null as expression, null as schema, null as name, null as referenced
from pg_catalog.pg_attribute as attribute
where attribute.attrelid = ${number} and attribute.attnum > 0 and attribute.attnotnull and not attribute.attisdropped
union all
select condition.contype::text, ${columnNames('condition.conkey', 'condition.conrelid')},
  pg_catalog.pg_get_expr(condition.conbin, condition.conrelid), namespace.nspname, class.relname,
  ${columnNames('condition.confkey', 'condition.confrelid')}
from pg_catalog.pg_constraint as condition
left join pg_catalog.pg_class as class on class.oid = condition.confrelid
left join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
where condition.conrelid = ${number} and condition.contype in ('p', 'u', 'c', 'f')`
}
