import type { Dialect } from './dialect.ts'
import { duplicateKeys } from './keyed-change.ts'
import { numberLiteral, quoteIdentifier, textLiteral } from './literal.ts'
import type { RelationKind, RelationName } from './relation.ts'

/** What databases that follow the SQL standard write alike: an adapter's dialect starts from it and says what differs. */
export const standardDialect = {
  quote: quoteIdentifier,
  literal,
  relation: relationText,

  begin: 'begin',
  beginSnapshot: 'begin',
  commit: 'commit',
  rollback: 'rollback',

  createSchema: (schema, database) =>
    `create schema if not exists ${[database, schema]
      .filter((one) => one !== undefined)
      .map(quoteIdentifier)
      .join('.')}`,
  createTableAs: (target, query) => `create table ${relationText(target)} as\n${query}`,
  createViewAs: (target, query) => `create view ${relationText(target)} as\n${query}`,
  createTemporaryViewAs: (name, query) => `create temporary view ${quoteIdentifier(name)} as\n${query}`,
  replaceViewAs: (target, query) => `create or replace view ${relationText(target)} as\n${query}`,
  createTable: (target, columns) => {
    const definitions = columns.map(({ name, type }) => `  ${quoteIdentifier(name)} ${type}`)
    return `create table ${relationText(target)} (\n${definitions.join(',\n')}\n)`
  },
  drop: (kind, name) => `drop ${objectWord(kind)} ${relationText(name)}`,
  rename: (kind, from, to) =>
    `alter ${objectWord(kind)} ${relationText(from)} rename to ${quoteIdentifier(to)}`,

  insert: (target, columns, query) =>
    `insert into ${relationText(target)} (${columns.map(quoteIdentifier).join(', ')})\n${query}`,
  duplicateKeys: (source, key, limit) => duplicateKeys(relationText(source), key, limit),
  hash: (expression) => `md5(${expression})`,
  comparable: () => true,
  nullSafeEqual: (left, right) => `${left} is not distinct from ${right}`,
  countWhere: ['count(*) filter (where ', ')'],
  exceptAll: (left, right) => `(\n${left}\n)\nexcept all\n(\n${right}\n)`,

  earlier: (expression, milliseconds) => `(${expression} - interval '${milliseconds / 1000} seconds')`,

  addColumn: (target, { name, type }) =>
    `alter table ${relationText(target)} add column ${quoteIdentifier(name)} ${type}`,
  dropColumn: (target, column) =>
    `alter table ${relationText(target)} drop column ${quoteIdentifier(column)}`,
  alterColumnType: (target, { name, type }) =>
    `alter table ${relationText(target)} alter column ${quoteIdentifier(name)} type ${type}`,

  comment: (kind, relation, ...[text, column]: readonly [text: string | null, column?: string]) => {
    const object =
      column === undefined
        ? `${kind} ${relationText(relation)}`
        : `column ${relationText(relation)}.${quoteIdentifier(column)}`
    return `comment on ${object} is ${literal(text)}`
  },
  analyze: (relation) => `analyze ${relationText(relation)}`,
} as const satisfies Partial<Dialect>

/** The word for a relation's kind in statements about it. */
export function objectWord(kind: RelationKind): string {
  if (kind === 'other') throw new RangeError('xform neither drops nor renames what it never builds')
  return kind === 'materialized_view' ? 'materialized view' : kind
}

function relationText({ database, schema, name }: RelationName): string {
  return [database, schema, name]
    .filter((part) => part !== undefined)
    .map(quoteIdentifier)
    .join('.')
}

function literal(value: null | boolean | number | string): string {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  return typeof value === 'number' ? numberLiteral(value) : textLiteral(value)
}
