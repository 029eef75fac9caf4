import type { KeyPart } from '../../adapter/dialect.ts'
import type { Column } from '../../adapter/relation.ts'
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import { concatSql } from '../../template/concat-sql.ts'
import { finish } from '../finish.ts'
import { findColumn, holdsEventTimes } from '../event-time.ts'
import { keyOf, unknownColumns } from '../key-columns.ts'
import type { Action, Materialization } from '../materialization.ts'
import { statementOver, type Reaction, type Step } from '../step.ts'
import { alterTable, reconcile } from '../alter-table.ts'
import { columnsAfter } from './columns-after.ts'
import {
  batchTable,
  factsQuery,
  isFirst,
  lateCondition,
  ranked,
  readFacts,
  removeDuplicates,
  type RowFacts,
} from './batch-rows.ts'
import { checkRules } from './check-rules.ts'
import { decideGrowth, nextGeneration } from './decide-growth.ts'
import { entryOf } from './entry.ts'
import { glanceAtDriver } from './glance.ts'
import { ask, describeQuery, execute, write } from './growth-steps.ts'
import { buildTable, grow } from './grow.ts'
import { columnList, growthQuery } from './growth-query.ts'
import { batchColumn, diffColumn, type GrowthInput, type Reading } from './growth-input.ts'
import { clearLate, divertLate, leaveOutDiverted } from './late-rows.ts'
import type { Remembered } from './ledger.ts'
import { nothingNew } from './opening.ts'
import { refuseReserved, refuseTwins } from './refuse-columns.ts'
import { warnAcrossRows } from './warn-across-rows.ts'

/** A table to which each new row of its driver is added exactly once. */
export const flow: Materialization = {
  name: 'flow',
  produces: 'table',
  decide: decideGrowth,
  glance: glanceAtDriver,
  steps: (action, input) =>
    grow(action, input, {
      rebuild: (...[asked, growth, reading]) => warnAcrossRows(growth, () => rebuild(asked, growth, reading)),
      add: (growth, reading) => warnAcrossRows(growth, () => add(growth, reading)),
    }),
}

/** Builds the flow from all rows of its driver, as the first batch of a new generation. */
function rebuild(action: Action, input: GrowthInput, reading: Reading): Reaction {
  const query = growthQuery(input, reading.all)
  return afterColumns(input, { reading, rows: reading.all }, (columns, key) => {
    const one = `cast(1 as bigint) as ${input.dialect.quote(batchColumn)}`
    const [before, after] = ranked(['', ''], key, input)
    const first = key.length === 0 ? '' : `\nwhere ${isFirst(input)}`
    const inner = key.length === 0 ? [query] : [before, query, after]
    const whole = concatSql([
      `select ${columnList(columns, input)}, ${one} from (\n`,
      ...inner,
      `\n) as "_xform_batch_rows"${first}`,
    ])
    const look = (table: string): Step =>
      ask('look at the rows', factsQuery(table, { ...input, own: undefined }), ([row]) => {
        const facts = readFacts(row, { own: undefined })
        return countAll(input, { reading, key, rows: facts.rows }, (duplicates) =>
          settleRebuild(action, input, { columns, reading, facts, duplicates }),
        )
      })
    return { kind: 'steps', steps: buildTable(action, withBatchIndex(input, key), { query: whole, look }) }
  })
}

/** Counts what a rebuild left out because its key was there already. */
function countAll(
  input: GrowthInput,
  {
    reading,
    key,
    rows,
  }: { readonly reading: Reading; readonly key: readonly KeyPart[]; readonly rows: number },
  next: (duplicates: number) => Reaction,
): Reaction {
  if (key.length === 0) return next(0)
  const sql = `select count(*) as n from (\n${growthQuery(input, reading.all).text}\n) as "_xform_rows"`
  // What it joins may have changed since, where the database lets a transaction see that.
  const count = ask('count all rows', sql, ([row]) => next(Math.max(0, Number(row?.['n'] ?? 0) - rows)))
  return { kind: 'steps', steps: [count] }
}

function settleRebuild(
  action: Action,
  input: GrowthInput,
  {
    columns,
    reading,
    facts: { rows, watermark },
    duplicates,
  }: Pick<Change, 'columns' | 'reading' | 'facts'> & { readonly duplicates: number },
): Reaction {
  const generation = nextGeneration(input.own)
  const entry = entryOf(input, { reading, columns, rows, watermark, duplicates, generation, batch: 1 })
  const statements = [
    ...input.ledger.forgetFiles(input.node.relation),
    ...input.ledger.write(entry, { rows, late: 0, duplicates }),
    ...input.ledger.writeFiles(entry, reading.files ?? []),
  ]
  const steps = [...clearLate(input), ...statements.map(write)]
  if (duplicates === 0 || action.kind === 'refuse') return { kind: 'steps', steps }
  const because = `${duplicateWords(duplicates)}; ${action.because}`
  const instead = { kind: action.kind, because, batch: { batch: 1, late: 0, duplicates } }
  return { kind: 'steps', steps, instead }
}

/** Adds the driver's new rows as one more batch. */
function add(input: GrowthInput, reading: Reading): Reaction {
  const { own, standing } = input
  if (own === undefined || !standing.exists) return rebuild({ kind: 'create', because: '' }, input, reading)
  return afterColumns(input, { reading, rows: reading.fresh }, (columns, key) => {
    const compared = reconcile(columns, input, [batchColumn])
    if (compared.kind === 'refused') return { kind: 'refuse', diagnostics: [compared.diagnostic] }
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
  })
}

interface Change {
  readonly columns: readonly Column[]
  readonly reading: Reading
  readonly table: string
  readonly shared: Extract<ReturnType<typeof reconcile>, { kind: 'reconciled' }>
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
      ? [...alterTable(change.shared.changes, input), { ...execute('insert', insert), counts: true }]
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

function duplicateWords(duplicates: number): string {
  return `${duplicates} duplicate${duplicates === 1 ? '' : 's'} left out`
}

/** Learns the query's columns, and refuses what cannot be right about them. */
function afterColumns(
  input: GrowthInput,
  { reading, rows }: { readonly reading: Reading; readonly rows: string },
  next: (columns: readonly Column[], key: readonly KeyPart[]) => Reaction,
): Reaction {
  return describeQuery(input, growthQuery(input, rows), (columns) => {
    const wrong = [...wrongColumns(input, columns), ...wrongWeights(input, { reading, columns })]
    if (wrong.length > 0) return { kind: 'refuse', diagnostics: wrong }
    const key = keyOf(input, columns)
    return checkRules(input, { rows, key }, () => next(columns, key))
  })
}

function wrongColumns(input: GrowthInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { node } = input
  const { eventTime, uniqueKey } = node.config
  const reserved = [...refuseReserved(input, columns, [diffColumn]), ...refuseTwins(input, columns)]
  const mentions = [
    ...uniqueKey.map((column) => ({ key: 'unique_key', column })),
    ...(eventTime === undefined ? [] : [{ key: 'event_time', column: eventTime }]),
  ]
  return [...reserved, ...unknownColumns(input, columns, mentions), ...wrongEventTime(input, columns)]
}

function wrongEventTime({ node, dialect }: GrowthInput, columns: readonly Column[]): readonly Diagnostic[] {
  const { eventTime } = node.config
  const column = eventTime === undefined ? undefined : findColumn(columns, eventTime, dialect)
  if (column === undefined || holdsEventTimes(column)) return []
  const params = { of: node.name, name: column.name, type: column.type }
  return [diagnostic('no-event-time', params, { at: node.places['event_time'] ?? node.at })]
}

function wrongWeights(
  { node }: GrowthInput,
  { reading, columns }: { readonly reading: Reading; readonly columns: readonly Column[] },
): readonly Diagnostic[] {
  if (reading.weight === undefined) return []
  const model = node.name
  const keeps = columns.some(({ name }) => name === diffColumn)
  return [
    ...(keeps ? [] : [diagnostic('weight-missing', { model, driver: reading.driver.name }, { at: node.at })]),
    ...(node.config.uniqueKey.length === 0
      ? []
      : [diagnostic('key-on-weights', { model }, { at: node.places['unique_key'] ?? node.at })]),
  ]
}

/** Later readers look for batches, and later batches for keys. */
function withBatchIndex(input: GrowthInput, key: readonly KeyPart[]): GrowthInput {
  const { node, dialect } = input
  if (dialect.growingIndex === undefined) return input
  const names = key.flatMap((part) => (part.kind === 'column' ? [part.name] : []))
  const keyIndex = names.length > 0 && names.length === key.length ? [{ columns: names, unique: false }] : []
  const indexes = [
    ...node.config.indexes,
    { columns: [batchColumn], unique: false, type: dialect.growingIndex },
    ...keyIndex,
  ]
  return { ...input, node: { ...node, config: { ...node.config, indexes } } }
}
