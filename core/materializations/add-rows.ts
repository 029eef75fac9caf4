import type { KeyPart } from '../adapter/dialect.ts'
import type { Column, RelationName } from '../adapter/relation.ts'
import type { Span } from '../errors/span.ts'
import type { Sql } from '../template/sql.ts'
import { alterTable, reconcile } from './alter-table.ts'
import { deferKeys } from './contract/defer-keys.ts'
import { finish } from './finish.ts'
import { keyOf, unknownColumns, type MentionedColumn } from './key-columns.ts'
import type { BuildInput } from './materialization.ts'
import { queryToBuild } from './query.ts'
import type { SharedColumn } from './reconcile-columns.ts'
import { refuseRepeated } from './repeated-keys.ts'
import { temporaryTable } from './temporary-table.ts'
import { statementOver, type Reaction, type Statement, type Step } from './step.ts'

/** Adds the delta query's rows as they are. */
export function appendRows(input: BuildInput): readonly Step[] {
  const delta = deltaQuery(input)
  const describe: Step = {
    kind: 'describe',
    label: 'read columns',
    statement: statementOver(delta, (query) => query, input.node.at),
    next: (columns) => {
      const reconciled = reconcile(columns, input)
      if (reconciled.kind === 'refused') return { kind: 'refuse', diagnostics: [reconciled.diagnostic] }
      const insert: Step = {
        kind: 'execute',
        label: 'insert',
        statement: insertInto(input, { query: delta, columns, shared: reconciled.shared }),
        counts: true,
      }
      return { kind: 'steps', steps: [...alterTable(reconciled.changes, input), insert, ...finishing(input)] }
    },
  }
  return [describe]
}

/** Brings the delta query's rows in by key: what matches is replaced or updated, the rest is added. */
export function changeRows(strategy: 'delete+insert' | 'merge', input: BuildInput): readonly Step[] {
  const { node, dialect } = input
  const { name, relation: source } = temporaryTable(node.relation, '__xform_delta', dialect)
  return [
    {
      kind: 'execute',
      label: 'select new rows',
      statement: statementOver(
        deltaQuery(input),
        (query) => dialect.createTemporaryTableAs(name, query),
        node.at,
      ),
      counts: true,
    },
    {
      kind: 'describe',
      label: 'read columns',
      statement: { sql: `select * from ${dialect.relation(source)}` },
      beforehand: statementOver(deltaQuery(input), (query) => query, node.at),
      next: (columns) => changeByKey(input, { strategy, source, columns }),
    },
  ]
}

interface KeyedRows {
  readonly strategy: 'delete+insert' | 'merge'
  readonly source: RelationName
  readonly columns: readonly Column[]
}

function changeByKey(input: BuildInput, rows: KeyedRows): Reaction {
  const { node, dialect } = input
  const unknown = unknownColumns(input, rows.columns, mentionedColumns(input))
  if (unknown.length > 0) return { kind: 'refuse', diagnostics: unknown }
  const reconciled = reconcile(rows.columns, input)
  if (reconciled.kind === 'refused') return { kind: 'refuse', diagnostics: [reconciled.diagnostic] }
  const key = keyOf(input, rows.columns)
  const at = keyPlace(input)
  const parts = node.config.uniqueKey
  const check = refuseRepeated(input, {
    source: rows.source,
    key,
    parts,
    what: 'new rows',
    config: 'unique_key',
    at,
  })
  // What is wrong with the key has been found by now.
  const changedAt = node.places['incremental_predicates'] ?? at
  const changes = changeStatements(input, { ...rows, key, shared: reconciled.shared })
  const { before, after } = rows.strategy === 'merge' ? { before: [], after: [] } : deferKeys(input)
  return {
    kind: 'steps',
    steps: [
      check,
      ...alterTable(reconciled.changes, input),
      ...before,
      ...changes.map((sql): Step => ({
        kind: 'execute',
        label: rows.strategy,
        statement: { sql, at: changedAt },
      })),
      ...after,
      { kind: 'execute', label: 'drop new rows', statement: { sql: dialect.drop('table', rows.source) } },
      ...finishing({ ...input, node }),
    ],
  }
}

function changeStatements(
  input: BuildInput,
  rows: KeyedRows & { readonly key: readonly KeyPart[]; readonly shared: readonly SharedColumn[] },
): readonly string[] {
  const { node, dialect } = input
  const columns = rows.shared.map(({ target }) => target)
  const change = {
    target: node.relation,
    source: rows.source,
    key: rows.key,
    predicates: node.config.incrementalPredicates,
  }
  if (rows.strategy === 'merge') {
    return dialect.merge({ ...change, columns, updates: updatedColumns(input, columns, rows.key) })
  }
  const selected = rows.shared.map(({ incoming }) => dialect.quote(incoming)).join(', ')
  const insert = dialect.insert(
    node.relation,
    columns,
    `select ${selected} from ${dialect.relation(rows.source)}`,
  )
  return [...dialect.deleteMatching(change), insert]
}

function updatedColumns(
  { node, dialect }: BuildInput,
  columns: readonly string[],
  key: readonly KeyPart[],
): readonly string[] {
  const { mergeUpdateColumns, mergeExcludeColumns = [] } = node.config
  const identities = (names: readonly string[]): ReadonlySet<string> =>
    new Set(names.map((name) => dialect.columnIdentity(name)))
  const left = identities([
    ...mergeExcludeColumns,
    ...key.flatMap((part) => (part.kind === 'column' ? [part.name] : [])),
  ])
  const wanted = mergeUpdateColumns === undefined ? undefined : identities(mergeUpdateColumns)
  return columns.filter((column) => {
    const identity = dialect.columnIdentity(column)
    return wanted === undefined ? !left.has(identity) : wanted.has(identity)
  })
}

function mentionedColumns({ node }: BuildInput): readonly MentionedColumn[] {
  const { mergeUpdateColumns = [], mergeExcludeColumns = [], uniqueKey } = node.config
  return [
    ...uniqueKey.map((column) => ({ key: 'unique_key', column })),
    ...mergeUpdateColumns.map((column) => ({ key: 'merge_update_columns', column })),
    ...mergeExcludeColumns.map((column) => ({ key: 'merge_exclude_columns', column })),
  ]
}

function keyPlace({ node }: BuildInput): Span {
  return node.places['unique_key'] ?? node.at
}

/** The query for the rows to add. */
export function deltaQuery({ node, options }: BuildInput): Sql {
  return queryToBuild(node.delta ?? node.full, options)
}

function insertInto(
  { node, dialect }: BuildInput,
  rows: {
    readonly query: Sql
    readonly columns: readonly Column[]
    readonly shared: readonly SharedColumn[]
  },
): Statement {
  const targets = rows.shared.map(({ target }) => target)
  if (rows.shared.length === rows.columns.length) {
    return statementOver(rows.query, (query) => dialect.insert(node.relation, targets, query), node.at)
  }
  const selected = rows.shared.map(({ incoming }) => dialect.quote(incoming)).join(', ')
  return statementOver(
    rows.query,
    (query) =>
      dialect.insert(node.relation, targets, `select ${selected} from (\n${query}\n) as "_xform_delta"`),
    node.at,
  )
}

function finishing(input: BuildInput): readonly Step[] {
  return finish(input, { kind: 'table', relation: input.node.relation })
}
