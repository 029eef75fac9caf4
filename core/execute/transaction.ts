import type { Adapter } from '../adapter/adapter.ts'
import type { Session, StatementResult } from '../adapter/session.ts'
import type { Statement } from '../materializations/step.ts'
import { databaseFailure, ran, type Ran } from './failure.ts'

/** Hears of each statement that has run, with the time of the message that it was sent in. */
export type StatementListener = (ranStatement: {
  readonly label: string
  readonly sql: string
  readonly milliseconds: number
  readonly rows: number | undefined
}) => void

/** A statement and what it is for, in a word or two. */
export interface LabelledStatement extends Statement {
  readonly label: string
}

/**
 * Sends statements over one session in as few messages as their results allow: what nobody waits for is kept back and
 * sent together with the next statement that somebody does.
 */
export interface Messages {
  /** Keeps a statement back; it is sent, in order, before the next one. */
  defer(statement: LabelledStatement): void
  /** Sends what was kept back and this statement, whose result it gives. */
  run(statement: LabelledStatement): Promise<Ran<StatementResult>>
  /** Sends what was kept back. */
  flush(): Promise<Ran<undefined>>
  /** Drops what was kept back. */
  forget(): void
  readonly session: Session
}

/** Opens the way to a session's database. */
export function openMessages(
  session: Session,
  context: {
    readonly explain: Adapter['explain']
    readonly clock: () => number
    readonly onStatement: StatementListener
  },
): Messages {
  let held: LabelledStatement[] = []

  async function send(statements: readonly LabelledStatement[]): Promise<Ran<readonly StatementResult[]>> {
    const startedAt = context.clock()
    try {
      const results = await session.execute(statements.map(({ sql }) => sql))
      const milliseconds = context.clock() - startedAt
      for (const [index, { label, sql }] of statements.entries()) {
        context.onStatement({ label, sql, milliseconds, rows: results[index]?.count })
      }
      return ran(results)
    } catch (error) {
      const problem = context.explain(error)
      if (problem === undefined) throw error
      return databaseFailure(problem, blame(statements, problem.statement))
    }
  }

  function takeHeld(): readonly LabelledStatement[] {
    const taken = held
    held = []
    return taken
  }

  return {
    session,
    defer: (statement) => void held.push(statement),
    async run(statement) {
      const sent = await send([...takeHeld(), statement])
      if (!sent.ok) return sent
      return ran(sent.value.at(-1) ?? { rows: [], count: undefined })
    },
    async flush() {
      const statements = takeHeld()
      if (statements.length === 0) return ran(undefined)
      const sent = await send(statements)
      return sent.ok ? ran(undefined) : sent
    },
    forget: () => void takeHeld(),
  }
}

/** The statement that failed; where the database does not say which, the one that holds the author's query. */
function blame(statements: readonly LabelledStatement[], index: number | undefined): Statement | undefined {
  if (index !== undefined) return statements[index]
  return statements.findLast(({ source }) => source !== undefined) ?? statements.at(-1)
}
