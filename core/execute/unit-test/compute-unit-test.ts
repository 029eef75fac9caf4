import type { CompiledUnitTest } from '../../compile/compiled-unit-test.ts'
import { batchColumn, momentColumn } from '../../materializations/growth/growth-input.ts'
import type { ExecuteContext } from '../context.ts'
import { wordProblem } from '../explain-failure.ts'
import { readTexts, type TextTable } from '../read-texts.ts'
import { playTest, type Trial } from './run-unit-tests.ts'
import { stop, type Step } from './unit-failure.ts'

/** What computing needs. */
export type ComputeContext = Trial['facts'] & Pick<ExecuteContext, 'adapter'>

/** So many rows of a result are read at most. */
const mostRows = 100_000

/** What a run adds, and is another in the next. */
const hidden: ReadonlySet<string> = new Set([batchColumn, momentColumn])

/** Plays a unit test in a sandbox; gives the rows that come out of what it gives, whatever it expects. */
export async function computeUnitTest(
  test: CompiledUnitTest,
  context: ComputeContext,
): Promise<Step<TextTable>> {
  const { adapter, signal } = context
  try {
    return await adapter.sandbox(async (sandbox) => {
      const played = await playTest({ test, adapter: sandbox, facts: context })
      if (!played.ok) return played
      const query = `select * from ${sandbox.dialect.relation(played.value)}`
      const isWanted = ({ name }: { readonly name: string }): boolean => !hidden.has(name)
      const value = await sandbox.session((session) =>
        readTexts(session, sandbox, { query, limit: mostRows, isWanted }),
      )
      return { ok: true, value }
    }, signal)
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return stop(wordProblem(problem, { at: test.at }))
  }
}
