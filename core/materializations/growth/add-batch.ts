import type { KeyPart } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import { alterTable, reconcile } from '../alter-table.ts'
import { whileHeld } from '../contract/while-held.ts'
import type { ColumnChange } from '../reconcile-columns.ts'
import { finish } from '../finish.ts'
import { statementOver, type Reaction, type Step } from '../step.ts'
import {
  batchTable,
  factsQuery,
  lateCondition,
  ranked,
  readFacts,
  removeDuplicates,
  type RowFacts,
} from './batch-rows.ts'
import { columnsAfter } from './columns-after.ts'
import { duplicateWords } from './duplicate-words.ts'
import { entryOf } from './entry.ts'
import { afterColumns } from './flow-columns.ts'
import { ask, execute, write } from './growth-steps.ts'
import { growthQuery } from './growth-query.ts'
import { batchColumn, type GrowthInput, type Reading } from './growth-input.ts'
import { divertLate, leaveOutDiverted } from './late-rows.ts'
import type { Remembered } from './ledger.ts'
import { nothingNew } from './opening.ts'
import { rebuildFlow } from './rebuild-flow.ts'

/** Adds the driver's new rows as one more batch. */
export function addRows(input: GrowthInput, reading: Reading): Reaction {
  const { own, standing } = input
  if (own === undefined || !standing.exists)
    return rebuildFlow({ kind: 'create', because: '' }, input, reading)
  return afterColumns(input, { reading, rows: reading.fresh }, (columns, key) => {
    const compared = reconcile(columns, input, [batchColumn])
    if (compared.kind === 'refused') return { kind: 'refuse', diagnostics: [compared.diagnostic] }
    return whileHeld(input, () => takeBatch(input, { columns, key, reading, own, compared }))
  })
}

type Reconciled = Extract<ReturnType<typeof reconcile>, { kind: 'reconciled' }>

interface Batch {
  readonly columns: readonly Column[]
  readonly key: readonly KeyPart[]
  readonly reading: Reading
  readonly own: Remembered
  readonly compared: Reconciled
}

/** Computes the new rows and takes those away that are there already. */
function takeBatch(input: GrowthInput, { columns, key, reading, own, compared }: Batch): Reaction {
  const { name, relation } = batchTable(input)
  const table = input.dialect.relation(relation)
  const query = growthQuery(input, reading.fresh)
  const create = statementOver(
    query,
    (text) => {
      const [before, after] = ranked([text, ''], key, input)
      return input.dialect.createTemporaryTableAs(name, before + after)
    },
    input.node.at,
  )
  const change = { columns, reading, table, shared: compared }
  return {
    kind: 'steps',
    steps: [
      { kind: 'execute', label: 'select new rows', statement: create },
      ask('count new rows', `select count(*) as n from ${table}`, ([row]) => {
        const total = Number(row?.['n'] ?? 0)
        const removal = removeDuplicates(key, input).map((sql): Step => ({
          kind: 'execute',
          label: 'leave out duplicates',
          statement: { sql, at: input.node.places['unique_key'] ?? input.node.at },
        }))
        return {
          kind: 'steps',
          steps: [
            ...removal,
            ...leaveOutDiverted(key, input),
            ask('look at the rows', factsQuery(table, input), ([facts]) =>
              addBatch(input, { ...change, own, total, facts: readFacts(facts, input) }),
            ),
          ],
        }
      }),
    ],
  }
}

interface Change {
  readonly columns: readonly Column[]
  readonly reading: Reading
  readonly table: string
  readonly shared: Reconciled
  readonly own: Remembered
  /** How many rows the query gave. */
  readonly total: number
  readonly facts: RowFacts
}

function addBatch(input: GrowthInput, change: Change): Reaction {
  const { node, dialect, ledger } = input
  const { own, total, facts, table, reading } = change
  const duplicates = total - facts.rows
  const late = lateCondition(input)
  const leaves = facts.late > 0 && node.config.growth.late !== 'accept'
  const rows = leaves ? facts.rows - facts.late : facts.rows
  const grows = rows > 0
  // What came late or twice is a batch, too, though none of it is in the flow.
  const counts = grows || leaves || duplicates > 0
  const batch = counts ? own.batch + 1 : own.batch
  const columns = grows ? columnsAfter(change.shared.changes, own.columns, input) : own.columns
  const { watermark } = facts
  const entry = entryOf(input, {
    reading,
    columns,
    watermark,
    batch,
    generation: own.generation,
    rows: own.rows + rows,
    late: own.late + facts.late,
    duplicates: own.duplicates + duplicates,
  })
  const where = leaves && late !== undefined ? `\nwhere not coalesce(${late}, false)` : ''
  const targets = [...change.shared.shared.map(({ target }) => target), batchColumn]
  const selected = change.shared.shared.map(({ incoming }) => dialect.quote(incoming)).join(', ')
  const insert = dialect.insert(node.relation, targets, `select ${selected}, ${batch} from ${table}${where}`)
  const steps: Step[] = [
    ...(grows
      ? [...alterRows(change.shared.changes, input), { ...execute('insert', insert), counts: true }]
      : []),
    ...divertSteps(input, change, { batch, condition: leaves ? late : undefined }),
    execute('drop new rows', dialect.drop('table', batchTable(input).relation)),
    ...finish(input, { kind: 'table', relation: node.relation }),
    ...ledger
      .write(entry, grows || leaves || duplicates > 0 ? { rows, late: facts.late, duplicates } : undefined)
      .map(write),
    ...ledger.writeFiles(entry, reading.files ?? []).map(write),
  ]
  return {
    kind: 'steps',
    steps,
    instead: {
      kind: counts ? 'append' : 'nothing',
      because: wordsOf(input, { ...change, counts, batch, duplicates }),
      batch: { batch, late: facts.late, duplicates },
    },
  }
}

/** Late rows to be diverted, and the columns of those that were. */
function divertSteps(
  input: GrowthInput,
  { table, columns, shared }: Change,
  { batch, condition }: { readonly batch: number; readonly condition: string | undefined },
): readonly Step[] {
  if (input.node.config.growth.late !== 'divert') return []
  if (condition === undefined && shared.changes.length === 0) return []
  return divertLate(input, { table, columns, condition, batch })
}

function wordsOf(
  { node }: GrowthInput,
  {
    counts,
    batch,
    duplicates,
    facts,
    reading,
  }: Change & { readonly counts: boolean; readonly batch: number; readonly duplicates: number },
): string {
  const fate = { accept: 'accepted', divert: 'diverted', drop: 'dropped' } as const
  const parts = [
    counts ? `batch ${batch}` : nothingNew(reading.driver),
    ...(duplicates > 0 ? [duplicateWords(duplicates)] : []),
    ...(facts.late > 0 ? [`${facts.late} late, ${fate[node.config.growth.late]}`] : []),
    ...(reading.waits === undefined ? [] : [reading.waits]),
  ]
  return parts.join('; ')
}

/** Rows that get another column are not those that tests have seen. */
function alterRows(changes: readonly ColumnChange[], input: GrowthInput): readonly Step[] {
  if (changes.length === 0) return []
  return [...alterTable(changes, input), ...input.ledger.forgetAudits(input.node.relation).map(write)]
}
