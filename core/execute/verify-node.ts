// A relation that grows + a session → whether it holds what its query gives, over all that was read for it.
import { unquotedTable } from '../compile/intake.ts'
import type { Column, RelationName, RelationState } from '../adapter/relation.ts'
import type { ResultTable } from '../adapter/session.ts'
import { analyzeFlow } from '../analyze/analyze-flow.ts'
import { decideGrowth } from '../materializations/growth/decide-growth.ts'
import { countSides, differenceQuery, exampleQuery } from '../materializations/growth/difference.ts'
import {
  expectedRows,
  fullQuery,
  sampledKeys,
  type Compared,
  type ComparedColumn,
  type Comparing,
} from '../materializations/growth/expected-rows.ts'
import { growthInputOf, logsOf } from '../materializations/growth/grow.ts'
import { batchColumn, type GrowthInput } from '../materializations/growth/growth-input.ts'
import { findUnbuilt } from '../materializations/growth/growth-query.ts'
import type { Remembered } from '../materializations/growth/ledger.ts'
import { lateTableOf } from '../materializations/growth/late-rows.ts'
import {
  misnumberedQuery,
  readMisnumbered,
  type Misnumbered,
} from '../materializations/growth/misnumbered.ts'
import { readAlready, type ReadAlready } from '../materializations/growth/read-already.ts'
import { keyOf } from '../materializations/key-columns.ts'
import { statementOver } from '../materializations/step.ts'
import { ran, refuse, type Ran } from './failure.ts'
import { readKnownFiles } from './read-known-files.ts'
import { guarded, type Verifying } from './verifying.ts'

/** What became of a comparison. */
export type Verdict =
  /** `rows`: how many were compared. `dropped`: missing rows that can only be those that were dropped as late. */
  | { readonly kind: 'same'; readonly rows: number; readonly dropped: number; readonly facts: Facts }
  | {
      readonly kind: 'differs'
      readonly missing: number
      readonly surplus: number
      readonly examples: ResultTable
      /** Whether some of its batches were made by SQL that is not its present one. */
      readonly olderSql: boolean
      /** Why a flow's query is not one that gives the same batch by batch, where that can be told. */
      readonly acrossRows: readonly string[]
      readonly facts: Facts
    }
  /** Its rows are right, and stand in other batches than they were added in. */
  | { readonly kind: 'misnumbered'; readonly batches: readonly Misnumbered[] }
  | { readonly kind: 'skipped'; readonly because: string }

/** What a comparison rests on. */
export interface Facts {
  readonly batch: number
  /** Columns that only one side has. */
  readonly leftOut: readonly string[]
}

/** Compares within a transaction that sees one state of the database, and that is rolled back. */
export async function verifyNode(verifying: Verifying): Promise<Ran<Verdict>> {
  const { messages, adapter } = verifying
  const verdict = await compare(verifying)
  messages.forget()
  messages.defer({ sql: adapter.dialect.rollback, label: 'rollback' })
  // Where even that fails the connection is gone, and the server rolls back by itself.
  await messages.flush()
  return verdict
}

async function compare(verifying: Verifying): Promise<Ran<Verdict>> {
  const { adapter, messages } = verifying
  const absent = await findAbsent(verifying)
  if (!absent.ok) return absent
  if (absent.value !== undefined) return ran({ kind: 'skipped', because: absent.value })
  messages.defer({ sql: adapter.dialect.beginSnapshot, label: 'begin' })
  const held = await hold(verifying)
  if (!held.ok) return held
  const read = await readGrowth(verifying)
  if (!read.ok) return read
  const input = read.value
  const decided = decide(input)
  if (!decided.ok || decided.value !== undefined)
    return decided.ok ? ran({ kind: 'skipped', because: decided.value ?? '' }) : decided
  const reading = await openReading(input, verifying)
  if (!reading.ok) return reading
  const opened = reading.value
  if (opened?.kind === 'lost') return ran({ kind: 'skipped', because: opened.because })
  const late = await findLate(input, verifying)
  if (!late.ok) return late
  const comparing: Comparing = {
    input,
    reading: opened?.reading,
    sample: verifying.sampleOf(input.own?.rows ?? 0),
    keys: adapter.dialect.temporary(keysTable),
    late: late.value,
  }
  return compareRows(comparing, verifying)
}

/** Whether a relation is gone that is remembered: looked at before, because what is not there cannot be held. */
async function findAbsent(verifying: Verifying): Promise<Ran<string | undefined>> {
  const { node, adapter } = verifying
  const logs = node.intake === undefined ? [] : logsOf({ intake: node.intake })
  for (const { name, relation } of [{ name: node.name, relation: node.relation }, ...logs]) {
    const found = await guarded<RelationState>(verifying, undefined, (session) =>
      adapter.inspectOne(session, relation),
    )
    if (!found.ok) return found
    if (!found.value.exists) return ran(name === node.name ? 'it does not exist' : `"${name}" does not exist`)
  }
  return ran(undefined)
}

/** Whoever exchanges a table waits until it has been compared; taken before anything is read, so that all of it is of one time. */
async function hold({ node, adapter, messages }: Verifying): Promise<Ran<undefined>> {
  const { intake } = node
  const logs = intake === undefined ? [] : logsOf({ intake })
  for (const relation of [node.relation, ...logs.map((log) => log.relation)]) {
    const sql = adapter.dialect.holdRelation(relation)
    if (sql !== undefined) messages.defer({ sql, label: 'hold what is read' })
  }
  return messages.flush()
}

async function readGrowth(verifying: Verifying): Promise<Ran<GrowthInput>> {
  const { node, adapter, messages, ledger } = verifying
  const { intake } = node
  if (intake === undefined) throw new Error(`"${node.name}" does not grow`)
  const relations = [node.relation, ...logsOf({ intake }).map(({ relation }) => relation)]
  const rows = await messages.run({ sql: ledger.read(relations), label: 'read position' })
  if (!rows.ok) return rows
  const standing = await guarded(verifying, undefined, (session) =>
    adapter.inspectOne(session, node.relation),
  )
  if (!standing.ok) return standing
  const options = { fullRefresh: false, empty: false }
  const input = { node, standing: standing.value, options, dialect: adapter.dialect, ledger }
  return ran(growthInputOf(input, intake, rows.value.rows))
}

/** Why there is nothing to compare, where that is so; findings that forbid the next run forbid this as well. */
function decide(input: GrowthInput): Ran<string | undefined> {
  const { node, own, intake } = input
  if (own === undefined) return ran('it has not been built yet')
  const { fullRefresh: _, ...config } = node.config
  const action = decideGrowth({ ...input, node: { ...node, config }, remembered: own })
  if (action.kind === 'refuse') return refuse([action.diagnostic])
  if (action.kind !== 'append') return ran(`${action.because}: the next run builds it anew`)
  const unbuilt = findUnbuilt(input)
  if (unbuilt.length > 0) return refuse(unbuilt)
  const { driver, usesWatermark } = intake
  const { position } = own
  const log = driver === undefined ? undefined : input.logOf(driver.relation)
  const isAhead = log !== undefined && position?.kind === 'log' && log.batch > position.batch
  return ran(
    usesWatermark && isAhead
      ? `it asks for the watermark of ${driver?.name ?? ''}, which has grown since: run it first`
      : undefined,
  )
}

/** What has been read of its driver; undefined for a change log, which has none. */
async function openReading(input: GrowthInput, verifying: Verifying): Promise<Ran<ReadAlready | undefined>> {
  const { driver } = input.intake
  if (driver === undefined) return ran(undefined)
  const position = input.own?.position ?? null
  if (position === null)
    return ran({ kind: 'lost', because: `nothing is remembered of what was read of ${driver.name}` })
  return driver.kind === 'files' && position.kind === 'files'
    ? readKnownFiles(driver, input, verifying)
    : ran(readAlready(input, driver, position))
}

async function findLate(input: GrowthInput, verifying: Verifying): Promise<Ran<RelationName | undefined>> {
  const { config } = input.node
  if (config.materialized !== 'flow' || (input.own?.late ?? 0) === 0) return ran(undefined)
  const relation = lateTableOf(input)
  const found = await guarded<RelationState>(verifying, undefined, (session) =>
    verifying.adapter.inspectOne(session, relation),
  )
  if (!found.ok) return found
  const isOurs = found.value.exists && found.value.columns.some(({ name }) => name === batchColumn)
  return ran(isOurs ? relation : undefined)
}

const keysTable = '_xform_sampled_keys'
const expectedTable = '_xform_expected'
const differenceTable = '_xform_differences'

async function compareRows(comparing: Comparing, verifying: Verifying): Promise<Ran<Verdict>> {
  const { messages, node } = verifying
  const { dialect } = comparing.input
  const keys = sampledKeys(comparing)
  if (keys !== undefined) {
    const sql = dialect.createTemporaryTableAs(keysTable, keys)
    messages.defer({ sql, label: 'choose keys', at: node.places['key'] ?? node.at })
  }
  const described = await describe(comparing, verifying)
  if (!described.ok) return described
  const { compared, leftOut } = described.value
  const query = expectedRows(compared)
  const create = statementOver(query, (text) => dialect.createTemporaryTableAs(expectedTable, text), node.at)
  messages.defer({ ...create, label: 'compute the full query' })
  const differences = dialect.relation(dialect.temporary(differenceTable))
  const expected = dialect.relation(dialect.temporary(expectedTable))
  const sql = dialect.createTemporaryTableAs(differenceTable, differenceQuery(compared, expected))
  messages.defer({ sql, label: 'compare' })
  const total = await messages.run({ sql: `select count(*) as n from ${expected}`, label: 'count rows' })
  if (!total.ok) return total
  const sides = await messages.run({ sql: countSides(compared, differences), label: 'count differences' })
  if (!sides.ok) return sides
  const count = (side: string): number =>
    Number(sides.value.rows.find((row) => row['side'] === side)?.['n'] ?? 0)
  const rows = Number(total.value.rows[0]?.['n'] ?? 0)
  return judge(compared, verifying, {
    rows,
    missing: count('missing'),
    surplus: count('surplus'),
    leftOut,
    differences,
  })
}

interface Counted {
  readonly rows: number
  readonly missing: number
  readonly surplus: number
  readonly leftOut: readonly string[]
  readonly differences: string
}

async function judge(
  compared: Compared,
  verifying: Verifying,
  { rows, missing, surplus, leftOut, differences }: Counted,
): Promise<Ran<Verdict>> {
  const { own, node } = compared.input
  const facts: Facts = { batch: own?.batch ?? 0, leftOut }
  const mayDrop = node.config.materialized === 'flow' && node.config.growth.late === 'drop'
  const dropped = mayDrop ? (own?.late ?? 0) : 0
  if (surplus === 0 && missing <= dropped) {
    const batches = await findMisnumbered(compared, verifying)
    if (!batches.ok) return batches
    return batches.value.length > 0
      ? ran({ kind: 'misnumbered', batches: batches.value })
      : ran({ kind: 'same', rows, dropped: missing, facts })
  }
  const { sql, limit } = exampleQuery(compared, differences)
  const examples = await guarded(verifying, undefined, (session) => session.select(sql, limit))
  if (!examples.ok) return examples
  const older = await countOlder(own, verifying)
  if (!older.ok) return older
  return ran({
    kind: 'differs',
    missing,
    surplus,
    examples: examples.value,
    olderSql: older.value > 0,
    acrossRows: await explainAcrossRows(verifying),
    facts,
  })
}

async function findMisnumbered(
  { input, sample }: Compared,
  { node, messages }: Verifying,
): Promise<Ran<readonly Misnumbered[]>> {
  if (input.own === undefined || sample !== undefined || node.config.materialized === 'state') return ran([])
  const sql = misnumberedQuery(input, node.relation, input.own)
  const found = await messages.run({ sql, label: 'count batches' })
  return found.ok ? ran(found.value.rows.map(readMisnumbered)) : found
}

async function countOlder(
  own: Remembered | undefined,
  { node, ledger, messages }: Verifying,
): Promise<Ran<number>> {
  if (own === undefined) return ran(0)
  const sql = ledger.countOlder(own, node.fingerprint)
  const counted = await messages.run({ sql, label: 'look for batches of older SQL' })
  return counted.ok ? ran(Number(counted.value.rows[0]?.['n'] ?? 0)) : counted
}

async function explainAcrossRows({ node, adapter }: Verifying): Promise<readonly string[]> {
  const { driver, query } = node.intake ?? {}
  if (node.config.materialized !== 'flow' || driver === undefined || query === undefined) return []
  const options = { dialect: adapter.dialect.name, driver: unquotedTable(driver) }
  return analyzeFlow(query.text, options)
}

/** Learns which columns the query and the table both have. */
async function describe(
  comparing: Comparing,
  verifying: Verifying,
): Promise<Ran<{ readonly compared: Compared; readonly leftOut: readonly string[] }>> {
  const { input } = comparing
  const { node, standing, dialect } = input
  const flushed = await verifying.messages.flush()
  if (!flushed.ok) return flushed
  const statement = statementOver(fullQuery(comparing), (text) => text, node.at)
  const described = await guarded<readonly Column[]>(verifying, statement, (session) =>
    session.describe(statement.sql),
  )
  if (!described.ok) return described
  const identity = ({ name }: Column): string => dialect.columnIdentity(name)
  const standingColumns = standing.exists ? standing.columns : []
  const present = new Map(standingColumns.map((column) => [identity(column), column]))
  const given = new Set(described.value.map(identity))
  const columns = described.value.flatMap((column): readonly ComparedColumn[] => {
    const table = present.get(identity(column))
    if (table === undefined) return []
    const typed = table.type === column.type ? column : { ...column, castTo: table.type }
    return [dialect.comparable(table.type) ? typed : { ...typed, asText: true }]
  })
  const leftOut = [
    ...described.value.filter((column) => !present.has(identity(column))),
    ...standingColumns.filter((column) => !given.has(identity(column)) && !column.name.startsWith('_xform_')),
  ].map(({ name }) => name)
  const uniqueKey =
    node.config.materialized === 'flow'
      ? node.config.uniqueKey
      : node.config.growth.key.map(({ name }) => name)
  const key = keyOf({ ...input, node: { ...node, config: { ...node.config, uniqueKey } } }, columns)
  return ran({ compared: { ...comparing, columns, key }, leftOut })
}
