import type { ConstraintSpec } from './constraint.ts'
import type { Dialect } from './dialect.ts'
import { duplicateKeys } from './keyed-change.ts'
import { numberLiteral, quoteIdentifier, textLiteral } from './literal.ts'
import type { Column, RelationKind, RelationName } from './relation.ts'

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
  createTable: (target, columns, constraints) =>
    `create table ${relationText(target)} ${definition(columns, constraints)}`,
  addConstraint: (target, constraint) =>
    `alter table ${relationText(target)} add ${constraintText(constraint)}`,
  keyTarget: relationText,
  typeAlias: (type) => type,
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

/** A table's columns and constraints in parentheses, as they stand behind its name. */
export function definition(columns: readonly Column[], constraints: readonly ConstraintSpec[] = []): string {
  const lines = [
    ...columns.map(({ name, type }) => `${quoteIdentifier(name)} ${type}${notNullText(name, constraints)}`),
    ...constraints.flatMap((constraint) =>
      constraint.kind === 'not_null' ? [] : [constraintText(constraint)],
    ),
  ]
  return `(\n${lines.map((line) => `  ${line}`).join(',\n')}\n)`
}

function notNullText(column: string, constraints: readonly ConstraintSpec[]): string {
  const found = constraints.find((one) => one.kind === 'not_null' && one.column === column)
  return found === undefined ? '' : ` constraint ${quoteIdentifier(found.name)} not null`
}

function constraintText(constraint: ConstraintSpec): string {
  const name = `constraint ${quoteIdentifier(constraint.name)}`
  switch (constraint.kind) {
    case 'not_null':
      return `${name} not null ${quoteIdentifier(constraint.column)}`
    case 'primary_key':
    case 'unique':
      return `${name} ${constraint.kind.replace('_', ' ')} (${columnList(constraint.columns)})`
    case 'check':
      return `${name} check (${closed(constraint.expression)})`
    case 'foreign_key':
      return `${name} foreign key (${columnList(constraint.columns)}) references ${closed(constraint.references)}`
  }
}

/** What follows an author's SQL must not belong to a comment at its end. */
function closed(sql: string): string {
  return sql.includes('--') ? `${sql}\n` : sql
}

function columnList(columns: readonly string[]): string {
  return columns.map(quoteIdentifier).join(', ')
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
