import type { Adapter } from '../adapter/adapter.ts'
import type { Session } from '../adapter/session.ts'
import type { CompiledModel } from '../compile/compiled.ts'
import { XformError } from '../errors/xform-error.ts'
import type { Ledger } from '../materializations/growth/ledger.ts'
import type { Sample } from '../materializations/growth/sample.ts'
import type { Statement } from '../materializations/step.ts'
import type { ExecuteContext } from './context.ts'
import { databaseFailure, ran, refuse, type Ran } from './failure.ts'
import type { Messages } from './transaction.ts'

/** What comparing a relation with its full query needs. */
export interface Verifying {
  readonly node: CompiledModel
  readonly adapter: Adapter
  readonly messages: Messages
  readonly ledger: Ledger
  readonly signal: AbortSignal
  readonly findFiles: ExecuteContext['findFiles']
  /** The part of the keys that is compared, given how many rows there are. */
  readonly sampleOf: (rows: number) => Sample | undefined
}

/** Work on the session itself, with what the database or a file says against it as a failure. */
export async function guarded<T>(
  { messages, adapter }: Verifying,
  statement: Statement | undefined,
  work: (session: Session) => Promise<T>,
): Promise<Ran<T>> {
  try {
    return ran(await work(messages.session))
  } catch (error) {
    if (error instanceof XformError) return refuse(error.diagnostics)
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return databaseFailure(problem, statement)
  }
}
