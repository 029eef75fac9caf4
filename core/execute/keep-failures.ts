// How a test ended → the relation in which what fails it is kept.
import type { Adapter } from '../adapter/adapter.ts'
import type { Dialect } from '../adapter/dialect.ts'
import type { Column, RelationState } from '../adapter/relation.ts'
import type { Session } from '../adapter/session.ts'
import type { CompiledTest, StoredFailures } from '../compile/compiled-test.ts'
import { diagnostic } from '../errors/diagnostic.ts'
import { csvLine } from '../seed/print-csv.ts'
import { judgeTest } from './judge-test.ts'
import { readTexts, type TextTable } from './read-texts.ts'
import type { TestEnd } from './run-tests.ts'
import { failingRows } from './test-queries.ts'

/** Of rows that are rolled back at most so many are kept. */
const mostKept = 10_000

interface Keeping {
  readonly adapter: Adapter
  readonly session: Session
}

/** Reads the rows that fail a test, none where it passes, before they are rolled back. */
export async function readKept(end: TestEnd, { adapter, session }: Keeping): Promise<TestEnd> {
  const { test, outcome } = end
  if (test.stored === undefined || outcome.status !== 'tested') return end
  const { dialect } = adapter
  const [savepoint, back] = [dialect.savepoint('xform_kept'), dialect.rollbackTo('xform_kept')]
  if (savepoint !== undefined) await session.execute([savepoint])
  try {
    const kept = await readTexts(session, adapter, { query: failingRows(test).text, limit: mostKept })
    return { ...end, kept }
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    if (back !== undefined) await session.execute([back])
    return { ...end, kept: { lost: problem.message } }
  }
}

/** Keeps what fails a test, as its config asks, in the place of what was kept before. What goes wrong is a warning. */
export async function keepFailures(end: TestEnd, adapter: Adapter, signal: AbortSignal): Promise<TestEnd> {
  const { test, outcome, kept, finding } = end
  if (test.stored === undefined || outcome.status !== 'tested') return end
  if (kept !== undefined && 'lost' in kept) return withWarning(end, kept.lost)
  const { stored } = test
  try {
    await adapter.session((session) => exchange({ test, stored, kept }, { adapter, session }), signal)
    const told =
      finding === undefined
        ? outcome
        : judgeTest(test, { ...finding, stored: adapter.dialect.relation(stored.relation) })
    return { ...end, outcome: { ...told, stored: stored.relation } }
  } catch (error) {
    const problem = adapter.explain(error)
    if (problem === undefined) throw error
    return withWarning(end, problem.message)
  }
}

function withWarning(end: TestEnd, message: string): TestEnd {
  const { test, outcome } = end
  if (outcome.status !== 'tested') return end
  const params = { test: test.name, message }
  const finding = diagnostic('failures-not-kept', params, { at: test.at, severity: 'warning' })
  return { ...end, outcome: { ...outcome, diagnostics: [...outcome.diagnostics, finding] } }
}

interface Exchange {
  readonly test: CompiledTest
  readonly stored: StoredFailures
  /** Rows that have been rolled back; otherwise the test's query gives them. */
  readonly kept: TextTable | undefined
}

async function exchange(exchanged: Exchange, { adapter, session }: Keeping): Promise<void> {
  const { test, stored, kept } = exchanged
  const { dialect } = adapter
  const { relation } = stored
  const query = failingRows(test).text
  // A view of rows that were rolled back would show others.
  const kind = kept === undefined ? stored.as : 'table'
  await session.execute([dialect.begin])
  const standing = await adapter.inspectOne(session, relation)
  const columns = kept?.columns ?? (kind === 'table' ? await session.describe(query) : [])
  const names = columns.map(({ name }) => name)
  const drop = standing.exists ? [dialect.drop(standing.kind, relation)] : []
  const fill = kept === undefined ? [dialect.insert(relation, names, query)] : []
  const stays = kind === 'table' && holds(standing, columns)
  const changes = stays
    ? [`delete from ${dialect.relation(relation)}`, ...fill]
    : [...drop, create({ ...exchanged, kind, query }, dialect)]
  const comment = stays || stored.comment !== '' ? [dialect.comment(kind, relation, stored.comment)] : []
  await session.execute([...changes, ...comment])
  if (kept !== undefined && kept.rows.length > 0) await session.copyIn(relation, names, csvOf(kept.rows))
  await session.execute([dialect.commit])
}

/** Whether a table has just these columns: then it stays, with what others have built on it. */
function holds(standing: RelationState, columns: readonly Column[]): boolean {
  if (!standing.exists || standing.kind !== 'table' || standing.columns.length !== columns.length)
    return false
  return standing.columns.every(
    ({ name, type }, index) => name === columns[index]?.name && type === columns[index].type,
  )
}

function create(
  { stored, kept, kind, query }: Exchange & { readonly kind: 'table' | 'view'; readonly query: string },
  dialect: Dialect,
): string {
  if (kept !== undefined) return dialect.createTable(stored.relation, kept.columns)
  return kind === 'view'
    ? dialect.createViewAs(stored.relation, query)
    : dialect.createTableAs(stored.relation, query)
}

async function* csvOf(rows: TextTable['rows']): AsyncIterable<string> {
  for (const row of rows) yield csvLine(row)
}
