// A relation → what depends on it in Postgres's catalogue, directly or through views.
import type { RelationName } from '../../core/adapter/relation.ts'
import { textOf, type Session } from '../../core/adapter/session.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { wordsOf } from './referrers.ts'

/** What depends on a relation. Objects are known by their numbers in the catalogue. */
export interface Discovery {
  /** The views and materialized views, in an order in which they can be dropped one by one. */
  readonly dependents: readonly string[]
  /** Whatever else depends on the relation or on one of those, in the server's words. */
  readonly obstacles: readonly string[]
  /** The foreign keys of other tables that refer to the relation. */
  readonly references: readonly string[]
}

/** Looks for everything that would keep a relation from being dropped. Where there is nothing, a cheap look is enough. */
export async function discover(session: Session, relation: RelationName): Promise<Discovery> {
  const [look] = await session.query(lookQuery(relation))
  if (look?.['found'] !== true) return { dependents: [], obstacles: [], references: [] }
  const rows = await session.query(discoveryQuery(relation))
  const edges = rows.flatMap((row) =>
    row['dependent'] === null ? [] : [{ dependent: textOf(row['dependent']), on: textOf(row['on']) }],
  )
  const obstacles = rows.flatMap((row) => (row['obstacle'] === null ? [] : [textOf(row['obstacle'])]))
  const references = rows.flatMap((row) =>
    row['name'] === null
      ? []
      : [wordsOf(textOf(row['name']), { schema: textOf(row['schema']), name: textOf(row['table']) })],
  )
  return {
    dependents: outermostFirst(edges),
    obstacles: [...new Set(obstacles)].toSorted(),
    references: [...new Set(references)].toSorted(),
  }
}

interface Edge {
  readonly dependent: string
  readonly on: string
}

/** Each behind all that depend on it, and where that leaves a choice, the newest first (Kahn's algorithm). */
function outermostFirst(edges: readonly Edge[]): readonly string[] {
  const nodes = new Set(edges.map(({ dependent }) => dependent))
  const above = new Map([...nodes].map((node) => [node, 0]))
  const below = new Map<string, string[]>()
  for (const { dependent, on } of edges) {
    if (!nodes.has(on)) continue
    above.set(on, (above.get(on) ?? 0) + 1)
    below.set(dependent, [...(below.get(dependent) ?? []), on])
  }
  const order = [...nodes].filter((node) => above.get(node) === 0).toSorted((a, b) => Number(b) - Number(a))
  for (const node of order) {
    for (const on of below.get(node) ?? []) {
      const left = (above.get(on) ?? 0) - 1
      above.set(on, left)
      if (left === 0) order.push(on)
    }
  }
  return order
}

/** Whether anything may depend on a relation; also true for some that nothing depends on. */
function lookQuery(relation: RelationName): string {
  return `
select exists (
    select from ${references} as depend
    where depend.deptype = 'n' or (depend.deptype = 'a' and depend.classid = 'pg_catalog.pg_class'::regclass
      and not exists (select from pg_catalog.pg_index as index where index.indexrelid = depend.objid))
  ) or exists (
    select from pg_catalog.pg_inherits as inherits where inherits.inhrelid = class.oid or inherits.inhparent = class.oid
  ) or exists (
    select from pg_catalog.pg_publication_rel as published where published.prrelid = class.oid
  ) as found
from pg_catalog.pg_class as class
where class.oid = ${rootOf(relation)}`
}

function rootOf(relation: RelationName): string {
  return `pg_catalog.to_regclass(${standardDialect.literal(standardDialect.relation(relation))})::oid`
}

/**
 * A view's query is a rule in `pg_rewrite`; what the rule reads is in `pg_depend`. Rows come as edges between views, or as
 * obstacles: objects that are neither such views nor part of a relation that is taken down.
 */
function discoveryQuery(relation: RelationName): string {
  return `
with recursive affected(oid) as (
  select ${rootOf(relation)}
  union
  select rule.ev_class
  from affected
  join pg_catalog.pg_class as class on class.oid = affected.oid
  cross join lateral ${references} as depend
  join pg_catalog.pg_rewrite as rule
    on depend.classid = 'pg_catalog.pg_rewrite'::regclass and rule.oid = depend.objid
  join pg_catalog.pg_class as view on view.oid = rule.ev_class and view.relkind in ('v', 'm')
),
found as materialized (
  select distinct depend.classid, depend.objid, depend.objsubid, depend.deptype, class.oid as on, ${ownerOfObject} as part_of
  from affected
  join pg_catalog.pg_class as class on class.oid = affected.oid
  cross join lateral ${references} as depend
)
select found.part_of::text as dependent, found.on::text as on, null as obstacle, null as name, null as schema, null as table
from found
where found.classid = 'pg_catalog.pg_rewrite'::regclass and found.part_of <> found.on
  and found.part_of in (select oid from affected)
union all
select null, null, pg_catalog.pg_describe_object(found.classid, found.objid, found.objsubid), null, null, null
from found
where not ${isKey} and (found.deptype = 'n' or ${isSequence}) and found.part_of is distinct from found.on
  and (found.part_of is null or found.part_of not in (select oid from affected))
  and not exists (select from pg_catalog.pg_inherits as inherits where inherits.inhrelid = found.objid)
union all
select null, null, 'inheritance of ' || pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, inherits.inhrelid, 0)
  || ' from ' || pg_catalog.pg_describe_object('pg_catalog.pg_class'::regclass, inherits.inhparent, 0), null, null, null
from affected join pg_catalog.pg_inherits as inherits on affected.oid in (inherits.inhrelid, inherits.inhparent)
union all
select null, null, 'publication ' || publication.pubname || ', which belongs to ' || pg_catalog.pg_get_userbyid(publication.pubowner), null, null, null
from affected
join pg_catalog.pg_publication_rel as published on published.prrelid = affected.oid
join pg_catalog.pg_publication as publication on publication.oid = published.prpubid
where not pg_catalog.pg_has_role(publication.pubowner, 'usage')
union all
select null, null, null, condition.conname, namespace.nspname, class.relname
from found
join pg_catalog.pg_constraint as condition on condition.oid = found.objid
join pg_catalog.pg_class as class on class.oid = condition.conrelid
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
where ${isKey} and condition.conparentid = 0 and condition.conrelid <> condition.confrelid`
}

/** The relation that a dependent object is a part of; NULL for one that stands by itself. */
const ownerOfObject = `case depend.classid
    when 'pg_catalog.pg_rewrite'::regclass then (select ev_class from pg_catalog.pg_rewrite where oid = depend.objid)
    when 'pg_catalog.pg_trigger'::regclass then (select tgrelid from pg_catalog.pg_trigger where oid = depend.objid)
    when 'pg_catalog.pg_policy'::regclass then (select polrelid from pg_catalog.pg_policy where oid = depend.objid)
    when 'pg_catalog.pg_constraint'::regclass then (select conrelid from pg_catalog.pg_constraint where oid = depend.objid)
    when 'pg_catalog.pg_attrdef'::regclass then (select adrelid from pg_catalog.pg_attrdef where oid = depend.objid)
    when 'pg_catalog.pg_statistic_ext'::regclass then (select stxrelid from pg_catalog.pg_statistic_ext where oid = depend.objid)
    when 'pg_catalog.pg_publication_rel'::regclass then (select prrelid from pg_catalog.pg_publication_rel where oid = depend.objid)
    when 'pg_catalog.pg_class'::regclass then coalesce(
      (select indrelid from pg_catalog.pg_index where indexrelid = depend.objid), depend.objid)
  end`

/** A foreign key to the relation itself, of whatever table. */
const isKey = `(found.classid = 'pg_catalog.pg_constraint'::regclass and exists (
    select from pg_catalog.pg_constraint as key
    where key.oid = found.objid and key.contype = 'f' and key.confrelid = found.on))`

/** A sequence that belongs to a column: it would go with the table, whoever else uses it. */
const isSequence = `(found.classid = 'pg_catalog.pg_class'::regclass and exists (
    select from pg_catalog.pg_class as sequence where sequence.oid = found.objid and sequence.relkind = 'S'))`

/**
 * The entries of pg_depend that refer to the relation `class`, to one of its columns, or to the type of its rows or of lists
 * of them: for a lateral join. Three look-ups in an index; with an `or` the whole table would be read.
 */
const references = `(
    select depend.* from pg_catalog.pg_depend as depend
    where depend.refclassid = 'pg_catalog.pg_class'::regclass and depend.refobjid = class.oid
    union all
    select depend.* from pg_catalog.pg_depend as depend
    where depend.refclassid = 'pg_catalog.pg_type'::regclass and depend.refobjid = class.reltype and class.reltype <> 0
    union all
    select depend.* from pg_catalog.pg_type as type
    join pg_catalog.pg_depend as depend
      on depend.refclassid = 'pg_catalog.pg_type'::regclass and depend.refobjid = type.typarray
    where type.oid = class.reltype and type.typarray <> 0
  )`
