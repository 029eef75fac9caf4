// Numbers of relations → the query for everything that belongs to them, one JSON object each.
import { restoreSearchPath, saveSearchPath } from './search-path.ts'

/**
 * The statements that read what belongs to relations, to be sent in one message; the rows of the middle one hold `facts`.
 * Names come fully qualified: the search path is emptied while the catalogue prints definitions.
 *
 * @param relations an SQL expression that gives an array of numbers of relations
 */
export function factsStatements(relations: string): readonly string[] {
  return [...saveSearchPath, factsQuery(relations), restoreSearchPath]
}

/** Where the facts are among the results of `factsStatements`. */
export const factsResult = saveSearchPath.length

function factsQuery(relations: string): string {
  return `
select class.oid::text as relation, json_build_object(
  'schema', namespace.nspname,
  'name', class.relname,
  'kind', class.relkind,
  'owner', pg_catalog.pg_get_userbyid(class.relowner),
  'me', current_user,
  'role', pg_catalog.current_setting('role'),
  'options', class.reloptions,
  'tablespace', (select spcname from pg_catalog.pg_tablespace where oid = class.reltablespace),
  'method', (select amname from pg_catalog.pg_am where oid = class.relam),
  'populated', class.relispopulated,
  'definition', case when class.relkind in ('v', 'm') then pg_catalog.pg_get_viewdef(class.oid) end,
  'comment', pg_catalog.obj_description(class.oid, 'pg_class'),
  'ownerPrivileges', array(
    select privilege_type from pg_catalog.aclexplode(pg_catalog.acldefault('r', class.relowner))
    where grantee = class.relowner),
  'granted', class.relacl is not null,
  'grants', ${grantsIn('class.relacl')},
  'defaultGrantees', (
    select coalesce(json_agg(distinct case when acl.grantee = 0 then null else pg_catalog.pg_get_userbyid(acl.grantee) end), '[]')
    from pg_catalog.pg_default_acl as standard cross join lateral pg_catalog.aclexplode(standard.defaclacl) as acl
    where standard.defaclobjtype = 'r' and standard.defaclnamespace in (0, class.relnamespace)
      and standard.defaclrole = current_user::regrole
      and acl.grantee <> standard.defaclrole),
  'columns', (
    select coalesce(json_agg(json_build_object(
      'name', attribute.attname,
      'comment', pg_catalog.col_description(class.oid, attribute.attnum),
      'default', (
        select pg_catalog.pg_get_expr(standard.adbin, standard.adrelid) from pg_catalog.pg_attrdef as standard
        where standard.adrelid = class.oid and standard.adnum = attribute.attnum and class.relkind = 'v'),
      'statistics', nullif(attribute.attstattarget, -1),
      'options', attribute.attoptions,
      'grants', ${grantsIn('attribute.attacl')}
    ) order by attribute.attnum), '[]')
    from pg_catalog.pg_attribute as attribute
    where attribute.attrelid = class.oid and attribute.attnum > 0 and not attribute.attisdropped),
  'indexes', ${indexes},
  'checks', ${conditions('c')},
  'foreignKeys', ${conditions('f')},
  'triggers', ${triggers},
  'rules', ${rules},
  'policies', ${policies},
  'rowSecurity', class.relrowsecurity,
  'forceRowSecurity', class.relforcerowsecurity,
  'replicaIdentity', class.relreplident,
  'statistics', ${statistics},
  'publications', ${publications}
)::text as facts
from pg_catalog.pg_class as class
join pg_catalog.pg_namespace as namespace on namespace.oid = class.relnamespace
where class.oid = any (${relations})`
}

/** The entries of an access list in their order; a grantor whom we may act as is told apart. */
function grantsIn(acl: string): string {
  return `(
    select coalesce(json_agg(json_build_object(
      'grantor', pg_catalog.pg_get_userbyid(acl.grantor),
      'grantee', case when acl.grantee = 0 then null else pg_catalog.pg_get_userbyid(acl.grantee) end,
      'privilege', acl.privilege_type,
      'grantable', acl.is_grantable,
      'mayActAsGrantor', pg_catalog.pg_has_role(acl.grantor, 'member')
    ) order by acl.grantor <> class.relowner, acl.position), '[]')
    from pg_catalog.aclexplode(${acl}) with ordinality as acl(grantor, grantee, privilege_type, is_grantable, position))`
}

/** The columns that an object needs, as the catalogue knows them. */
function columnsOf(classId: string, object: string): string {
  return `array(
    select distinct attribute.attname::text
    from pg_catalog.pg_depend as depend
    join pg_catalog.pg_attribute as attribute
      on attribute.attrelid = depend.refobjid and attribute.attnum = depend.refobjsubid
    where depend.classid = '${classId}'::regclass and depend.objid = ${object}
      and depend.refclassid = 'pg_catalog.pg_class'::regclass and depend.refobjid = class.oid and depend.refobjsubid > 0)`
}

const indexes = `(
    select coalesce(json_agg(json_build_object(
      'id', index.indexrelid::text,
      'name', named.relname,
      'unique', index.indisunique,
      'definition', pg_catalog.pg_get_indexdef(index.indexrelid),
      'rest', substr(pg_catalog.pg_get_indexdef(index.indexrelid), 1 + length(format('CREATE %sINDEX %I ON %s%I.%I',
        case when index.indisunique then 'UNIQUE ' end, named.relname, case named.relkind when 'I' then 'ONLY ' end,
        namespace.nspname, class.relname))),
      'constraint', pg_catalog.pg_get_constraintdef(condition.oid),
      'constraintComment', pg_catalog.obj_description(condition.oid, 'pg_constraint'),
      'columns', array(
        select attribute.attname::text from pg_catalog.pg_attribute as attribute
        where attribute.attrelid = class.oid and attribute.attnum = any (index.indkey)
      ) || ${columnsOf('pg_catalog.pg_class', 'index.indexrelid')},
      'comment', pg_catalog.obj_description(index.indexrelid, 'pg_class'),
      'clustered', index.indisclustered,
      'identity', index.indisreplident
    ) order by named.relname), '[]')
    from pg_catalog.pg_index as index
    join pg_catalog.pg_class as named on named.oid = index.indexrelid
    left join pg_catalog.pg_constraint as condition
      on condition.conindid = index.indexrelid and condition.conrelid = class.oid and condition.contype in ('p', 'u', 'x')
    where index.indrelid = class.oid and index.indisvalid)`

/** Checks or foreign keys; a foreign key to the relation itself comes in two pieces, without the relation's name. */
function conditions(letter: 'c' | 'f'): string {
  const definition = 'pg_catalog.pg_get_constraintdef(condition.oid)'
  const own = `format(' REFERENCES %I.%I(', namespace.nspname, class.relname)`
  return `(
    select coalesce(json_agg(json_build_object(
      'name', condition.conname,
      'definition', case when condition.confrelid = class.oid then split_part(${definition}, ${own}, 1) else ${definition} end,
      'rest', case when condition.confrelid = class.oid then split_part(${definition}, ${own}, 2) end,
      'columns', array(
        select attribute.attname::text from pg_catalog.pg_attribute as attribute
        where attribute.attrelid = class.oid and attribute.attnum = any (condition.conkey)
      ),
      'comment', pg_catalog.obj_description(condition.oid, 'pg_constraint')
    ) order by condition.conname), '[]')
    from pg_catalog.pg_constraint as condition
    where condition.conrelid = class.oid and condition.contype = '${letter}' and condition.conparentid = 0)`
}

const triggers = `(
    select coalesce(json_agg(json_build_object(
      'name', trigger.tgname,
      'definition', pg_catalog.pg_get_triggerdef(trigger.oid),
      'enabled', trigger.tgenabled,
      'columns', ${columnsOf('pg_catalog.pg_trigger', 'trigger.oid')},
      'comment', pg_catalog.obj_description(trigger.oid, 'pg_trigger')
    ) order by trigger.tgname), '[]')
    from pg_catalog.pg_trigger as trigger
    where trigger.tgrelid = class.oid and not trigger.tgisinternal)`

const rules = `(
    select coalesce(json_agg(json_build_object(
      'name', rule.rulename,
      'definition', pg_catalog.pg_get_ruledef(rule.oid),
      'enabled', rule.ev_enabled,
      'columns', '{}'::text[],
      'comment', pg_catalog.obj_description(rule.oid, 'pg_rewrite')
    ) order by rule.rulename), '[]')
    from pg_catalog.pg_rewrite as rule
    where rule.ev_class = class.oid and rule.rulename <> '_RETURN')`

const policies = `(
    select coalesce(json_agg(json_build_object(
      'name', policy.polname,
      'permissive', policy.polpermissive,
      'command', policy.polcmd,
      'roles', array(
        select case when role = 0 then null else pg_catalog.pg_get_userbyid(role) end
        from unnest(policy.polroles) as role),
      'using', pg_catalog.pg_get_expr(policy.polqual, policy.polrelid),
      'check', pg_catalog.pg_get_expr(policy.polwithcheck, policy.polrelid),
      'comment', pg_catalog.obj_description(policy.oid, 'pg_policy')
    ) order by policy.polname), '[]')
    from pg_catalog.pg_policy as policy
    where policy.polrelid = class.oid)`

const statistics = `(
    select coalesce(json_agg(json_build_object(
      'schema', place.nspname,
      'name', statistic.stxname,
      'definition', pg_catalog.pg_get_statisticsobjdef(statistic.oid),
      'target', nullif(statistic.stxstattarget, -1),
      'columns', ${columnsOf('pg_catalog.pg_statistic_ext', 'statistic.oid')},
      'comment', pg_catalog.obj_description(statistic.oid, 'pg_statistic_ext')
    ) order by statistic.stxname), '[]')
    from pg_catalog.pg_statistic_ext as statistic
    join pg_catalog.pg_namespace as place on place.oid = statistic.stxnamespace
    where statistic.stxrelid = class.oid)`

const publications = `(
    select coalesce(json_agg(json_build_object(
      'name', publication.pubname,
      'columns', (
        select json_agg(attribute.attname order by attribute.attnum) from pg_catalog.pg_attribute as attribute
        where attribute.attrelid = class.oid and attribute.attnum = any (published.prattrs)),
      'condition', pg_catalog.pg_get_expr(published.prqual, published.prrelid)
    ) order by publication.pubname), '[]')
    from pg_catalog.pg_publication_rel as published
    join pg_catalog.pg_publication as publication on publication.oid = published.prpubid
    where published.prrelid = class.oid)`
