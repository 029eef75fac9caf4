// What was said of a relation's columns → the statements that say it of another's columns of the same names.
import type { RelationName } from '../../core/adapter/relation.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { columnGrantStatements } from './grants.ts'
import { ifColumns } from './guard.ts'
import { objectWordOf, type TargetKind } from './object-words.ts'
import type { ColumnFacts, RelationFacts } from './relation-facts.ts'

const { literal, quote, relation: relationText } = standardDialect

/** Comments, grants, defaults (of views) and statistics targets; a column that is no longer there is left out. */
export function columnStatements(
  name: RelationName,
  kind: TargetKind,
  facts: RelationFacts,
): readonly string[] {
  return facts.columns.flatMap((column) =>
    ifColumns(name, [column.name], statementsFor(name, kind, { facts, column })),
  )
}

function statementsFor(
  name: RelationName,
  kind: TargetKind,
  { facts, column }: { readonly facts: RelationFacts; readonly column: ColumnFacts },
): readonly string[] {
  const alter = `alter ${objectWordOf(kind)} ${relationText(name)} alter column ${quote(column.name)}`
  const comment = `comment on column ${relationText(name)}.${quote(column.name)} is`
  return [
    ...(column.comment === null ? [] : [`${comment} ${literal(column.comment)}`]),
    ...(column.default === null || kind !== 'view' ? [] : [`${alter} set default ${column.default}`]),
    ...(kind === 'view' ? [] : physicalStatements(alter, column)),
    ...columnGrantStatements(name, column, facts),
  ]
}

function physicalStatements(alter: string, { statistics, options }: ColumnFacts): readonly string[] {
  return [
    ...(statistics === null ? [] : [`${alter} set statistics ${statistics}`]),
    ...(options === null ? [] : [`${alter} set (${optionList(options)})`]),
  ]
}

/** Options as the catalogue holds them (`fillfactor=70`), as statements take them. */
export function optionList(options: readonly string[]): string {
  return options
    .map((option) => {
      const [name = ''] = option.split('=', 1)
      return `${quote(name)} = ${literal(option.slice(name.length + 1))}`
    })
    .join(', ')
}
