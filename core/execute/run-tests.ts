// Tests + a session → how each ended. Reads only.
import type { Adapter } from '../adapter/adapter.ts'
import type { ResultTable, Session } from '../adapter/session.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import type { NodeOutcome, NodeSummary, RunEvent } from '../events.ts'
import { statementOver, type Statement } from '../materializations/step.ts'
import type { Sql } from '../template/sql.ts'
import { explainFailure } from './explain-failure.ts'
import { databaseFailure, ran, type Failure, type Ran } from './failure.ts'
import { judgeTest, verdictOf, type Finding } from './judge-test.ts'
import type { TextTable } from './read-texts.ts'
import { countQuery, failingRows, scannedBefore, scanQuery } from './test-queries.ts'
import { openMessages, type Messages } from './transaction.ts'

/** How a test ended. Times are in milliseconds since the epoch. */
export interface TestEnd {
  readonly test: CompiledTest
  readonly outcome: NodeOutcome
  readonly startedAt: number
  readonly endedAt: number
  /** The rows that fail, as texts, where they are rolled back and yet to be kept; or why they could not be read. */
  readonly kept?: TextTable | { readonly lost: string }
  /** What was found, where it was run. */
  readonly finding?: Finding
}

/** What running tests needs. */
export interface TestWorld {
  readonly adapter: Adapter
  readonly clock: () => number
  readonly emit: (event: RunEvent) => void
  readonly session: Session
  /** The node that they are part of. */
  readonly host?: NodeSummary
  /** Whether they run in a transaction, which must survive a test that cannot be run. */
  readonly inTransaction: boolean
}

/** So many rows that fail are shown. */
const shown = 5

/** At most so many tests are told in one scan. */
const scanned = 100

/**
 * Runs tests, those that can be told in one scan together. A test that cannot be run ends as an error, and the others go on;
 * where its transaction is lost by it, they have no end.
 */
export async function runTests(
  tests: readonly CompiledTest[],
  world: TestWorld,
): Promise<readonly TestEnd[]> {
  const ends = new Map<string, TestEnd>()
  for (const group of groupScans(tests)) {
    const ended = await runGroup(group, world)
    for (const end of ended) ends.set(end.test.id, end)
    if (!(await canGoOn(ended, world))) break
  }
  return tests.flatMap((test) => ends.get(test.id) ?? [])
}

/** What a test is called in events and results. */
export function summarizeTest({ id, name, path }: CompiledTest): NodeSummary {
  return { id, kind: 'test', name, path, materialized: 'test', relation: undefined }
}

function groupScans(tests: readonly CompiledTest[]): readonly (readonly CompiledTest[])[] {
  const groups = new Map<string, CompiledTest[]>()
  for (const [index, test] of tests.entries()) {
    const key = test.tally === undefined ? String(index) : test.tally.from.text
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [test])
    else group.push(test)
  }
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / scanned) }, (_, at) =>
      group.slice(at * scanned, (at + 1) * scanned),
    ),
  )
}

async function runGroup(group: readonly CompiledTest[], world: TestWorld): Promise<readonly TestEnd[]> {
  const [first] = group
  if (first === undefined) return []
  const startedAt = world.clock()
  const counted = await count(group, { ...world, messages: messagesFor(first, world) })
  if (!counted.ok) {
    if (group.length > 1 && (await isUsable(world))) return runEach(group, world)
    const { failure } = counted
    const blamed = blamedTest(group, failure)
    const outcome = couldNotRun(blamed ?? first, failure, blamed === undefined ? group.length - 1 : 0)
    return [{ test: blamed ?? first, outcome, startedAt, endedAt: world.clock() }]
  }
  const ends: TestEnd[] = []
  for (const [index, test] of group.entries()) {
    const ended = await finishTest(test, counted.value[index] ?? 0, world)
    ends.push({ test, ...ended, startedAt, endedAt: world.clock() })
    if (!(await canGoOn(ends.slice(-1), world))) break
  }
  return ends
}

async function runEach(tests: readonly CompiledTest[], world: TestWorld): Promise<readonly TestEnd[]> {
  const ends: TestEnd[] = []
  for (const test of tests) {
    const ended = await runGroup([test], world)
    ends.push(...ended)
    if (!(await canGoOn(ended, world))) break
  }
  return ends
}

async function canGoOn(ends: readonly TestEnd[], world: TestWorld): Promise<boolean> {
  return ends.every(({ outcome }) => outcome.status !== 'error') || isUsable(world)
}

/** Whether the session can be asked something else after a statement that failed: without savepoints some errors end the transaction. */
async function isUsable(world: TestWorld): Promise<boolean> {
  const { inTransaction, adapter, session } = world
  if (!inTransaction || adapter.dialect.savepoint('xform_test') !== undefined) return true
  try {
    await session.execute(['select 1'])
    return true
  } catch (error) {
    if (adapter.explain(error) === undefined) throw error
    return false
  }
}

/** The test of a scan at whose part of the query the database stopped; undefined where it does not say. */
function blamedTest(group: readonly CompiledTest[], failure: Failure): CompiledTest | undefined {
  if (group.length === 1) return group[0]
  if (failure.kind === 'refused') return undefined
  const { problem, statement } = failure
  if (statement === undefined || problem.offset === undefined) return undefined
  return group[scannedBefore(statement.sql, problem.offset)]
}

interface Asking extends TestWorld {
  readonly messages: Messages
}

/** How many rows fail each test of a group. */
async function count(group: readonly CompiledTest[], world: Asking): Promise<Ran<readonly number[]>> {
  const query = scanQuery(group) ?? countQuery(group[0])
  return guarded(world, async () => {
    const found = await world.messages.run({ ...statementFor(query), label: 'test' })
    if (!found.ok) return found
    const [row] = found.value.rows
    return ran(group.map((_, index) => Number(row?.[`failures_${index + 1}`] ?? 0)))
  })
}

/** Errors outside the author's own SQL are shown at the test. */
function statementFor(query: Sql): Statement {
  return statementOver(query, (text) => text)
}

/** Inside a transaction a statement that fails takes nothing else along, where the database has savepoints. */
async function guarded<T>(
  { inTransaction, adapter, messages }: Asking,
  work: () => Promise<Ran<T>>,
): Promise<Ran<T>> {
  const { dialect } = adapter
  const savepoint = inTransaction ? dialect.savepoint('xform_test') : undefined
  if (savepoint !== undefined) messages.defer({ sql: savepoint, label: 'test' })
  const done = await work()
  if (done.ok || savepoint === undefined) return done
  messages.forget()
  const back = dialect.rollbackTo('xform_test')
  if (back !== undefined) messages.defer({ sql: back, label: 'test' })
  await messages.flush()
  return done
}

async function finishTest(
  test: CompiledTest,
  failures: number,
  world: TestWorld,
): Promise<Pick<TestEnd, 'outcome' | 'finding'>> {
  const judged = (finding: Finding): Pick<TestEnd, 'outcome' | 'finding'> => ({
    outcome: judgeTest(test, finding),
    finding,
  })
  if (verdictOf(failures, test.config) === 'pass') return judged({ failures, examples: nothing })
  const examples = await guarded({ ...world, messages: messagesFor(test, world) }, () =>
    showRows(test, world),
  )
  if (!examples.ok) return { outcome: couldNotRun(test, examples.failure, 0) }
  return judged({ failures, examples: examples.value })
}

const nothing: ResultTable = { columns: [], rows: [] }

async function showRows(test: CompiledTest, { session, adapter }: TestWorld): Promise<Ran<ResultTable>> {
  const query = failingRows(test)
  try {
    return ran(await session.select(query.text, shown))
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem, statementFor(query))
  }
}

function messagesFor(test: CompiledTest, { session, adapter, clock, emit, host }: TestWorld): Messages {
  return openMessages(session, {
    explain: (error) => adapter.explain(error),
    clock,
    onStatement: (statement) =>
      emit({ type: 'statement', at: clock(), node: host ?? summarizeTest(test), ...statement }),
  })
}

function couldNotRun(test: CompiledTest, failure: Failure, others: number): NodeOutcome {
  if (failure.kind !== 'database' || failure.problem.kind !== 'query')
    return { status: 'error', diagnostics: explainFailure(failure, test) }
  const [explained] = explainFailure(failure, test)
  const { message, detail, hint } = failure.problem
  const params = { test: test.name, message, detail, hint, others }
  return {
    status: 'error',
    diagnostics: [diagnostic('test-error', params, { at: explained?.at ?? test.at })],
  }
}
