// What has changed → the statements that bring it into a snapshot's table.
import type { KeyPart } from '../../adapter/dialect.ts'
import { changesTable, returnsTable } from './find-changes.ts'
import { isCurrent, own, partNames, type History } from './history.ts'
import { versionId } from './version-id.ts'

/** The parts of the key as they stand in the tables of changes. */
export function partColumns(history: Pick<History, 'key'>): readonly KeyPart[] {
  return partNames(history).map((name) => ({ kind: 'column', name }))
}

/** A key that comes back does not begin before it went. */
export function startReturns(history: History): readonly string[] {
  return history.dialect.updateMatching({
    target: changesTable(history).relation,
    source: returnsTable(history).relation,
    key: partColumns(history),
    predicates: [`target.${own.change} = 'new'`, `target.${own.starts} < source.${own.ended}`],
    updates: [{ column: own.starts, from: own.starts }],
  })
}

/** Ends the current rows of what has changed or is gone. */
export function closeVersions(history: History): readonly string[] {
  const { node, dialect, meta, key } = history
  return dialect.updateMatching({
    target: node.relation,
    source: changesTable(history).relation,
    key: key.map(({ part }) => part),
    predicates: [isCurrent(history, 'target.'), `source.${own.change} <> 'new'`],
    updates: [{ column: meta.validTo.name, from: own.ends }],
  })
}

/** Adds the new versions; of what is gone only where the config asks for it. */
export function addVersions(history: History): string {
  const { node, dialect, meta, columns } = history
  const keepsGone = node.config.hardDeletes === 'new_record'
  const names = [...columns.map(({ name }) => name), ...metaColumnList(history)]
  const at = `case when ${own.change} = 'gone' then ${own.starts} else ${own.at} end`
  const values = [
    ...columns.map(({ name }) => dialect.quote(name)),
    versionId(history),
    cast(at, meta.updatedAt.type),
    own.starts,
    currentUntil(history),
    ...(meta.isDeleted === undefined
      ? []
      : [cast(`case when ${own.change} = 'gone' then 'True' else 'False' end`, meta.isDeleted.type)]),
  ]
  const query = [
    `select ${values.join(', ')}`,
    `from ${dialect.relation(changesTable(history).relation)}`,
    ...(keepsGone ? [] : [`where ${own.change} <> 'gone'`]),
  ].join('\n')
  return dialect.insert(node.relation, names, query)
}

/** The names of the columns that a snapshot adds, in the order of their values. */
export function metaColumnList({ meta }: Pick<History, 'meta'>): readonly string[] {
  const { scdId, updatedAt, validFrom, validTo, isDeleted } = meta
  const deleted = isDeleted === undefined ? [] : [isDeleted.name]
  return [scdId.name, updatedAt.name, validFrom.name, validTo.name, ...deleted]
}

/** Until when a row is valid that is current. */
export function currentUntil({ meta, until }: Pick<History, 'meta' | 'until'>): string {
  return until ?? `cast(null as ${meta.validTo.type})`
}

function cast(expression: string, type: string): string {
  return `cast(${expression} as ${type})`
}
