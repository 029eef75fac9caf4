// A plan, before anything of it runs → how far the sources go that it will read for the first time.
import type { Row } from '../adapter/session.ts'
import type { Driver } from '../compile/intake.ts'
import type { FirstMarks } from '../materializations/growth/growth-input.ts'
import { readSoFar } from '../materializations/growth/open-commits.ts'
import { readsByCommit } from '../materializations/growth/open-driver.ts'
import { subjectOf } from '../materializations/growth/position.ts'
import type { Plan, PlannedNode } from '../plan/plan.ts'
import type { ExecuteContext } from './context.ts'

/** How long, in milliseconds, a look waits for somebody who has locked the source: without a mark, nothing is lost but time. */
const patience = 500

type CursorDriver = Extract<Driver, { readonly kind: 'cursor' }>

/**
 * Looks at each source once. A mark bounds later readings only where no transaction is older than it, and those of the run
 * itself, which build other nodes at the same time, would be.
 */
export async function markSources(plan: Plan, { adapter, signal }: ExecuteContext): Promise<FirstMarks> {
  const { dialect } = adapter
  const { arrivals } = dialect
  const marks = new Map<string, Row>()
  const drivers = new Map(
    plan.nodes.flatMap((planned) => firstRead(planned, dialect)).map((one) => [subjectOf(one, dialect), one]),
  )
  if (arrivals === undefined || drivers.size === 0 || signal.aborted) return marks
  const markOne = async (subject: string, driver: CursorDriver): Promise<void> => {
    const read = readSoFar({ driver, since: undefined, next: () => ({ kind: 'steps', steps: [] }) })
    try {
      const statements = [dialect.begin, dialect.lockTimeout(patience), arrivals.mark(read), dialect.commit]
      const results = await adapter.session(
        (session) => session.execute(statements.filter((sql) => sql !== undefined)),
        signal,
      )
      const row = results.at(-2)?.rows[0]
      if (row !== undefined) marks.set(subject, row)
    } catch (error) {
      // What is wrong with the source, or what is not there yet, the node that reads it will say.
      if (adapter.explain(error) === undefined) throw error
    }
  }
  await Promise.all([...drivers].map(([subject, driver]) => markOne(subject, driver)))
  return marks
}

function firstRead(
  { node, action }: PlannedNode,
  dialect: Parameters<typeof readsByCommit>[0]['dialect'],
): readonly CursorDriver[] {
  const driver = node.kind === 'model' ? node.intake?.driver : undefined
  const isFirst = action.kind === 'create' || action.kind === 'replace'
  return isFirst && driver?.kind === 'cursor' && readsByCommit({ dialect }, driver) ? [driver] : []
}
