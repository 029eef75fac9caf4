import type { CompiledUnitTest } from '../../compile/compiled-unit-test.ts'
import type { NodeOutcome, NodeSummary } from '../../events.ts'
import type { ExecuteContext } from '../context.ts'

/** How a unit test ended. Times are in milliseconds since the epoch. */
export interface UnitTestEnd {
  readonly test: CompiledUnitTest
  readonly outcome: NodeOutcome
  readonly startedAt: number
  readonly endedAt: number
}

/** Runs unit tests; tells how each ended. */
export type UnitTestRunner = (
  tests: readonly CompiledUnitTest[],
  context: ExecuteContext,
) => Promise<readonly UnitTestEnd[]>

/** What a unit test is called in events and results. */
export function summarizeUnitTest({ id, name, path }: CompiledUnitTest): NodeSummary {
  return { id, kind: 'unit_test', name, path, materialized: 'unit test', relation: undefined }
}
