// Row level security of a table → the statements that protect another in the same way.
import type { RelationName } from '../../core/adapter/relation.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import type { PolicyFacts, RelationFacts } from './relation-facts.ts'

const { literal, quote, relation: relationText } = standardDialect

const commands = { '*': 'all', r: 'select', a: 'insert', w: 'update', d: 'delete' } as const

/**
 * A policy that needs a column that is gone is not left out but fails: without it, more rows might be seen than were meant.
 */
export function policyStatements(name: RelationName, facts: RelationFacts): readonly string[] {
  const alter = `alter table ${relationText(name)}`
  return [
    ...facts.policies.flatMap((policy) => makePolicy(name, policy)),
    ...(facts.rowSecurity ? [`${alter} enable row level security`] : []),
    ...(facts.forceRowSecurity ? [`${alter} force row level security`] : []),
  ]
}

function makePolicy(name: RelationName, policy: PolicyFacts): readonly string[] {
  const quoted = `${quote(policy.name)} on ${relationText(name)}`
  const roles = policy.roles.map((role) => (role === null ? 'public' : quote(role))).join(', ')
  const create = [
    `create policy ${quoted} as ${policy.permissive ? 'permissive' : 'restrictive'}`,
    `for ${commands[policy.command]} to ${roles}`,
    ...(policy.using === null ? [] : [`using (${policy.using})`]),
    ...(policy.check === null ? [] : [`with check (${policy.check})`]),
  ].join(' ')
  return [
    create,
    ...(policy.comment === null ? [] : [`comment on policy ${quoted} is ${literal(policy.comment)}`]),
  ]
}
