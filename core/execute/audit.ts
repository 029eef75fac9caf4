// A node's tests → what they say of its rows before these are published.
import type { RelationName } from '../adapter/relation.ts'
import type { Session } from '../adapter/session.ts'
import { redirectTest } from '../compile/redirect-test.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import { ran, type Ran } from './failure.ts'
import { readKept } from './keep-failures.ts'
import type { NodeTask } from './node-task.ts'
import { runTests, type TestEnd } from './run-tests.ts'
import { readSeenRows } from './seen-rows.ts'
import type { Messages } from './transaction.ts'

/** The tests of a node in one try to build it. */
export interface Audit {
  /** Has them look at a relation that holds what will be published, once; a test that fails ends the try. */
  look(candidate: RelationName): Promise<Ran<undefined>>
  /** How they ended. */
  readonly ends: readonly TestEnd[]
}

/** Opens the audit of one try, which is a transaction unless nothing is to be written. */
export function openAudit(task: NodeTask, messages: Messages, { inTransaction = true } = {}): Audit {
  let ends: readonly TestEnd[] | undefined
  return {
    async look(candidate) {
      if (ends !== undefined) return ran(undefined)
      ends = []
      if (task.planned.tests.length === 0) return ran(undefined)
      const flushed = await messages.flush()
      if (!flushed.ok) return flushed
      ends = await lookAt({ candidate, inTransaction }, task, messages)
      return judge(ends, task)
    },
    get ends() {
      return ends ?? []
    },
  }
}

async function lookAt(
  { candidate, inTransaction }: { readonly candidate: RelationName; readonly inTransaction: boolean },
  task: NodeTask,
  messages: Messages,
): Promise<readonly TestEnd[]> {
  const { node, tests } = task.planned
  const { adapter, clock, emit } = task.context
  const { dialect } = adapter
  const { session } = messages
  const redirected = { from: node.relation, to: candidate }
  const isAside = dialect.identity(candidate) !== dialect.identity(node.relation)
  const seen = isAside ? undefined : await readSeenRows(task, session)
  const looked = isAside
    ? tests.map((test) => redirectTest(test, redirected, dialect))
    : tests.map((test) => seen?.narrow(test) ?? test)
  const doing = `testing, ${tests.length} ${tests.length === 1 ? 'test' : 'tests'}`
  emit({ type: 'node:progress', at: clock(), node: task.summary, doing })
  const ends = await runTests(looked, { adapter, clock, emit, session, host: task.summary, inTransaction })
  if (ends.some(isBad)) return keepRows(ends, task, session)
  if (inTransaction) for (const sql of seen?.remember(ends) ?? []) messages.defer({ sql, label: 'remember' })
  return ends.map((end) => ({ ...end, test: original(end, tests) }))
}

/** Reads what fails before it is rolled back. */
async function keepRows(
  ends: readonly TestEnd[],
  { planned, context: { adapter } }: NodeTask,
  session: Session,
): Promise<readonly TestEnd[]> {
  const kept: TestEnd[] = []
  for (const end of ends)
    kept.push({ ...(await readKept(end, { adapter, session })), test: original(end, planned.tests) })
  return kept
}

function original({ test }: TestEnd, tests: NodeTask['planned']['tests']): TestEnd['test'] {
  return tests.find(({ id }) => id === test.id) ?? test
}

/** Whether a test keeps its node from being published. */
export function isBad({ outcome }: Pick<TestEnd, 'outcome'>): boolean {
  return outcome.status === 'error' || (outcome.status === 'tested' && outcome.verdict === 'fail')
}

function judge(tests: readonly TestEnd[], { planned }: NodeTask): Ran<undefined> {
  const bad = tests.filter(isBad)
  if (bad.length === 0) return ran(undefined)
  const { node } = planned
  const params = { node: node.name, tests: bad.map(({ test }) => test.name) }
  const diagnostics = [diagnostic('tests-failed', params, { at: node.at })]
  return { ok: false, failure: { kind: 'refused', diagnostics, tests } }
}
