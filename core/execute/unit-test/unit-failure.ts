import type { Adapter } from '../../adapter/adapter.ts'
import type { DatabaseProblem } from '../../adapter/problem.ts'
import type { Session } from '../../adapter/session.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'

/** A step's value, or why a unit test ends there. */
export type Step<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] }

/** The value of a step that came to its end. */
export function done<T>(value: T): Step<T> {
  return { ok: true, value }
}

/** The end of a unit test, with its findings. */
export function stop(...diagnostics: readonly Diagnostic[]): {
  readonly ok: false
  readonly diagnostics: readonly Diagnostic[]
} {
  return { ok: false, diagnostics }
}

/** What a piece of work in a database comes to: its value, or the database's refusal. */
export type Tried<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: DatabaseProblem }

/** Runs work in a transaction of a sandbox; what the database refuses leaves nothing behind. */
export async function attempt<T>(
  adapter: Adapter,
  work: (session: Session) => Promise<T>,
): Promise<Tried<T>> {
  const { dialect } = adapter
  return adapter.session(async (session) => {
    await session.execute([dialect.begin])
    try {
      const value = await work(session)
      await session.execute([dialect.commit])
      return { ok: true, value }
    } catch (error) {
      const problem = adapter.explain(error)
      if (problem === undefined) throw error
      await session.execute([dialect.rollback])
      return { ok: false, problem }
    }
  })
}
