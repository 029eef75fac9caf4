// The rows that a unit test gave and those that it expects → how they differ.
import type { Adapter } from '../../adapter/adapter.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import { textOf } from '../../adapter/session.ts'
import type { CompiledUnitTest } from '../../compile/compiled-unit-test.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { readTexts, type TextRow } from '../read-texts.ts'
import { describeFixture } from './insert-query.ts'
import { insertRows } from './insert-rows.ts'
import { pairRows } from './pair-rows.ts'
import { printDifference } from './print-difference.ts'
import { readRows, type ReadRows } from './read-fixture.ts'
import { findColumn, unknownColumn } from './type-columns.ts'
import { attempt, done, stop, type Step } from './unit-failure.ts'

/** So many rows that differ are shown. */
const shown = 10

/** So many rows that differ are looked at. */
const mostCompared = 1000

/** How the rows differ; undefined where they do not. */
export type Comparison =
  { readonly differing: number; readonly finding: ReturnType<typeof diagnostic> } | undefined

/** Compares a relation's rows with those that are expected, in the columns that these name. */
export async function compareRows(
  test: CompiledUnitTest,
  actual: RelationName,
  adapter: Adapter,
): Promise<Step<Comparison>> {
  const read = await readRows(test.expect)
  if (!read.ok) return read
  const { dialect } = adapter
  const described = await attempt(adapter, (session) =>
    session.describe(`select * from ${dialect.relation(actual)}`),
  )
  if (!described.ok) return stop(cannotRead(test, described.problem.message))
  const compared = await comparedColumns(read.value, { test, adapter, columns: described.value })
  if (!compared.ok) return compared
  const columns = compared.value
  const expected = { ...actual, name: expectedName }
  const owner = 'what is expected'
  const target = { owner, relation: expected, columns, isExact: true, at: test.expect.at }
  const made = await attempt(adapter, (session) => session.execute([dialect.createTable(expected, columns)]))
  if (!made.ok) return stop(cannotRead(test, made.problem.message))
  const inserted = await insertRows(read.value, target, adapter)
  if (!inserted.ok) return inserted
  return findDifference(test, { expected, actual, columns }, adapter)
}

const expectedName = '_xform_expected'

function cannotRead({ name, at }: CompiledUnitTest, message: string): ReturnType<typeof diagnostic> {
  const params = { test: name, message, detail: undefined, hint: undefined, others: 0 }
  return diagnostic('test-error', params, { at })
}

/** The columns that the expectation names, all of them where it names none. */
async function comparedColumns(
  read: ReadRows,
  {
    test,
    adapter,
    columns,
  }: { readonly test: CompiledUnitTest; readonly adapter: Adapter; readonly columns: readonly Column[] },
): Promise<Step<readonly Column[]>> {
  const { dialect } = adapter
  const named = await namedColumns(read, { test, adapter })
  if (!named.ok) return named
  const wrong = named.value.filter(({ name }) => findColumn(columns, name, dialect) === undefined)
  const owner = `the result of "${test.node.name}"`
  if (wrong.length > 0) return stop(...wrong.map((one) => unknownColumn(one, columns, { owner })))
  if (named.value.length === 0) return done(columns)
  return done([...new Set(named.value.flatMap(({ name }) => findColumn(columns, name, dialect) ?? []))])
}

async function namedColumns(
  read: ReadRows,
  { test, adapter }: { readonly test: CompiledUnitTest; readonly adapter: Adapter },
): Promise<Step<Extract<ReadRows, { readonly kind: 'rows' }>['columns']>> {
  if (read.kind === 'rows') return done(read.columns)
  const { fixture } = read
  const described = await describeFixture(fixture, { owner: `what "${test.name}" expects` }, adapter)
  return described.ok ? done(described.value.map(({ name }) => ({ name, at: fixture.at }))) : described
}

interface Sides {
  readonly expected: RelationName
  readonly actual: RelationName
  readonly columns: readonly Column[]
}

async function findDifference(
  test: CompiledUnitTest,
  { expected, actual, columns }: Sides,
  adapter: Adapter,
): Promise<Step<Comparison>> {
  const { dialect } = adapter
  const select = (relation: RelationName): string =>
    `select ${comparableList(columns, adapter)} from ${dialect.relation(relation)}`
  const [missing, surplus] = [
    await findRows(dialect.exceptAll(select(expected), select(actual)), columns, adapter),
    await findRows(dialect.exceptAll(select(actual), select(expected)), columns, adapter),
  ]
  const rows = pairRows(missing.rows, surplus.rows)
  if (rows.length === 0) return done(undefined)
  const isWhole = missing.count === missing.rows.length && surplus.count === surplus.rows.length
  const differing = isWhole ? rows.length : Math.max(missing.count, surplus.count)
  const lines = printDifference(
    columns.map(({ name }) => name),
    rows.slice(0, shown),
  )
  const params = {
    test: test.name,
    differing,
    lines,
    shown: Math.min(rows.length, shown),
    ofState: givesState(test),
  }
  return done({ differing, finding: diagnostic('unit-test-failed', params, { at: test.at }) })
}

function givesState({ node, existing }: CompiledUnitTest): boolean {
  return existing !== undefined && node.kind === 'model' && node.config.materialized === 'state'
}

/** The first rows of a query, in an order that is the same each time, and how many there are. */
async function findRows(
  query: string,
  columns: readonly Column[],
  adapter: Adapter,
): Promise<{ readonly rows: readonly TextRow[]; readonly count: number }> {
  const ordered = `${query}\norder by ${columns.map((_, index) => index + 1).join(', ')}`
  return adapter.session(async (session) => {
    const { rows } = await readTexts(session, adapter, { query: ordered, limit: mostCompared })
    if (rows.length < mostCompared) return { rows, count: rows.length }
    const [row] = await session.query(`select count(*) as n from (\n${query}\n) as found`)
    return { rows, count: Number(textOf(row?.['n'] ?? rows.length)) }
  })
}

/** What the database cannot compare is compared as text. */
function comparableList(columns: readonly Column[], { dialect }: Adapter): string {
  return columns
    .map(({ name, type }) => {
      const column = dialect.quote(name)
      return dialect.comparable(type) ? column : `cast(${column} as varchar) as ${column}`
    })
    .join(', ')
}
