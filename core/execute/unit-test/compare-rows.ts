// The rows that a unit test gave and those that it expects → how they differ.
import type { Adapter } from '../../adapter/adapter.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import type { CompiledUnitTest } from '../../compile/compiled-unit-test.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { readTexts } from '../read-texts.ts'
import { insertRows } from './insert-rows.ts'
import { pairRows, type TextRow } from './pair-rows.ts'
import { readRows, type ReadRows } from './read-fixture.ts'
import { trimTrailing } from './trim-trailing.ts'
import { findColumn, unknownColumn } from './type-columns.ts'
import { attempt, done, stop, type Step } from './unit-failure.ts'

/** So many rows that differ are shown. */
const shown = 10

/** So many rows that differ are looked for. */
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
  const target = { owner: 'what is expected', relation: expected, columns, at: test.expect.at }
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
  const owner = `The result of "${test.node.name}"`
  if (wrong.length > 0) return stop(...wrong.map((one) => unknownColumn(one, columns, { owner })))
  if (named.value.length === 0) return done(columns)
  return done(named.value.flatMap(({ name }) => findColumn(columns, name, dialect) ?? []))
}

async function namedColumns(
  read: ReadRows,
  { test, adapter }: { readonly test: CompiledUnitTest; readonly adapter: Adapter },
): Promise<Step<Extract<ReadRows, { readonly kind: 'rows' }>['columns']>> {
  if (read.kind === 'rows') return done(read.columns)
  const { at } = read.fixture
  const query = trimTrailing(read.fixture.text.value)
  const described = await attempt(adapter, (session) => session.describe(query))
  if (described.ok) return done(described.value.map(({ name }) => ({ name, at })))
  const { message, detail, hint } = described.problem
  return stop(
    diagnostic('unit-value', { owner: `what "${test.name}" expects`, message, detail, hint }, { at }),
  )
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
  const rowsOf = async (left: RelationName, right: RelationName): Promise<readonly TextRow[]> => {
    const query = dialect.exceptAll(select(left), select(right))
    const found = await adapter.session((session) =>
      readTexts(session, adapter, { query, limit: mostCompared }),
    )
    return found.rows
  }
  const missing = await rowsOf(expected, actual)
  const surplus = await rowsOf(actual, expected)
  if (missing.length + surplus.length === 0) return done(undefined)
  const { rows, differing } = pairRows(missing, surplus, shown)
  const table = [['', ...columns.map(({ name }) => name)], ...rows]
  const params = { test: test.name, differing, table, shown: rows.length }
  return done({ differing, finding: diagnostic('unit-test-failed', params, { at: test.at }) })
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
