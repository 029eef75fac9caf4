import type { CompiledHook } from '../compile/compiled.ts'
import type { Diagnostic } from '../errors/diagnostic.ts'
import type { ExecuteContext } from './context.ts'
import { locateWord } from '../template/locate.ts'
import { wordHookFailure, wordProblem } from './explain-failure.ts'

/** What a project runs before its first node and after its last. */
export interface ProjectHooks {
  readonly onRunStart: readonly CompiledHook[]
  readonly onRunEnd: readonly CompiledHook[]
}

/** Runs project hooks one by one, each by itself; stops at the first that fails, and says which. */
export async function runProjectHooks(
  hooks: readonly CompiledHook[],
  { adapter, signal }: ExecuteContext,
): Promise<readonly Diagnostic[]> {
  for (const { sql } of hooks) {
    try {
      await adapter.session((session) => session.execute([sql.text]), signal)
    } catch (error) {
      const problem = adapter.explain(error)
      if (problem === undefined) throw error
      const place = locateWord(sql, problem.offset ?? 0) ?? {}
      return [
        problem.kind === 'query'
          ? wordHookFailure('A hook of the run', problem, place)
          : wordProblem(problem, place),
      ]
    }
  }
  return []
}
