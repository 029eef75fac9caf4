// A table → its constraints, as DuckDB's catalogue has them.
import type { ConstraintKind, StandingConstraint } from '../../core/adapter/constraint.ts'
import { textLiteral as literal } from '../../core/adapter/literal.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import { textOf, textsOf, type Row, type Session } from '../../core/adapter/session.ts'
import { isInSchema } from './catalogue-place.ts'

/** Reads a table's constraints. Their names are not kept by DuckDB. */
export async function readConstraints(
  session: Session,
  relation: RelationName,
): Promise<readonly StandingConstraint[]> {
  const { name: _name, ...place } = relation
  const rows = await session.query(`
select constraint_type as kind, constraint_column_names as columns, expression, referenced_table as name, referenced_column_names as referenced
from duckdb_constraints()
where ${isInSchema(relation)} and lower(table_name) = lower(${literal(relation.name)})
order by constraint_index`)
  return rows.flatMap((row) => {
    const kind = kinds.get(textOf(row['kind']))
    return kind === undefined ? [] : [standing(kind, row, place)]
  })
}

const kinds: ReadonlyMap<string, ConstraintKind> = new Map([
  ['NOT NULL', 'not_null'],
  ['PRIMARY KEY', 'primary_key'],
  ['UNIQUE', 'unique'],
  ['CHECK', 'check'],
  ['FOREIGN KEY', 'foreign_key'],
])

/** A foreign key refers to a table of its own schema. */
function standing(kind: ConstraintKind, row: Row, place: Omit<RelationName, 'name'>): StandingConstraint {
  const columns = textsOf(row['columns'])
  if (kind === 'check') return { kind, columns, expression: textOf(row['expression']) }
  if (kind !== 'foreign_key') return { kind, columns }
  const table = { ...place, name: textOf(row['name']) }
  return { kind, columns, references: { table, columns: textsOf(row['referenced']) } }
}
