// Unit tests of one model + a sandbox → how each ended.
import type { Adapter } from '../../adapter/adapter.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { Arrival, CompiledUnitTest } from '../../compile/compiled-unit-test.ts'
import type { NodeOutcome } from '../../events.ts'
import type { NodeId } from '../../parse/node.ts'
import { concatSql } from '../../template/concat-sql.ts'
import type { ExecuteContext } from '../context.ts'
import { wordProblem } from '../explain-failure.ts'
import { prepareTarget } from '../prepare-target.ts'
import {
  buildModel,
  computeQuery,
  rememberLogs,
  rememberOwn,
  type LogState,
  type RunFacts,
} from './build-model.ts'
import { compareRows, type Comparison } from './compare-rows.ts'
import { emptyInput, fillInput, fillOwn, layInputs } from './lay-inputs.ts'
import { done, stop, type Step } from './unit-failure.ts'
import type { UnitTestEnd, UnitTestRunner } from './unit-test-end.ts'

/** Runs unit tests, in a sandbox each: nothing of them is left, and nothing of the warehouse is needed. */
export const runUnitTests: UnitTestRunner = async (tests, context) => {
  const ends: UnitTestEnd[] = []
  for (const test of tests) {
    if (context.signal.aborted) break
    const startedAt = context.clock()
    const outcome = await runOne(test, context)
    ends.push({ test, outcome, startedAt, endedAt: context.clock() })
  }
  return ends
}

async function runOne(test: CompiledUnitTest, context: ExecuteContext): Promise<NodeOutcome> {
  const { adapter, signal } = context
  try {
    const compared = await adapter.sandbox(
      (sandbox) => runInside({ test, adapter: sandbox, facts: context }),
      signal,
    )
    return compared.ok ? outcomeOf(compared.value) : { status: 'error', diagnostics: compared.diagnostics }
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    if (signal.aborted) return { status: 'cancelled' }
    return { status: 'error', diagnostics: [wordProblem(problem, { at: test.at })] }
  }
}

function outcomeOf(comparison: Comparison): NodeOutcome {
  if (comparison === undefined) return { status: 'tested', verdict: 'pass', failures: 0, diagnostics: [] }
  const { differing, finding } = comparison
  return { status: 'tested', verdict: 'fail', failures: differing, diagnostics: [finding] }
}

/** A unit test, and the sandbox that it is played in. */
export interface Trial {
  readonly test: CompiledUnitTest
  readonly adapter: Adapter
  readonly facts: RunFacts & Pick<ExecuteContext, 'lockTimeout'>
}

async function runInside(trial: Trial): Promise<Step<Comparison>> {
  const built = await playTest(trial)
  return built.ok ? compareRows(trial.test, built.value, trial.adapter) : built
}

/** Plays a unit test in a sandbox; gives the relation that holds what comes out. */
export async function playTest(trial: Trial): Promise<Step<RelationName>> {
  const { test, adapter, facts } = trial
  const { dialect } = adapter
  await adapter.session((session) =>
    session.execute(test.schemas.map((schema) => dialect.createSchema(schema))),
  )
  const { lockTimeout, signal } = facts
  const refused = await prepareTarget({ adapter, missingSchemas: [], lockTimeout, signal })
  if (refused.length > 0) return stop(...refused)
  const columns = await layInputs(test, { adapter, readSeed: facts.readSeed })
  return columns.ok ? play(trial, columns.value) : columns
}

/** Brings the rows in and builds the model, as often as the test says; gives the relation to be compared. */
async function play(
  trial: Trial,
  columns: ReadonlyMap<NodeId, readonly Column[]>,
): Promise<Step<RelationName>> {
  const { test, adapter, facts } = trial
  const own = await standOwn(trial, columns)
  if (!own.ok) return own
  const given = test.inputs.map(({ id, fixture }): Arrival => ({ input: id, fixture }))
  const builds = test.compares === 'table'
  for (const [index, arrivals] of [given, ...test.later].entries()) {
    const arrived = await arrive(arrivals, { trial, columns, batch: index + 1 })
    if (!arrived.ok) return arrived
    const fullRefresh = index === 0 && test.fullRefresh
    const build = builds
      ? await buildModel(test, { adapter, facts, fullRefresh, number: index + 1 })
      : done(undefined)
    if (!build.ok) return build
  }
  return builds ? done(test.node.relation) : compute(trial)
}

/** Makes the model's own table as it stands before the rows come in. */
async function standOwn(
  trial: Trial,
  columns: ReadonlyMap<NodeId, readonly Column[]>,
): Promise<Step<undefined>> {
  const { test, adapter, facts } = trial
  const { node } = test
  if (!test.stands) return done(undefined)
  if (test.compares === 'table') {
    await rememberLogs(logsOf(trial, columns, 0), { adapter, facts })
    const empty = await buildModel(test, { adapter, facts, fullRefresh: false, number: 0 })
    if (!empty.ok) return empty
  } else {
    const query = concatSql(['select * from (\n', node.full, '\n) as own where false'])
    const made = await computeQuery(query, { test, relation: node.relation, adapter })
    if (!made.ok) return made
  }
  const filled = await fillOwn(test, node.relation, adapter)
  if (!filled.ok) return filled
  if (test.compares === 'table') await rememberOwn(test, { adapter, facts })
  return done(undefined)
}

function logsOf(
  { test }: Trial,
  columns: ReadonlyMap<NodeId, readonly Column[]>,
  batch: number,
): readonly LogState[] {
  return test.inputs
    .filter(({ log }) => log !== undefined)
    .map((input) => ({
      input,
      columns: columns.get(input.id) ?? [],
      batch,
      isLarge: test.existing !== undefined,
    }))
}

async function arrive(
  arrivals: readonly Arrival[],
  {
    trial,
    columns,
    batch,
  }: {
    readonly trial: Trial
    readonly columns: ReadonlyMap<NodeId, readonly Column[]>
    readonly batch: number
  },
): Promise<Step<undefined>> {
  const { test, adapter, facts } = trial
  for (const { input: id, fixture } of arrivals) {
    const input = test.inputs.find((one) => one.id === id)
    if (input === undefined) continue
    if (batch > 1 && readsWhatStands(test)) await emptyInput(input, adapter)
    const filled = await fillInput(input, { fixture, columns: columns.get(id) ?? [], batch }, adapter)
    if (!filled.ok) return filled
  }
  await rememberLogs(logsOf(trial, columns, batch), { adapter, facts })
  return done(undefined)
}

/** What a snapshot or a change log is made of holds its rows as they are now. */
function readsWhatStands({ node }: CompiledUnitTest): boolean {
  return node.kind === 'snapshot' || node.config.materialized === 'changes'
}

/** Only the query is compared: nothing has to be built for it. */
async function compute({ test, adapter }: Trial): Promise<Step<RelationName>> {
  const { node } = test
  const relation = { ...node.relation, name: '_xform_actual' }
  const query = test.compares === 'delta' && node.kind === 'model' ? (node.delta ?? node.full) : node.full
  const made = await computeQuery(query, { test, relation, adapter })
  return made.ok ? done(relation) : made
}
