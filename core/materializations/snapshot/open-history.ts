// A snapshot and the columns of its query → what its statements are written from, learning on the way what they need to know.
import type { KeyPart } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import { concatSql } from '../../template/concat-sql.ts'
import type { Sql } from '../../template/sql.ts'
import { findColumn } from '../event-time.ts'
import { keyOf } from '../key-columns.ts'
import type { Reaction } from '../step.ts'
import { temporaryTable, type TemporaryTable } from '../temporary-table.ts'
import { partText, type History, type HistoryColumn, type HistoryKey } from './history.ts'
import type { MetaColumns } from './meta-columns.ts'
import type { SnapshotInput } from './snapshot-input.ts'
import { asTime } from './times.ts'

/** The temporary table with what a snapshot's query gives now. */
export function rowsTable({ node, dialect }: Pick<SnapshotInput, 'node' | 'dialect'>): TemporaryTable {
  return temporaryTable(node.relation, '__xform_rows', dialect)
}

/** What is known of a history before anything is asked. */
export interface Opening {
  readonly query: Sql
  /** The query's columns. */
  readonly incoming: readonly Column[]
  /** The table's columns that come from the query. */
  readonly columns: readonly HistoryColumn[]
  readonly meta: MetaColumns
  /** Whether the table stands, so that its rows have to be found by the key. */
  readonly stands: boolean
}

/** Learns the types of what the config says as expressions, and goes on. */
export function openHistory(
  input: SnapshotInput,
  opening: Opening,
  next: (history: History) => Reaction,
): Reaction {
  const { node, dialect } = input
  const parts = keyOf(input, opening.incoming)
  return learnKey(input, { parts, opening }, (key) =>
    learnUntil(input, opening.meta, (until) => {
      const { columns, meta } = opening
      const { updatedAt } = node.config.changeTest
      const changedAt = updatedAt === undefined ? undefined : columnNamed(updatedAt, columns, input)
      return next({
        node,
        dialect,
        rows: rowsTable(input).relation,
        columns,
        key,
        meta,
        ...(changedAt === undefined ? {} : { updatedAt: changedAt }),
        compared: comparedColumns(input, columns),
        ...(until === undefined ? {} : { until }),
      })
    }),
  )
}

function comparedColumns(input: SnapshotInput, columns: readonly HistoryColumn[]): readonly HistoryColumn[] {
  const { changeTest } = input.node.config
  if (changeTest.strategy === 'timestamp') return []
  const given = columns.filter(({ incoming }) => incoming !== undefined)
  if (changeTest.columns === 'all') return given
  return changeTest.columns.flatMap((name) => columnNamed(name, given, input) ?? [])
}

function columnNamed(
  name: string,
  columns: readonly HistoryColumn[],
  { dialect }: Pick<SnapshotInput, 'dialect'>,
): HistoryColumn | undefined {
  const found = findColumn(columns, name, dialect)
  return found === undefined ? undefined : columns.find((column) => column.name === found.name)
}

/** The types of a key of columns are known; those of expressions are asked for, of the query's rows and of the table's. */
function learnKey(
  input: SnapshotInput,
  { parts, opening }: { readonly parts: readonly KeyPart[]; readonly opening: Opening },
  next: (key: readonly HistoryKey[]) => Reaction,
): Reaction {
  const { node, dialect } = input
  const types = new Map(opening.incoming.map(({ name, type }) => [name, type]))
  if (parts.every(({ kind }) => kind === 'column'))
    return next(
      parts.map((part) => ({ part, type: part.kind === 'column' ? (types.get(part.name) ?? '') : '' })),
    )
  const list = parts.map((part, index) => `${partText(part, dialect)} as _xform_part_${index + 1}`).join(', ')
  const describe = (from: string, follow: (columns: readonly Column[]) => Reaction): Reaction => ({
    kind: 'steps',
    steps: [
      {
        kind: 'describe',
        label: 'look at the key',
        statement: { sql: `select ${list} from ${from}`, at: node.places['unique_key'] ?? node.at },
        next: follow,
      },
    ],
  })
  const query = concatSql(['(\n', opening.query, '\n) as "_xform_rows"']).text
  return describe(query, (columns) => {
    const key = parts.map((part, index): HistoryKey => ({ part, type: columns[index]?.type ?? '' }))
    return opening.stands ? describe(dialect.relation(node.relation), () => next(key)) : next(key)
  })
}

/** What the config says of how long current rows are valid, as a time of the table. */
function learnUntil(
  { node }: SnapshotInput,
  { validTo }: MetaColumns,
  next: (until: string | undefined) => Reaction,
): Reaction {
  const { validToCurrent } = node.config
  if (validToCurrent === undefined) return next(undefined)
  const at = node.places['dbt_valid_to_current'] ?? node.at
  const expression = `(${validToCurrent}\n)`
  return {
    kind: 'steps',
    steps: [
      {
        kind: 'describe',
        label: 'look at dbt_valid_to_current',
        statement: { sql: `select ${expression} as "until"`, at },
        next: ([column]) => next(asTime(expression, column?.type ?? '', validTo.type)),
      },
    ],
  }
}
