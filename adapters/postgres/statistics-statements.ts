// Extended statistics and publications of a table → the statements that give its successor the same.
import type { RelationName } from '../../core/adapter/relation.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { ifColumns } from './guard.ts'
import type { PublicationFacts, StatisticsFacts } from './relation-facts.ts'

const { literal, quote, relation: relationText } = standardDialect

/** The definitions name the table, so it must have its name already. Those that need a column that is gone are left out. */
export function statisticsStatements(
  name: RelationName,
  statistics: readonly StatisticsFacts[],
): readonly string[] {
  return statistics.flatMap((statistic) => {
    const object = `statistics ${relationText({ schema: statistic.schema, name: statistic.name })}`
    return ifColumns(name, statistic.columns, [
      statistic.definition,
      ...(statistic.target === null ? [] : [`alter ${object} set statistics ${statistic.target}`]),
      ...(statistic.comment === null ? [] : [`comment on ${object} is ${literal(statistic.comment)}`]),
    ])
  })
}

/** A dropped table leaves its publications; its successor joins them with the same columns and the same condition. */
export function publicationStatements(
  name: RelationName,
  publications: readonly PublicationFacts[],
): readonly string[] {
  return publications.map(({ name: publication, columns, condition }) => {
    const list = columns === null ? '' : ` (${columns.map(quote).join(', ')})`
    const where = condition === null ? '' : ` where (${condition})`
    return `alter publication ${quote(publication)} add table ${relationText(name)}${list}${where}`
  })
}
