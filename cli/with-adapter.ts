import { wordProblem, type Adapter } from '../core/index.ts'
import { exitCodes, type Invocation } from './command.ts'
import { openAdapter } from './context.ts'
import { placeOfTarget, type OpenProject } from './open-project.ts'
import type { Reporting } from './reporting.ts'

/** What a command has once it is connected. */
export interface Connected {
  readonly invocation: Invocation
  readonly open: OpenProject
  readonly adapter: Adapter
  readonly reporting: Reporting
}

/** Problems of the connection outside any node end the command: with 1 where somebody held a lock, otherwise with 2. */
export async function withAdapter(
  { adapter, reporting, invocation, open }: Connected,
  work: () => Promise<number>,
): Promise<number> {
  try {
    return await work()
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    if (invocation.world.signal.aborted) return exitCodes.failure
    reporting.report([wordProblem(problem, placeOfTarget(open))])
    return problem.kind === 'lock' ? exitCodes.failure : exitCodes.usage
  } finally {
    await adapter.close()
  }
}

/** Looks into the target before a command begins; undefined where it cannot, which is reported. */
export async function lookAhead<T>(
  { open, invocation, reporting }: Omit<Connected, 'adapter'>,
  look: (adapter: Adapter) => Promise<T>,
): Promise<T | undefined> {
  const adapter = await openAdapter(open, { reporting, threads: 1, command: invocation.command })
  if (adapter === undefined) return undefined
  try {
    return await look(adapter)
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    reporting.report([wordProblem(problem, placeOfTarget(open))])
    return undefined
  } finally {
    await adapter.close()
  }
}
