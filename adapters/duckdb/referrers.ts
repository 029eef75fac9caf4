// A table → the tables that refer to it by foreign keys, directly or through others, and what carries them over to its successor.
import type { CarriedKeys, Referrer } from '../../core/adapter/publishing.ts'
import type { Dialect } from '../../core/adapter/dialect.ts'
import { quoteIdentifier, textLiteral as literal } from '../../core/adapter/literal.ts'
import type { RelationName } from '../../core/adapter/relation.ts'
import { textOf, textsOf, type Row, type Session } from '../../core/adapter/session.ts'
import { isInSchema } from './catalogue-place.ts'

/**
 * Reads who refers to a table. DuckDB neither drops such a table nor adds a foreign key to one that stands, so that every
 * table that refers to it is taken down with its rows, and made again behind the swap. Foreign keys never leave their schema.
 */
export async function readReferrers(
  session: Session,
  relation: RelationName,
  dialect: Dialect,
): Promise<readonly Referrer[]> {
  const keys = await readKeys(session, relation)
  const names = outermostFirst(relation.name, keys)
  if (names.length === 0) return []
  const tables = await readTables(session, relation, names)
  return tables.map((table) => {
    const own = keys.filter(({ name }) => isSame(name, table.name))
    return referrerOf({ table, keys: own, referenced: relation, dialect })
  })
}

interface Key {
  /** The table that has it. */
  readonly name: string
  readonly columns: readonly string[]
  /** The table that it refers to. */
  readonly target: string
  readonly referenced: readonly string[]
  /** As it stands in the table's definition; empty where DuckDB does not print it. */
  readonly text: string
}

/** All foreign keys of a schema. */
async function readKeys(session: Session, place: RelationName): Promise<readonly Key[]> {
  const rows = await session.query(`
select table_name as name, constraint_column_names as columns, referenced_table as target,
  referenced_column_names as referenced, constraint_text as text
from duckdb_constraints()
where constraint_type = 'FOREIGN KEY' and ${isInSchema(place)}`)
  return rows.map((row) => ({
    name: textOf(row['name']),
    columns: textsOf(row['columns']),
    target: textOf(row['target']),
    referenced: textsOf(row['referenced']),
    text: textOf(row['text']),
  }))
}

/** Each table behind all that refer to it, so that they can be dropped one by one (depth-first, in post-order). */
function outermostFirst(root: string, keys: readonly Key[]): readonly string[] {
  const seen = new Set([root.toLowerCase()])
  const order: string[] = []
  const visit = (target: string): void => {
    for (const { name } of keys.filter((key) => isSame(key.target, target))) {
      if (seen.has(name.toLowerCase())) continue
      seen.add(name.toLowerCase())
      visit(name)
      order.push(name)
    }
  }
  visit(root)
  return order
}

interface Table {
  readonly name: string
  readonly sql: string
  readonly comment: string | undefined
  readonly columnComments: readonly { readonly column: string; readonly comment: string }[]
  readonly indexes: readonly {
    readonly sql: string
    readonly name: string
    readonly comment: string | undefined
  }[]
}

async function readTables(
  session: Session,
  place: RelationName,
  names: readonly string[],
): Promise<readonly Table[]> {
  const isWanted = `${isInSchema(place)} and lower(table_name) in (${names.map((name) => literal(name.toLowerCase())).join(', ')})`
  const [tables, columns, indexes] = await session.execute([
    `select table_name as name, sql, comment from duckdb_tables() where ${isWanted}`,
    `select table_name as name, column_name as column, comment from duckdb_columns() where ${isWanted} and comment is not null`,
    `select table_name as name, index_name as index, sql, comment from duckdb_indexes() where ${isWanted} and sql is not null`,
  ])
  const rowsOf = (result: typeof tables, name: string): readonly Row[] =>
    (result?.rows ?? []).filter((row) => isSame(textOf(row['name']), name))
  return names.flatMap((name) => {
    const [row] = rowsOf(tables, name)
    if (row === undefined) return []
    return [
      {
        name: textOf(row['name']),
        sql: textOf(row['sql']),
        comment: optionalText(row['comment']),
        columnComments: rowsOf(columns, name).map((one) => ({
          column: textOf(one['column']),
          comment: textOf(one['comment']),
        })),
        indexes: rowsOf(indexes, name).map((one) => ({
          sql: textOf(one['sql']),
          name: textOf(one['index']),
          comment: optionalText(one['comment']),
        })),
      },
    ]
  })
}

interface Referring {
  readonly table: Table
  readonly keys: readonly Key[]
  readonly referenced: RelationName
  readonly dialect: Dialect
}

function referrerOf(referring: Referring): Referrer {
  const { table, keys, referenced, dialect } = referring
  const relation = { ...referenced, name: table.name }
  const toIt = keys.filter(({ target }) => isSame(target, referenced.name))
  const obstacle = obstacleIn(table, keys)
  return {
    words: `foreign key of table ${dialect.relation(relation)}`,
    table: relation,
    keys: toIt.map((key) => ({ columns: key.columns, referenced: key.referenced })),
    ...(obstacle === undefined ? {} : { obstacle }),
    // The names of constraints are not kept, so nothing tells those of somebody else.
    isOwn: true,
    carry: (_, hold) => carry(referring, relation, hold === 'checked'),
  }
}

/** What DuckDB's catalogue does not print so that it could be made again. */
function obstacleIn({ name, sql }: Table, keys: readonly Key[]): string | undefined {
  if (keys.some(({ target, text }) => isSame(target, name) || text === ''))
    return 'which refers to itself as well'
  return /\bGENERATED ALWAYS AS\b/u.test(sql) ? 'which has generated columns' : undefined
}

function carry(
  { table, keys, referenced, dialect }: Referring,
  relation: RelationName,
  checked: boolean,
): CarriedKeys {
  const name = dialect.relation(relation)
  const kept = `${table.name}__xform_kept`
  const rows = dialect.relation(dialect.temporary(kept))
  const left = keys.filter(({ target }) => checked || !isSame(target, referenced.name))
  return {
    before: [],
    down: [dialect.createTemporaryTableAs(kept, `select * from ${name}`), dialect.drop('table', relation)],
    up: [
      `create table ${name}${definitionOf(table, keys, { left, referenced, dialect })}`,
      `insert into ${name} select * from ${rows}`,
      ...(table.comment === undefined ? [] : [dialect.comment('table', relation, table.comment)]),
      ...table.columnComments.map(({ column, comment }) =>
        dialect.comment('table', relation, comment, column),
      ),
      ...table.indexes.map(({ sql }) => withName(sql, printedName(table.sql), name)),
      ...table.indexes.flatMap((index) =>
        index.comment === undefined
          ? []
          : [
              `comment on index ${dialect.relation({ ...relation, name: index.name })} is ${literal(index.comment)}`,
            ],
      ),
      `drop table ${rows}`,
    ],
  }
}

/** What stands in the parentheses, with the foreign keys that are left, in full names. */
function definitionOf(
  { sql }: Table,
  keys: readonly Key[],
  {
    left,
    referenced,
    dialect,
  }: { readonly left: readonly Key[]; readonly referenced: RelationName; readonly dialect: Dialect },
): string {
  const body = sql.slice(createTable.length + printedName(sql).length).replace(/;\s*$/u, '')
  return keys.reduce((text, key) => {
    const list = (columns: readonly string[]): string => columns.map(quoteIdentifier).join(', ')
    const target = dialect.keyTarget({ ...referenced, name: key.target })
    const full = `foreign key (${list(key.columns)}) references ${target} (${list(key.referenced)})`
    return left.includes(key) ? exchange(text, key.text, full) : exchange(text, `, ${key.text}`, '')
  }, body)
}

/** Keys stand behind the columns, whose defaults can be texts that look like one. */
function exchange(text: string, found: string, by: string): string {
  const at = text.lastIndexOf(found)
  return at === -1 ? text : text.slice(0, at) + by + text.slice(at + found.length)
}

const createTable = 'CREATE TABLE '
const part = String.raw`(?:"(?:[^"]|"")*"|[^".(\s]+)`
const printed = new RegExp(`^${createTable}(${part}(?:\\.${part})*)\\(`, 'u')

/** A table's name as the catalogue prints it, with its schema unless that is the usual one. */
function printedName(sql: string): string {
  return printed.exec(sql)?.[1] ?? ''
}

/** An index's definition with the full name of its table. */
function withName(sql: string, printedTable: string, name: string): string {
  return sql.replace(` ON ${printedTable}(`, () => ` on ${name} (`).replace(/;\s*$/u, '')
}

function isSame(some: string, other: string): boolean {
  return some.toLowerCase() === other.toLowerCase()
}

function optionalText(cell: Row[string] | undefined): string | undefined {
  return cell === null || cell === undefined ? undefined : textOf(cell)
}
