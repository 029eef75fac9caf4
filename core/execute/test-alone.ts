// Tests of what stands → how each ended.
import type { CompiledTest } from '../compile/compiled-test.ts'
import type { ExecuteContext } from './context.ts'
import { explainFailure } from './explain-failure.ts'
import { keepFailures } from './keep-failures.ts'
import { runTests, type TestEnd } from './run-tests.ts'

/** Runs tests by themselves, over what stands, each statement in a transaction of its own. */
export async function runAlone(
  tests: readonly CompiledTest[],
  context: ExecuteContext,
): Promise<readonly TestEnd[]> {
  const { adapter, clock, emit, signal } = context
  const startedAt = clock()
  try {
    return await adapter.session(
      (session) => runTests(tests, { adapter, clock, emit, session, inTransaction: false }),
      signal,
    )
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return tests.map((test) => {
      const diagnostics = explainFailure({ kind: 'database', problem, statement: undefined }, test)
      return { test, outcome: { status: 'error', diagnostics }, startedAt, endedAt: clock() }
    })
  }
}

/** Keeps what fails each test, as its config asks. */
export async function keepAll(
  ends: readonly TestEnd[],
  { adapter, signal }: ExecuteContext,
): Promise<readonly TestEnd[]> {
  const kept: TestEnd[] = []
  for (const end of ends) kept.push(signal.aborted ? end : await keepFailures(end, adapter, signal))
  return kept
}
