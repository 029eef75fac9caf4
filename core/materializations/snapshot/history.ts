// What every statement about a snapshot's table is written from.
import type { Dialect, KeyPart } from '../../adapter/dialect.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { CompiledSnapshot } from '../../compile/compiled.ts'
import type { MetaColumns } from './meta-columns.ts'
import { asTime, momentAs } from './times.ts'

/** A column of the table that comes from the query, as the table has it. */
export interface HistoryColumn extends Column {
  /** The query's column; the query may not give it any more. */
  readonly incoming?: Column
}

/** A part of the unique key, and the type of its values. */
export interface HistoryKey {
  readonly part: KeyPart
  readonly type: string
}

/** A snapshot's table and the rows that are brought into it. */
export interface History {
  readonly node: CompiledSnapshot
  readonly dialect: Dialect
  /** The temporary table with what the query gives now. */
  readonly rows: RelationName
  readonly columns: readonly HistoryColumn[]
  readonly key: readonly HistoryKey[]
  readonly meta: MetaColumns
  /** The column that says when a row changed. */
  readonly updatedAt?: HistoryColumn
  /** With the strategy `check`: the columns that are compared. */
  readonly compared: readonly HistoryColumn[]
  /** Until when current rows are valid, as SQL; NULL without it. */
  readonly until?: string
}

/** The columns that statements add for themselves; their names need no quotes. */
export const own = {
  change: '_xform_change',
  at: '_xform_at',
  began: '_xform_began',
  starts: '_xform_starts',
  ends: '_xform_ends',
  ended: '_xform_ended',
  found: '_xform_found',
} as const

/** How the parts of the key are called in statements, in order; their names need no quotes. */
export function partNames({ key }: Pick<History, 'key'>): readonly string[] {
  return key.map((_, index) => `_xform_part_${index + 1}`)
}

/** The parts of the key, computed: the end of a select list. */
export function partList(history: Pick<History, 'key' | 'dialect'>): string {
  const { key, dialect } = history
  const names = partNames(history)
  return key.map(({ part }, index) => `${partText(part, dialect)} as ${names[index]}`).join(', ')
}

/** A part of the key as an expression. */
export function partText(part: KeyPart, dialect: Dialect): string {
  return part.kind === 'column' ? dialect.quote(part.name) : `(${part.sql}\n)`
}

/** The rows of the query with the table's columns, the parts of their keys, and when they changed. */
export function incomingRows(history: History): string {
  const { dialect, rows, columns, meta, updatedAt, node } = history
  const list = columns.flatMap(({ name, type, incoming }) => {
    if (incoming === undefined) return []
    const value = dialect.quote(incoming.name)
    return [`${incoming.type === type ? value : `cast(${value} as ${type})`} as ${dialect.quote(name)}`]
  })
  const { type } = meta.validFrom
  const at =
    updatedAt === undefined
      ? momentAs(type, node.takenAt)
      : asTime(dialect.quote(updatedAt.name), updatedAt.type, type)
  return [
    `select *, ${partList(history)}, ${at} as ${own.at} from (`,
    `  select ${list.join(', ')} from ${dialect.relation(rows)}`,
    ') as "_xform_rows"',
  ].join('\n')
}

/** The condition for rows of the table that are current; `side` is how it is called there (`target.`). */
export function isCurrent({ meta, until, dialect }: History, side = ''): string {
  const validTo = side + dialect.quote(meta.validTo.name)
  return until === undefined ? `${validTo} is null` : `(${validTo} is null or ${validTo} = ${until})`
}

/** The condition for rows of the table that are not current any more. */
export function isClosed({ meta, until, dialect }: History): string {
  const validTo = dialect.quote(meta.validTo.name)
  return until === undefined ? `${validTo} is not null` : `${validTo} is not null and ${validTo} <> ${until}`
}

/** The condition for rows of the table that say that there is no such row; undefined where the table cannot say so. */
export function isDeleted({ meta, dialect }: History, side: string): string | undefined {
  return meta.isDeleted === undefined
    ? undefined
    : `coalesce(${side}${dialect.quote(meta.isDeleted.name)} = 'True', false)`
}
