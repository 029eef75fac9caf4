// The access list of a relation → the statements that give another the same.
import type { RelationName } from '../../core/adapter/relation.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import type { ColumnFacts, Grant, RelationFacts } from './relation-facts.ts'

const { quote, relation: relationText } = standardDialect

/** Whose relation it is, and as whom we act. */
type Roles = Pick<RelationFacts, 'owner' | 'role'>

/**
 * Makes a new relation's access list equal to an old one's: takes away what default privileges gave it, then grants again in
 * the order in which it was granted. The relation must have its owner already.
 */
export function grantStatements(name: RelationName, facts: RelationFacts): readonly string[] {
  const strangers = facts.defaultGrantees.map(roleText)
  const revoke =
    strangers.length === 0 ? [] : [`revoke all on ${relationText(name)} from ${strangers.join(', ')}`]
  if (!facts.granted) return revoke
  const others = facts.grants.filter(({ grantee }) => grantee !== facts.owner)
  return [...revoke, ...ownRights(name, facts), ...grantAgain(name, others, facts)]
}

/** Gives one column's access list to the column of the same name of another relation. */
export function columnGrantStatements(
  name: RelationName,
  { name: column, grants }: ColumnFacts,
  roles: Roles,
): readonly string[] {
  const onColumn = grants.map((grant) => ({ ...grant, privilege: `${grant.privilege} (${quote(column)})` }))
  return grantAgain(name, onColumn, roles)
}

/** An owner has all rights until some are taken away. */
function ownRights(name: RelationName, facts: RelationFacts): readonly string[] {
  const held = facts.grants.filter(({ grantee }) => grantee === facts.owner).map(({ privilege }) => privilege)
  if (facts.ownerPrivileges.every((privilege) => held.includes(privilege))) return []
  const target = relationText(name)
  const owner = quote(facts.owner)
  const revoke = `revoke all on ${target} from ${owner}`
  return held.length === 0 ? [revoke] : [revoke, `grant ${held.join(', ')} on ${target} to ${owner}`]
}

function grantAgain(name: RelationName, grants: readonly Grant[], roles: Roles): readonly string[] {
  const groups = new Map<string, Grant[]>()
  for (const grant of grants) {
    const key = JSON.stringify([grant.grantor, grant.grantee, grant.grantable])
    groups.set(key, [...(groups.get(key) ?? []), grant])
  }
  return [...groups.values()].flatMap((group) => grantGroup(name, group, roles))
}

/** Privileges of one grantee from one grantor. Where we may, we act as the grantor, so that it can take them back. */
function grantGroup(name: RelationName, group: readonly Grant[], { owner, role }: Roles): readonly string[] {
  const [first] = group
  if (first === undefined) return []
  const privileges = group.map(({ privilege }) => privilege).join(', ')
  const option = first.grantable ? ' with grant option' : ''
  const grant = `grant ${privileges} on ${relationText(name)} to ${roleText(first.grantee)}${option}`
  if (first.grantor === owner || !first.mayActAsGrantor) return [grant]
  const back = role === 'none' ? 'none' : quote(role)
  return [`set local role ${quote(first.grantor)}`, grant, `set local role ${back}`]
}

function roleText(role: string | null): string {
  return role === null ? 'public' : quote(role)
}
