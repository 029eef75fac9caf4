// Checks and foreign keys of a relation → the statements that give its successor the same.
import type { RelationName } from '../../core/adapter/relation.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { ifColumns } from './guard.ts'
import type { ConditionFacts } from './relation-facts.ts'

const { literal, quote, relation: relationText } = standardDialect

/** A table's conditions have names of their own in each table. One that needs a column that is gone is left out. */
export function conditionStatements(
  successor: RelationName,
  conditions: readonly ConditionFacts[],
): readonly string[] {
  return conditions.flatMap(({ name, definition, rest, columns, comment }) => {
    const table = relationText(successor)
    const whole = rest === null ? definition : `${definition} references ${table} (${rest}`
    return ifColumns(successor, columns, [
      `alter table ${table} add constraint ${quote(name)} ${whole}`,
      ...(comment === null
        ? []
        : [`comment on constraint ${quote(name)} on ${table} is ${literal(comment)}`]),
    ])
  })
}
