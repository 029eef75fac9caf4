// A table → the foreign keys of other tables that refer to it, and what carries them over to its successor.
import { constraintSuffixes, contractMark } from '../../core/adapter/constraint.ts'
import type { CarriedKeys, HoldOfKey, Referrer } from '../../core/adapter/publishing.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import { textOf, textsOf, type Row, type Session } from '../../core/adapter/session.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { columnNames } from './column-names.ts'
import { restoreSearchPath, saveSearchPath } from './search-path.ts'

const { literal, quote, relation: relationText } = standardDialect

/** Reads who refers to a table. A key of a partition goes with the key of its table. */
export async function readReferrers(session: Session, number: string): Promise<readonly Referrer[]> {
  const results = await session.execute([...saveSearchPath, referrersQuery(number), restoreSearchPath])
  return (results[saveSearchPath.length]?.rows ?? []).map(referrerOf)
}

/** Whether any foreign key of another table refers to the relation `class`: it leaves triggers there, which are found by an index. */
export const isReferenced = `(class.relhastriggers and exists (
    select from pg_catalog.pg_trigger as trigger
    join pg_catalog.pg_constraint as condition on condition.oid = trigger.tgconstraint
    where trigger.tgrelid = class.oid and trigger.tgisinternal and condition.contype = 'f'
      and condition.confrelid = class.oid and condition.conrelid <> class.oid))`

function referrersQuery(number: string): string {
  return `
select condition.oid::text as id, condition.conname as name, namespace.nspname as schema, class.relname as table,
  ${columnNames('condition.conkey', 'condition.conrelid')} as columns,
  ${columnNames('condition.confkey', 'condition.confrelid')} as referenced,
  pg_catalog.pg_get_constraintdef(condition.oid) as definition,
  format(' REFERENCES %I.%I(', place.nspname, target.relname) as target,
  condition.convalidated as validated,
  pg_catalog.obj_description(condition.oid, 'pg_constraint') as comment,
  case when not pg_catalog.pg_has_role(class.relowner, 'usage') then pg_catalog.pg_get_userbyid(class.relowner) end as owner
from pg_catalog.pg_constraint as condition
join pg_catalog.pg_class as class on class.oid = condition.conrelid
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
join pg_catalog.pg_class as target on target.oid = condition.confrelid
join pg_catalog.pg_namespace as place on place.oid = target.relnamespace
where condition.contype = 'f' and condition.confrelid = ${number} and condition.conrelid <> condition.confrelid
  and condition.conparentid = 0
  and condition.oid in (select tgconstraint from pg_catalog.pg_trigger where tgrelid = ${number})
order by namespace.nspname, class.relname, condition.conname`
}

function referrerOf(row: Row): Referrer {
  const table = { schema: textOf(row['schema']), name: textOf(row['table']) }
  const owner = row['owner'] ?? null
  return {
    words: wordsOf(textOf(row['name']), table),
    table,
    keys: [{ columns: textsOf(row['columns']), referenced: textsOf(row['referenced']) }],
    ...(owner === null ? {} : { obstacle: `whose table belongs to ${textOf(owner)}` }),
    isOwn:
      textOf(row['comment']) === contractMark || textOf(row['name']).endsWith(constraintSuffixes.foreign_key),
    carry: (successor, hold) => carry({ row, table, hold }, successor),
  }
}

/** How a foreign key is called. */
export function wordsOf(name: string, table: RelationName): string {
  return `foreign key ${quote(name)} of table ${relationText(table)}`
}

interface Key {
  readonly row: Row
  readonly table: RelationName
  readonly hold: HoldOfKey
}

/** A second key is made to the successor, which checks every row while others go on reading; the swap only drops and renames. */
function carry({ row, table, hold }: Key, successor: RelationName): CarriedKeys {
  const name = quote(textOf(row['name']))
  const aside = quote(`_xform_${textOf(row['id'])}`)
  const alter = `alter table ${relationText(table)}`
  const comment = row['comment'] ?? null
  const down = [`${alter} drop constraint ${name}`]
  if (hold === 'gone') return { before: [], down, up: [] }
  return {
    before: [`${alter} add constraint ${aside} ${definitionFor(row, successor, hold === 'checked')}`],
    down,
    up: [
      `${alter} rename constraint ${aside} to ${name}`,
      ...(comment === null
        ? []
        : [`comment on constraint ${name} on ${relationText(table)} is ${literal(textOf(comment))}`]),
    ],
  }
}

/** The definition as the catalogue prints it names the table that goes. */
function definitionFor(row: Row, successor: RelationName, checked: boolean): string {
  const definition = textOf(row['definition'])
  const target = textOf(row['target'])
  const [columns = '', ...rest] = definition.split(target)
  const unchecked = checked || row['validated'] !== true ? '' : ' NOT VALID'
  return `${columns} references ${relationText(successor)} (${rest.join(target)}${unchecked}`
}
