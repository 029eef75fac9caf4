// A standing relation → what its successor has to be given.
import { contractMark } from '../../core/adapter/constraint.ts'
import type { Belongings, Dress, Successor } from '../../core/adapter/publishing.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import type { Session } from '../../core/adapter/session.ts'
import { columnStatements, optionList } from './column-statements.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { grantStatements } from './grants.ts'
import { conditionStatements } from './condition-statements.ts'
import { carriedIndexes } from './index-statements.ts'
import { kindOfLetter, objectWordOf, type TargetKind } from './object-words.ts'
import { policyStatements } from './policy-statements.ts'
import { reactionStatements } from './reaction-statements.ts'
import { isReferenced, readReferrers } from './referrers.ts'
import { readFacts, type RelationFacts } from './relation-facts.ts'
import { publicationStatements, statisticsStatements } from './statistics-statements.ts'

const { literal, quote, relation: relationText } = standardDialect

const nothing: Belongings = { referrers: [], dress: () => ({ before: [], keys: [], after: [] }) }

/** Reads what belongs to a relation. Most have nothing, which a cheap look shows. */
export async function belongings(session: Session, relation: RelationName): Promise<Belongings> {
  const number = `pg_catalog.to_regclass(${literal(relationText(relation))})::oid`
  const [look] = await session.query(lookQuery(number))
  if (look?.['found'] !== true) return nothing
  const facts = [...(await readFacts(session, `array[${number}]`)).values()][0]
  if (facts === undefined) return nothing
  const referrers = look['referenced'] === true ? await readReferrers(session, number) : []
  return { referrers, dress: (successor) => dress(facts, successor) }
}

/** What has been said of a relation from outside its definition. */
export function describedStatements(
  name: RelationName,
  kind: TargetKind,
  facts: RelationFacts,
): readonly string[] {
  const object = `${objectWordOf(kind)} ${relationText(name)}`
  return [
    ...(facts.owner === facts.me ? [] : [`alter ${object} owner to ${quote(facts.owner)}`]),
    ...grantStatements(name, facts),
    ...(facts.comment === null ? [] : [`comment on ${object} is ${literal(facts.comment)}`]),
    ...columnStatements(name, kind, facts),
  ]
}

function dress(facts: RelationFacts, successor: Successor): Dress {
  const { name, kind, makes } = successor
  const final = { ...name, name: facts.name }
  const sameKind = kind === kindOfLetter(facts.kind)
  const carried = withoutOwn(facts, makes)
  const described = [
    ...describedStatements(name, kind, carried),
    ...(sameKind ? optionStatements(name, kind, facts) : []),
  ]
  if (!sameKind) return { before: described, keys: [], after: [] }
  const reactions = reactionStatements(final, carried)
  if (kind === 'view') return { before: described, keys: [], after: reactions }
  const indexes = carriedIndexes(carried, name)
  return {
    before: [...described, ...indexes.before, ...conditionStatements(name, carried.checks)],
    keys: conditionStatements(name, carried.foreignKeys),
    after: [
      ...indexes.after,
      ...replicaIdentity(final, facts),
      ...statisticsStatements(final, carried.statistics),
      ...reactions,
      ...policyStatements(final, carried),
      ...publicationStatements(final, facts.publications),
    ],
  }
}

function withoutOwn(facts: RelationFacts, makes: Successor['makes']): RelationFacts {
  const foreign = <T extends { readonly name: string }>(objects: readonly T[]): readonly T[] =>
    objects.filter(({ name }) => !makes(name, 'other'))
  const conditions = (objects: RelationFacts['checks']): RelationFacts['checks'] =>
    objects.filter(({ name, comment }) => comment !== contractMark && !makes(name, 'index'))
  return {
    ...facts,
    indexes: facts.indexes.filter(
      ({ name, constraintComment }) => constraintComment !== contractMark && !makes(name, 'index'),
    ),
    checks: conditions(facts.checks),
    foreignKeys: conditions(facts.foreignKeys),
    triggers: foreign(facts.triggers),
    rules: foreign(facts.rules),
    policies: foreign(facts.policies),
    statistics: foreign(facts.statistics),
  }
}

function optionStatements(
  name: RelationName,
  kind: TargetKind,
  { options }: RelationFacts,
): readonly string[] {
  if (options === null) return []
  return [`alter ${objectWordOf(kind)} ${relationText(name)} set (${optionList(options)})`]
}

const identities: ReadonlyMap<string, string> = new Map([
  ['n', 'nothing'],
  ['f', 'full'],
])

function replicaIdentity(name: RelationName, { replicaIdentity: letter }: RelationFacts): readonly string[] {
  const identity = identities.get(letter)
  return identity === undefined ? [] : [`alter table ${relationText(name)} replica identity ${identity}`]
}

/** Whether anything was ever said of a relation; also true for some of which nothing is left. */
function lookQuery(relation: string): string {
  return `
select class.relacl is not null or class.reloptions is not null or class.relhasindex or class.relhastriggers or class.relchecks > 0
  or (class.relhasrules and class.relkind <> 'v') or class.relrowsecurity or class.relreplident <> 'd'
  or pg_catalog.pg_get_userbyid(class.relowner) <> current_user or class.relkind = 'v'
  or exists (
    select from pg_catalog.pg_description as description
    where description.objoid = class.oid and description.classoid = 'pg_catalog.pg_class'::regclass)
  or exists (
    select from pg_catalog.pg_attribute as attribute
    where attribute.attrelid = class.oid and attribute.attnum > 0
      and (attribute.attacl is not null or attribute.attoptions is not null or coalesce(attribute.attstattarget, -1) <> -1))
  or exists (select from pg_catalog.pg_policy as policy where policy.polrelid = class.oid)
  or exists (select from pg_catalog.pg_statistic_ext as statistic where statistic.stxrelid = class.oid)
  or exists (select from pg_catalog.pg_publication_rel as published where published.prrelid = class.oid)
  or exists (select from pg_catalog.pg_default_acl where defaclrole = current_user::regrole) as found,
  ${isReferenced} as referenced
from pg_catalog.pg_class as class
where class.oid = ${relation}`
}
