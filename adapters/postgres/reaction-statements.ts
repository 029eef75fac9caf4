// Triggers and rules of a relation → the statements that make them again under its name.
import type { RelationName } from '../../core/adapter/relation.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { ifColumns } from './guard.ts'
import type { ReactionFacts, RelationFacts } from './relation-facts.ts'

const { literal, quote, relation: relationText } = standardDialect

const states = { O: undefined, D: 'disable', R: 'enable replica', A: 'enable always' } as const

/** The definitions name the relation, so it must have its name already. One that needs a column that is gone is left out. */
export function reactionStatements(
  name: RelationName,
  { triggers, rules }: Pick<RelationFacts, 'triggers' | 'rules'>,
): readonly string[] {
  return [
    ...triggers.flatMap((trigger) => make(name, 'trigger', trigger)),
    ...rules.flatMap((rule) => make(name, 'rule', rule)),
  ]
}

function make(name: RelationName, word: 'trigger' | 'rule', reaction: ReactionFacts): readonly string[] {
  const state = states[reaction.enabled]
  const quoted = quote(reaction.name)
  return ifColumns(name, reaction.columns, [
    reaction.definition,
    ...(state === undefined ? [] : [`alter table ${relationText(name)} ${state} ${word} ${quoted}`]),
    ...(reaction.comment === null
      ? []
      : [`comment on ${word} ${quoted} on ${relationText(name)} is ${literal(reaction.comment)}`]),
  ])
}
