// A snapshot whose table stands → the steps that add to it what has changed in the rows of its query.
import type { Column } from '../../adapter/relation.ts'
import { textOf, type Row } from '../../adapter/session.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { analyze } from '../create-table.ts'
import { finish } from '../finish.ts'
import { shownDuplicates } from '../repeated-keys.ts'
import type { ExecuteStep, Instead, Reaction, Step } from '../step.ts'
import { checkRows } from './check-rows.ts'
import { askStanding } from './check-standing.ts'
import { neverRefreshed } from './decide-snapshot.ts'
import { changesQuery, changesTable, returnsQuery, returnsTable } from './find-changes.ts'
import { own, partNames, type History } from './history.ts'
import { openHistory } from './open-history.ts'
import { changesInWords, changeTable, settleTable, type SettledTable } from './settle-table.ts'
import type { SnapshotInput } from './snapshot-input.ts'
import { dropTable, readRows } from './staging.ts'
import { addVersions, closeVersions, partColumns, startReturns } from './write-changes.ts'

/** Adds what has changed. Where nothing has, nothing is written, and the outcome says so. */
export function addChanges(input: SnapshotInput, incoming: readonly Column[]): Reaction {
  const settled = settleTable(input, incoming)
  if ('diagnostic' in settled) return { kind: 'refuse', diagnostics: [settled.diagnostic] }
  const { columns, meta } = settled
  const query = input.node.full
  return openHistory(input, { query, incoming, columns, meta, stands: true }, (history) => ({
    kind: 'steps',
    steps: [askStanding(history, (open) => bringIn(input, { history, settled, open }))],
  }))
}

interface Known {
  readonly history: History
  readonly settled: SettledTable
  /** How many current rows do not say until when. */
  readonly open: number
}

function bringIn(input: SnapshotInput, known: Known): Reaction {
  const { history, settled } = known
  const { node, dialect } = input
  const changes = changesTable(history)
  const returns = returnsTable(history)
  const find: Step = {
    ...execute('find changes', dialect.createTemporaryTableAs(changes.name, changesQuery(history))),
    counts: true,
  }
  return {
    kind: 'steps',
    steps: [
      readRows(input, input.node.full),
      ...checkRows(history),
      ...changeTable(input, settled),
      ...fillOpen(known),
      find,
      ...analyze(changes.relation, dialect),
      refuseSeveral(history),
      ifChanged('find returns', dialect.createTemporaryTableAs(returns.name, returnsQuery(history))),
      ...startReturns(history).map((sql) => ifChanged('start returns', sql)),
      ...closeVersions(history).map((sql) => ifChanged('close versions', sql)),
      ifChanged('add versions', addVersions(history)),
      tellChanges(input, known),
      ifChanged('drop what was read', dialect.drop('table', returns.relation)),
      dropTable(changes.relation, dialect),
      dropTable(history.rows, dialect),
      ...finish(input, { kind: 'table', relation: node.relation }),
      // A planner that takes what was closed just now for current would compare all rows with all in the next run.
      ...analyze(node.relation, dialect),
    ],
  }
}

function execute(label: string, sql: string): ExecuteStep {
  return { kind: 'execute', label, statement: { sql } }
}

function ifChanged(label: string, sql: string): Step {
  return { ...execute(label, sql), fromRows: 1 }
}

/** Rows that were current before the config said until when are given it. */
function fillOpen({ history, open }: Known): readonly Step[] {
  const { node, dialect, meta, until } = history
  if (until === undefined || open === 0) return []
  const column = dialect.quote(meta.validTo.name)
  const sql = `update ${dialect.relation(node.relation)} set ${column} = ${until} where ${column} is null`
  return [execute('fill dbt_valid_to_current', sql)]
}

/** A table that somebody else wrote may have several current rows for a key: each would be given a successor. */
function refuseSeveral(history: History): Step {
  const { node, dialect } = history
  const at = node.places['unique_key'] ?? node.at
  const { relation } = changesTable(history)
  return {
    kind: 'ask',
    label: 'look for several current rows',
    statement: { sql: dialect.duplicateKeys(relation, partColumns(history), shownDuplicates), at },
    next: (rows) => {
      if (rows.length === 0) return { kind: 'steps', steps: [] }
      const duplicates = rows.map((row) => ({
        key: partNames(history).map((_, index) => row[`key_${index + 1}`] ?? null),
        copies: Number(textOf(row['copies'])),
      }))
      const params = { table: dialect.relation(node.relation), duplicates, limit: shownDuplicates }
      return { kind: 'refuse', diagnostics: [diagnostic('several-current', params, { at })] }
    },
  }
}

function tellChanges(input: SnapshotInput, known: Known): Step {
  const { history } = known
  const { dialect } = input
  const count = (change: string): string =>
    `count(*) filter (where ${own.change} = '${change}') as "${change}"`
  const counts = ['new', 'changed', 'gone'].map(count).join(', ')
  return {
    kind: 'ask',
    label: 'count changes',
    statement: { sql: `select ${counts} from ${dialect.relation(changesTable(history).relation)}` },
    next: ([row]) => ({ kind: 'steps', steps: [], instead: outcome(input, row, known) }),
  }
}

function outcome(input: SnapshotInput, row: Row | undefined, { settled, open }: Known): Instead {
  const counted = ['new', 'changed', 'gone'].flatMap((change) => {
    const count = Number(textOf(row?.[change] ?? 0))
    return count === 0 ? [] : [`${count} ${change}`]
  })
  const filled = open > 0 ? ['dbt_valid_to_current filled in'] : []
  const said = [...counted, ...changesInWords(settled.changes), ...filled]
  const because = `${said.length === 0 ? 'nothing new' : said.join(', ')}${neverRefreshed(input)}`
  return { kind: said.length === 0 ? 'nothing' : 'merge', because }
}
