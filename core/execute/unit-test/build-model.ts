// A unit test's model → built in a sandbox as a run would build it, or computed.
import type { Adapter } from '../../adapter/adapter.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { CompiledUnitTest, UnitInput } from '../../compile/compiled-unit-test.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { Remembered } from '../../materializations/growth/ledger.ts'
import { statementOver } from '../../materializations/step.ts'
import type { NodeId } from '../../parse/node.ts'
import type { Placement } from '../../plan/place-tests.ts'
import { makePlan, schemasOf } from '../../plan/make-plan.ts'
import { createLedger } from '../../state/positions.ts'
import type { Sql } from '../../template/sql.ts'
import type { ExecuteContext } from '../context.ts'
import { execute } from '../execute.ts'
import { explainFailure } from '../explain-failure.ts'
import { readSnapshot } from '../prepare-target.ts'
import { attempt, done, stop, type Step } from './unit-failure.ts'

/** What a run of a sandbox needs of the real run. */
export type RunFacts = Pick<
  ExecuteContext,
  'clock' | 'sleep' | 'random' | 'signal' | 'run' | 'findFiles' | 'readSeed'
>

/** One run of a unit test's model. */
export interface Building {
  readonly adapter: Adapter
  readonly facts: RunFacts
  readonly fullRefresh: boolean
  /** Which of the test's runs it is. */
  readonly number: number
}

/** The runs of a test begin a day apart, so that what they leave can be told. In milliseconds. */
const dayLong = 86_400_000

/** Builds the model once, as `xform run` would. */
export async function buildModel(test: CompiledUnitTest, building: Building): Promise<Step<undefined>> {
  const { tested } = test
  const { adapter, facts, fullRefresh, number } = building
  const later = Math.max(0, number - 1) * dayLong
  const node =
    test.node.kind === 'snapshot' ? { ...test.node, takenAt: test.node.takenAt + later } : test.node
  const startedAt = test.startedAt === undefined ? undefined : test.startedAt + later
  const { signal, clock } = facts
  const snapshot = await readSnapshot(adapter, schemasOf([node]), signal)
  const plan = makePlan({
    ...snapshot,
    nodes: [node],
    placement: placeNothing(tested),
    options: { fullRefresh, empty: false },
    dialect: adapter.dialect,
  })
  const context: ExecuteContext = {
    ...facts,
    run: { ...facts.run, runId: `${facts.run.runId} ${test.id} ${number}` },
    adapter,
    clock: startedAt === undefined ? clock : () => startedAt,
    emit: () => undefined,
    lockTimeout: 60_000,
    threads: 1,
    failFast: false,
  }
  const { results } = await execute({ plan, hooks: { onRunStart: [], onRunEnd: [] } }, context)
  const problems = results.flatMap(({ outcome }): readonly Diagnostic[] =>
    outcome.status === 'error' ? outcome.diagnostics : [],
  )
  return problems.length === 0 ? done(undefined) : stop(...problems)
}

function placeNothing(id: NodeId): Placement {
  return { order: [id], needs: new Map(), audits: new Map(), groups: new Map(), units: new Map() }
}

/** Makes a table of a query's rows. */
export async function computeQuery(
  query: Sql,
  {
    test,
    relation,
    adapter,
  }: { readonly test: CompiledUnitTest; readonly relation: RelationName; readonly adapter: Adapter },
): Promise<Step<undefined>> {
  const statement = statementOver(
    query,
    (text) => adapter.dialect.createTableAs(relation, text),
    test.node.at,
  )
  const made = await attempt(adapter, (session) => session.execute([statement.sql]))
  if (made.ok) return done(undefined)
  return stop(...explainFailure({ kind: 'database', problem: made.problem, statement }, test.node))
}

/** An input that is read batch by batch, as it stands now. */
export interface LogState {
  readonly input: UnitInput
  readonly columns: readonly Column[]
  readonly batch: number
  /** Whether it holds more than the rows that are given: those that the model's own rows were made of. */
  readonly isLarge: boolean
}

/** So many rows that reading them again would cost more than adding to what was made of them. */
const manyRows = 1_000_000

/** Remembers of inputs what a run would have remembered of them: their batches and their watermarks. */
export async function rememberLogs(
  logs: readonly LogState[],
  { adapter, facts }: { readonly adapter: Adapter; readonly facts: RunFacts },
): Promise<void> {
  const ledger = createLedger(adapter, { runId: facts.run.runId, clock: facts.clock })
  for (const log of logs) {
    const entry = await remember(log, adapter)
    await adapter.session((session) => session.execute([...ledger.write(entry, undefined)]))
  }
}

async function remember({ input, columns, batch, isLarge }: LogState, adapter: Adapter): Promise<Remembered> {
  const weight = input.log?.isWeighted === true ? [{ name: '_xform_diff', type: 'smallint' }] : []
  return {
    relation: adapter.dialect.relation(input.relation),
    nodeId: input.id,
    generation: 1,
    batch,
    driver: null,
    position: null,
    watermark: await watermarkOf(input.relation, input.log, adapter),
    fingerprint: '',
    analysis: null,
    columns: [...columns, ...weight],
    rows: isLarge ? manyRows : 0,
    late: 0,
    duplicates: 0,
  }
}

async function watermarkOf(
  relation: RelationName,
  log: UnitInput['log'],
  adapter: Adapter,
): Promise<string | null> {
  if (log?.eventTime === undefined) return null
  const { dialect } = adapter
  const column = dialect.quote(dialect.foldIdentifier(log.eventTime) ?? log.eventTime)
  const reached = dialect.earlier(`max(${column})`, log.lateness)
  const query = `select cast(${reached} as varchar) as reached from ${dialect.relation(relation)}`
  const [row] = await adapter.session((session) => session.query(query))
  return typeof row?.['reached'] === 'string' ? row['reached'] : null
}

/** A flow that holds rows already has the watermark that they would have brought. */
export async function rememberOwn(
  { node, tested }: CompiledUnitTest,
  { adapter, facts }: { readonly adapter: Adapter; readonly facts: RunFacts },
): Promise<void> {
  if (node.kind !== 'model' || node.config.materialized !== 'flow') return
  const ledger = createLedger(adapter, { runId: facts.run.runId, clock: facts.clock })
  const rows = await adapter.session((session) => session.query(ledger.read([node.relation])))
  const own = rows[0] === undefined ? undefined : ledger.parse(rows[0])
  if (own === undefined) return
  const { eventTime, growth } = node.config
  const log = { isWeighted: false, eventTime, lateness: growth.lateness ?? 0 }
  const watermark = await watermarkOf(node.relation, log, adapter)
  const entry = { ...own, nodeId: tested satisfies NodeId, watermark }
  await adapter.session((session) => session.execute([...ledger.write(entry, undefined)]))
}
