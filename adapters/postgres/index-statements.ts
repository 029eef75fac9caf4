// Indexes of a relation → the statements that make them again.
import type { RelationName } from '../../core/adapter/relation.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { ifColumns, ifExists } from './guard.ts'
import { objectWordOf, type TargetKind } from './object-words.ts'
import type { IndexFacts, RelationFacts } from './relation-facts.ts'

const { literal, quote, relation: relationText } = standardDialect

/** The indexes of a relation that was taken down, on the one that was made in its place under its name. */
export function indexStatements(
  name: RelationName,
  kind: TargetKind,
  { indexes }: Pick<RelationFacts, 'indexes'>,
): readonly string[] {
  return indexes.flatMap((index) =>
    ifColumns(name, index.columns, [index.definition, ...indexMarks(name, kind, index)]),
  )
}

/**
 * The indexes of a standing table on its successor. As the old ones have their names still, the new ones get others for the
 * time being (`before`); behind the swap they are renamed (`after`).
 */
export function carriedIndexes(
  facts: RelationFacts,
  successor: RelationName,
): { readonly before: readonly string[]; readonly after: readonly string[] } {
  const standing = { schema: facts.schema, name: facts.name }
  return {
    before: facts.indexes.flatMap((index) =>
      ifColumns(successor, index.columns, [carriedIndex(index, successor)]),
    ),
    after: facts.indexes.flatMap((index) => {
      const carried = { schema: successor.schema, name: carriedName(index) }
      const rename = `alter index ${relationText(carried)} rename to ${quote(index.name)}`
      return ifExists(carried, [rename, ...indexMarks(standing, 'table', index)])
    }),
  }
}

function carriedName({ id }: IndexFacts): string {
  return `_xform_${id}`
}

function carriedIndex(index: IndexFacts, successor: RelationName): string {
  const name = quote(carriedName(index))
  if (index.constraint !== null) {
    return `alter table ${relationText(successor)} add constraint ${name} ${index.constraint}`
  }
  return `create ${index.unique ? 'unique ' : ''}index ${name} on ${relationText(successor)}${index.rest}`
}

function indexMarks(name: RelationName, kind: TargetKind, index: IndexFacts): readonly string[] {
  const target = `alter ${objectWordOf(kind)} ${relationText(name)}`
  const own = relationText({ schema: name.schema, name: index.name })
  return [
    ...(index.comment === null ? [] : [`comment on index ${own} is ${literal(index.comment)}`]),
    ...(index.constraintComment === null || kind !== 'table'
      ? []
      : [
          `comment on constraint ${quote(index.name)} on ${relationText(name)} is ${literal(index.constraintComment)}`,
        ]),
    ...(index.clustered ? [`${target} cluster on ${quote(index.name)}`] : []),
    ...(index.identity && kind === 'table'
      ? [`${target} replica identity using index ${quote(index.name)}`]
      : []),
  ]
}
