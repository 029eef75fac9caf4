// A snapshot that does not stand yet → the steps that make its table, with the rows of its query as first versions.
import type { Column } from '../../adapter/relation.ts'
import { analyze } from '../create-table.ts'
import { findColumn } from '../event-time.ts'
import { finish } from '../finish.ts'
import { queryToBuild } from '../query.ts'
import type { Reaction, Step } from '../step.ts'
import { checkRows } from './check-rows.ts'
import { incomingRows, own, type History } from './history.ts'
import { newMetaColumns } from './meta-columns.ts'
import { openHistory } from './open-history.ts'
import type { SnapshotInput } from './snapshot-input.ts'
import { dropTable, readRows } from './staging.ts'
import { timeTypeFor, usualTimeType } from './times.ts'
import { versionId } from './version-id.ts'
import { currentUntil } from './write-changes.ts'

/** Makes the table. */
export function createHistory(input: SnapshotInput, incoming: readonly Column[]): Reaction {
  const { node, dialect, options } = input
  const query = queryToBuild(node.full, options)
  const meta = newMetaColumns(node.config, timeTypeOf(input, incoming), dialect)
  const columns = incoming.map((column) => ({ ...column, incoming: column }))
  return openHistory(input, { query, incoming, columns, meta, stands: false }, (history) => {
    const create: Step = {
      kind: 'execute',
      label: 'create table',
      statement: { sql: dialect.createTableAs(node.relation, firstVersions(history)), at: node.at },
      counts: true,
    }
    return {
      kind: 'steps',
      steps: [
        readRows(input, query),
        ...checkRows(history),
        create,
        dropTable(history.rows, dialect),
        ...finish(input, { kind: 'table', relation: node.relation }),
        ...analyze(node.relation, dialect),
      ],
    }
  })
}

/** The type of the times of a new snapshot, whose query has these columns. */
export function timeTypeOf(
  { node, dialect }: Pick<SnapshotInput, 'node' | 'dialect'>,
  incoming: readonly Column[],
): string {
  const { updatedAt } = node.config.changeTest
  const column = updatedAt === undefined ? undefined : findColumn(incoming, updatedAt, dialect)
  return (column === undefined ? undefined : timeTypeFor(column.type, dialect)) ?? usualTimeType(dialect)
}

/** A query for every row of the snapshot's query as its first version. */
function firstVersions(history: History): string {
  const { dialect, columns, meta } = history
  const { scdId, updatedAt, validFrom, validTo, isDeleted } = meta
  const added = [
    { value: versionId(history, own.at), name: scdId.name },
    { value: own.at, name: updatedAt.name },
    { value: own.at, name: validFrom.name },
    { value: currentUntil(history), name: validTo.name },
    ...(isDeleted === undefined
      ? []
      : [{ value: `cast('False' as ${isDeleted.type})`, name: isDeleted.name }]),
  ]
  const values = [
    ...columns.map(({ name }) => dialect.quote(name)),
    ...added.map(({ value, name }) => `${value} as ${dialect.quote(name)}`),
  ]
  return [`select ${values.join(', ')} from (`, incomingRows(history), ') as "_xform_versions"'].join('\n')
}
