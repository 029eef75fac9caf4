// The columns that a snapshot adds to those of its query: as they are made, and as they stand.
import type { Dialect } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import type { SnapshotConfig } from '../../parse/config.ts'
import { findColumn, timeKindOf } from '../event-time.ts'

/** The columns that a snapshot adds. The times are all with a zone, or all without. */
export interface MetaColumns {
  readonly scdId: Column
  readonly updatedAt: Column
  readonly validFrom: Column
  readonly validTo: Column
  /** Only where the table has it. */
  readonly isDeleted?: Column
}

/** Their names, in the order in which they are made. A name means what it would mean without quotes, as in dbt. */
export function metaNames({ metaColumns }: SnapshotConfig, dialect: Dialect): readonly string[] {
  const { scdId, updatedAt, validFrom, validTo, isDeleted } = metaColumns
  return [scdId, updatedAt, validFrom, validTo, isDeleted].map((name) => nameAsWritten(name, dialect))
}

function nameAsWritten(name: string, dialect: Dialect): string {
  return dialect.foldIdentifier(name) ?? name
}

/** The columns of a new snapshot, whose times are of a type. */
export function newMetaColumns(config: SnapshotConfig, time: string, dialect: Dialect): MetaColumns {
  const { metaColumns: names, hardDeletes } = config
  const text = dialect.seedType({ kind: 'text' })
  const column = (name: string, type: string): Column => ({ name: nameAsWritten(name, dialect), type })
  return {
    scdId: column(names.scdId, text),
    updatedAt: column(names.updatedAt, time),
    validFrom: column(names.validFrom, time),
    validTo: column(names.validTo, time),
    ...(hardDeletes === 'new_record' ? { isDeleted: column(names.isDeleted, text) } : {}),
  }
}

/** The columns as a table has them, or in words what it lacks of a snapshot. */
export function standingMetaColumns(
  columns: readonly Column[],
  { metaColumns: names }: SnapshotConfig,
  dialect: Dialect,
): MetaColumns | { readonly lacks: readonly string[] } {
  const find = (name: string): Column | undefined =>
    findColumn(columns, nameAsWritten(name, dialect), dialect)
  const [scdId, isDeleted] = [find(names.scdId), find(names.isDeleted)]
  const [updatedAt, validFrom, validTo] = [names.updatedAt, names.validFrom, names.validTo].map(find)
  if (scdId !== undefined && updatedAt !== undefined && validFrom !== undefined && validTo !== undefined) {
    const wrong = wrongTimes([validFrom, updatedAt, validTo])
    if (wrong.length > 0) return { lacks: wrong }
    return { scdId, updatedAt, validFrom, validTo, ...(isDeleted === undefined ? {} : { isDeleted }) }
  }
  const needed = [names.scdId, names.updatedAt, names.validFrom, names.validTo]
  const missing = needed.filter((name) => find(name) === undefined)
  const quoted = missing.map((name) => `"${nameAsWritten(name, dialect)}"`).join(', ')
  return { lacks: [`it has no column ${quoted}`] }
}

function wrongTimes(times: readonly Column[]): readonly string[] {
  const kinds = times.map(({ type }) => timeKindOf(type))
  const [first] = times
  return times.flatMap(({ name, type }, index) => {
    if (kinds[index] === undefined) return [`its column "${name}" is ${type}, which is no time`]
    if (kinds[index] === kinds[0] || kinds[0] === undefined || first === undefined) return []
    return [`its column "${name}" is ${type}, and "${first.name}" is ${first.type}`]
  })
}
