// The columns of a snapshot's query → what is wrong with them, before anything is read.
import type { Column } from '../../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import { didYouMean } from '../../errors/suggest.ts'
import { findColumn } from '../event-time.ts'
import { refuseReserved, refuseTwins } from '../growth/refuse-columns.ts'
import { unknownColumns } from '../key-columns.ts'
import { metaNames } from './meta-columns.ts'
import type { SnapshotInput } from './snapshot-input.ts'
import { timeTypeFor } from './times.ts'

/** Everything that the config names has to be there, and nothing may be called like a column that the snapshot adds. */
export function wrongColumns(input: SnapshotInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { config } = input.node
  const keys = config.uniqueKey.map((column) => ({ key: 'unique_key', column }))
  return [
    ...refuseReserved(input, columns),
    ...refuseTwins(input, columns),
    ...takenNames(input, columns),
    ...unknownColumns(input, columns, keys),
    ...unknownChecks(input, columns),
    ...wrongUpdatedAt(input, columns),
  ]
}

function takenNames({ node, dialect }: SnapshotInput, columns: readonly Column[]): readonly Diagnostic[] {
  const taken = new Set(metaNames(node.config, dialect).map((name) => dialect.columnIdentity(name)))
  return columns
    .filter(({ name }) => taken.has(dialect.columnIdentity(name)))
    .map(({ name }) =>
      diagnostic('meta-column-taken', { snapshot: node.name, column: name }, { at: node.at }),
    )
}

function unknownChecks({ node, dialect }: SnapshotInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { changeTest } = node.config
  if (changeTest.strategy !== 'check' || changeTest.columns === 'all') return []
  return changeTest.columns
    .filter((name) => findColumn(columns, name, dialect) === undefined)
    .map((name) => unknown('check_cols', name, { node, columns }))
}

function wrongUpdatedAt({ node, dialect }: SnapshotInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { updatedAt } = node.config.changeTest
  if (updatedAt === undefined) return []
  const column = findColumn(columns, updatedAt, dialect)
  if (column === undefined) return [unknown('updated_at', updatedAt, { node, columns })]
  if (timeTypeFor(column.type, dialect) !== undefined) return []
  return [diagnostic('updated-at-no-time', { ...column }, { at: node.places['updated_at'] ?? node.at })]
}

function unknown(
  key: string,
  column: string,
  { node, columns }: Pick<SnapshotInput, 'node'> & { readonly columns: readonly Column[] },
): Diagnostic {
  const names = columns.map(({ name }) => name)
  const isEverything = key === 'check_cols' && (column === 'all' || column === '*')
  const suggestion = isEverything ? 'Write `check_cols: all`, not in a list.' : didYouMean(column, names)
  const params = { key, column, columns: names, suggestion }
  return diagnostic('unknown-key-column', params, { at: node.places[key] ?? node.at })
}
