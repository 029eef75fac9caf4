// A step that asks about a query → what follows from the answer. The parser is loaded by the first that needs it.
import type { Adapter } from '../adapter/adapter.ts'
import { analyzeFlow } from '../analyze/analyze-flow.ts'
import { analyzeState } from '../analyze/analyze-state.ts'
import type { AnalyzeFlowStep, AnalyzeStateStep, Reaction } from '../materializations/step.ts'

/** Analyses a query of the adapter's dialect. */
export async function analyze(
  step: AnalyzeFlowStep | AnalyzeStateStep,
  { dialect: { name } }: Pick<Adapter, 'dialect'>,
): Promise<Reaction> {
  const options = { dialect: name, driver: step.driver }
  return step.kind === 'analyze flow'
    ? step.next(await analyzeFlow(step.query, options))
    : step.next(await analyzeState(step.query, options))
}
