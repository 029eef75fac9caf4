import { textLiteral } from '../../core/adapter/literal.ts'
import type { Adapter } from '../../core/adapter/adapter.ts'
import type { Dependents } from '../../core/adapter/publishing.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import type { Row } from '../../core/adapter/session.ts'
import { postgres } from './index.ts'

/** Opens an adapter over a database. */
export async function openTestAdapter(
  settings: Readonly<Record<string, unknown>>,
  options: { readonly threads?: number; readonly lockTimeout?: number } = {},
): Promise<Adapter> {
  const reading = postgres.readTarget(settings)
  if (!reading.ok) throw new Error(reading.problems.map(({ diagnostic }) => diagnostic.message).join('\n'))
  return postgres.open(reading.target, {
    threads: 4,
    lockTimeout: 1000,
    folder: '',
    applicationName: 'xform test',
    onWait: () => undefined,
    ...options,
  })
}

/** What a table is swapped for. */
export interface Swap {
  readonly query: string
  /** Names that the model makes itself. */
  readonly makes?: (name: string) => boolean
  /** Leaves foreign keys of other tables unchecked. */
  readonly unchecked?: boolean
  /** Makes a dependent from another query. */
  readonly planned?: Readonly<Record<string, string>>
}

/** Builds a table aside and swaps it in as core does: in one transaction, carrying over what depends on it and belongs to it. */
export async function swapTable(adapter: Adapter, relation: RelationName, swap: Swap): Promise<Dependents> {
  const { dialect } = adapter
  const aside = { ...relation, name: `${relation.name}__aside` }
  return adapter.session(async (session) => {
    await session.execute([dialect.begin, dialect.createTableAs(aside, swap.query)])
    const belongings = await adapter.belongings(session, relation)
    const { before, keys, after } = belongings.dress({
      name: aside,
      kind: 'table',
      makes: swap.makes ?? (() => false),
    })
    const carried = belongings.referrers.map((referrer) =>
      referrer.carry(aside, swap.unchecked === true ? 'unchecked' : 'checked'),
    )
    const checks = carried.flatMap((one) => one.before)
    await session.execute([...before, ...keys, ...checks])
    await session.execute([dialect.lockRelation('table', relation) ?? 'select 1'])
    const dependents = await adapter.dependents(session, relation)
    const { objects } = dependents
    await session.execute([
      ...carried.flatMap(({ down }) => down),
      ...objects.map(({ drop }) => drop),
      dialect.drop('table', relation),
      dialect.rename('table', aside, relation.name),
      ...after,
      ...carried.toReversed().flatMap(({ up }) => up),
      ...objects.toReversed().flatMap(({ name, create, createAs, restore }) => {
        const query = swap.planned?.[name.name]
        return [query === undefined ? create : createAs(query), ...restore]
      }),
      dialect.commit,
    ])
    return dependents
  })
}

/** Everything that the catalogue knows of the relations in some schemas, without the numbers that a swap changes. */
export async function dumpCatalogue(adapter: Adapter, schemas: readonly string[]): Promise<readonly Row[]> {
  const list = schemas.map(textLiteral).join(', ')
  const acl = (list_: string, kind: string): string =>
    `array(select a::text from unnest(coalesce(${list_}, ${kind})) as a order by 1)`
  return adapter.session((session) =>
    session.query(`
select n.nspname as schema, c.relname as name, c.relkind::text as kind, pg_get_userbyid(c.relowner) as owner,
  c.reloptions::text as options, ${acl('c.relacl', `acldefault('r', c.relowner)`)} as acl, obj_description(c.oid, 'pg_class') as comment,
  c.relispopulated as populated, c.relrowsecurity as secured, c.relforcerowsecurity as forced, c.relreplident::text as identity,
  case when c.relkind in ('v', 'm') then pg_get_viewdef(c.oid) end as query,
  case when c.relkind = 'i' then pg_get_indexdef(c.oid) end as index,
  (select array[i.indisclustered, i.indisreplident, i.indisprimary, i.indisunique]::text from pg_index i where i.indexrelid = c.oid) as marks,
  array(select format('%s %s %s %s %s %s %s', a.attname, format_type(a.atttypid, a.atttypmod), col_description(c.oid, a.attnum), a.attacl,
      (select pg_get_expr(d.adbin, d.adrelid) from pg_attrdef d where d.adrelid = c.oid and d.adnum = a.attnum), a.attstattarget, a.attoptions)
    from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum) as columns,
  array(select concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled, obj_description(t.oid, 'pg_trigger')) from pg_trigger t
    where t.tgrelid = c.oid and not t.tgisinternal order by t.tgname) as triggers,
  array(select concat_ws(' ', pg_get_ruledef(r.oid), r.ev_enabled, obj_description(r.oid, 'pg_rewrite')) from pg_rewrite r
    where r.ev_class = c.oid and r.rulename <> '_RETURN' order by r.rulename) as rules,
  array(select concat_ws(' ', p.polname, p.polpermissive, p.polcmd, p.polroles::text, pg_get_expr(p.polqual, p.polrelid),
      pg_get_expr(p.polwithcheck, p.polrelid), obj_description(p.oid, 'pg_policy')) from pg_policy p where p.polrelid = c.oid order by 1) as policies,
  array(select concat_ws(' ', conname, pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint')) from pg_constraint k where k.conrelid = c.oid and k.contype in ('p', 'u', 'x', 'c', 'f') order by 1) as constraints,
  array(select concat_ws(' ', pg_get_statisticsobjdef(s.oid), s.stxstattarget, obj_description(s.oid, 'pg_statistic_ext')) from pg_statistic_ext s where s.stxrelid = c.oid order by 1) as statistics,
  array(select concat_ws(' ', p.pubname, r.prattrs, pg_get_expr(r.prqual, r.prrelid)) from pg_publication_rel r join pg_publication p on p.oid = r.prpubid where r.prrelid = c.oid order by 1) as publications
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in (${list}) and c.relkind in ('r', 'v', 'm', 'i')
order by 1, 2`),
  )
}
