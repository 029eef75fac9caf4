// Of a relation that only ever grows, rows that a test has passed need not be looked at again.
import type { Session } from '../adapter/session.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import { fingerprint } from '../compile/fingerprint.ts'
import { narrowTest } from '../compile/redirect-test.ts'
import { hooksMayChangeRows } from '../materializations/hooks-change-rows.ts'
import { batchColumn } from '../materializations/growth/growth-input.ts'
import type { Audited } from '../materializations/growth/ledger.ts'
import type { NodeId } from '../parse/node.ts'
import type { NodeTask } from './node-task.ts'
import type { TestEnd } from './run-tests.ts'

/** What the tests of a relation have seen of it. */
export interface SeenRows {
  /** A test of the rows that it has not seen; the same test, where it has to look at all of them. */
  narrow(test: CompiledTest): CompiledTest
  /** Statements that remember what has been seen now. */
  remember(ends: readonly TestEnd[]): readonly string[]
}

/**
 * Reads what the tests of a node have seen of its table; undefined where its rows can change, or none of its tests looks at
 * rows one by one. It is asked when the table holds what will stand: its entry then says up to which batch.
 */
export async function readSeenRows(task: NodeTask, session: Session): Promise<SeenRows | undefined> {
  const { planned, ledger, context } = task
  const { node, tests } = planned
  const grows = node.kind === 'model' && ['flow', 'changes'].includes(node.config.materialized)
  const steady = tests.filter(({ isSteady }) => isSteady)
  if (!grows || steady.length === 0 || hooksMayChangeRows(node)) return undefined
  const [entries, audits] = await session.execute([
    ledger.read([node.relation]),
    ledger.readAudits(node.relation),
  ])
  const own = entries?.rows.map((row) => ledger.parse(row))[0]
  if (own === undefined) return undefined
  const known = (audits?.rows ?? []).map((row) => ledger.parseAudit(row))
  const passed = new Map(
    known.filter(({ test }) => steady.some(({ id }) => id === test)).map((one) => [one.test, one]),
  )
  const { dialect } = context.adapter
  return {
    narrow(test) {
      const seen = passed.get(test.id)
      if (seen === undefined || !holds(seen, test, own)) return test
      const condition = `${dialect.quote(batchColumn)} > ${seen.batch}`
      return narrowTest(test, { relation: node.relation, condition }, dialect)
    },
    remember(ends) {
      const { generation, batch } = own
      const spotless = steady.filter(({ id }) => isSpotless(ends.find((end) => end.test.id === id)))
      const now = spotless.map((test) => ({ test: test.id, fingerprint: markOf(test), generation, batch }))
      return isKnown(now, passed)
        ? []
        : ledger.writeAudits(node.relation, { tests: steady.map(({ id }) => id), passed: now })
    },
  }
}

function holds(
  seen: Audited,
  test: CompiledTest,
  own: { readonly generation: number; readonly batch: number },
): boolean {
  const { generation, batch } = seen
  return (
    test.isSteady && generation === own.generation && batch <= own.batch && seen.fingerprint === markOf(test)
  )
}

function markOf({ query }: CompiledTest): string {
  return fingerprint([query.text])
}

/** A warning that lets rows pass is not a test that they passed. */
function isSpotless(end: TestEnd | undefined): boolean {
  return end?.outcome.status === 'tested' && end.outcome.failures === 0
}

function isKnown(now: readonly Audited[], passed: ReadonlyMap<NodeId, Audited>): boolean {
  return (
    now.length === passed.size &&
    now.every(({ test, fingerprint: mark, generation, batch }) => {
      const known = passed.get(test)
      return known?.fingerprint === mark && known.generation === generation && known.batch === batch
    })
  )
}
