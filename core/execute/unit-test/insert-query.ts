// The query of a fixture → rows of a table.
import type { Adapter } from '../../adapter/adapter.ts'
import type { DatabaseProblem } from '../../adapter/problem.ts'
import type { Column } from '../../adapter/relation.ts'
import { textOf } from '../../adapter/session.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import { statementOver, type Statement } from '../../materializations/step.ts'
import type { Fixture } from '../../parse/fixture.ts'
import type { Sql } from '../../template/sql.ts'
import { placeOf } from '../explain-failure.ts'
import { fixtureQuery } from './fixture-query.ts'
import type { ReadRows } from './read-fixture.ts'
import { hasScale, lossOf, type Target } from './target-table.ts'
import { findColumn, unknownColumn } from './type-columns.ts'
import { attempt, done, stop, type Step } from './unit-failure.ts'

/** Puts the rows of a query into a table, cast to the types of its columns. */
export async function insertQuery(
  { fixture }: Extract<ReadRows, { readonly kind: 'sql' }>,
  target: Target,
  adapter: Adapter,
): Promise<Step<undefined>> {
  const query = fixtureQuery(fixture)
  const { dialect } = adapter
  const { at } = fixture
  const described = await describeFixture(fixture, target, adapter)
  if (!described.ok) return described
  const found = described.value.map(({ name }) => findColumn(target.columns, name, dialect))
  const wrong = described.value.filter((_, index) => found[index] === undefined)
  if (wrong.length > 0)
    return stop(...wrong.map(({ name }) => unknownColumn({ name, at }, target.columns, target)))
  const columns = found.filter((column) => column !== undefined)
  const twice = columns.find((column, index) => columns.indexOf(column) !== index)
  if (twice !== undefined)
    return stop(diagnostic('unit-column-twice', { column: twice.name, owner: target.owner }, { at }))
  const also = target.also === undefined ? [] : [target.also]
  const names = columns.map((_, index) => `_xform_${index + 1}`)
  const values = columns.map(({ type }, index) => fitted(`fixture.${names[index]}`, type))
  const statement = statementOver(
    query,
    (text) =>
      dialect.insert(
        target.relation,
        [...columns.map(({ name }) => name), ...also.map(({ column }) => column)],
        `select ${[...values, ...also.map(({ value }) => value)].join(', ')} from (\n${text}\n) as fixture (${names.join(', ')})`,
      ),
    at,
  )
  const lossy =
    target.isExact === true
      ? await findLossy({ query, at, given: described.value }, target, adapter)
      : undefined
  if (lossy !== undefined) return stop(lossy)
  const inserted = await attempt(adapter, (session) => session.execute([statement.sql]))
  return inserted.ok ? done(undefined) : stop(wrongQuery(inserted.problem, statement, { ...target, at }))
}

/** Numbers that would be rounded although they must not be. */
async function findLossy(
  { query, at, given }: { readonly query: Sql; readonly at: Span; readonly given: readonly Column[] },
  { owner, columns }: Target,
  adapter: Adapter,
): Promise<ReturnType<typeof diagnostic> | undefined> {
  const { dialect } = adapter
  const isExact = (type: string): boolean => hasScale(500, type, dialect)
  for (const { name, type } of given) {
    const column = findColumn(columns, name, dialect)
    const isNumber = isExact(type) || dialect.widens('integer', type)
    if (column === undefined || !isExact(column.type) || !isNumber || dialect.widens(type, column.type))
      continue
    const value = dialect.quote(name)
    const sql = `select cast(${value} as varchar) as value from (\n${query.text}\n) as fixture where cast(${value} as ${column.type}) <> ${value} limit 1`
    const found = await attempt(adapter, (session) => session.query(sql))
    const [row] = found.ok ? found.value : []
    if (row === undefined) continue
    const said = lossOf(column, textOf(row['value']))
    return diagnostic('unit-value', { owner, ...said, detail: undefined }, { at })
  }
  return undefined
}

/** Text of a limited length is left to the database, which then says where it is too long. */
function fitted(value: string, type: string): string {
  return /^(?:character|char|varchar|bpchar)\b/iu.test(type) ? value : `cast(${value} as ${type})`
}

/** The columns of a fixture's query. */
export async function describeFixture(
  fixture: Extract<Fixture, { readonly kind: 'sql' }>,
  { owner }: Pick<Target, 'owner'>,
  adapter: Adapter,
): Promise<Step<readonly Column[]>> {
  const { at } = fixture
  const statement = statementOver(fixtureQuery(fixture), (text) => text, at)
  const described = await attempt(adapter, (session) => session.describe(statement.sql))
  return described.ok ? done(described.value) : stop(wrongQuery(described.problem, statement, { owner, at }))
}

function wrongQuery(
  problem: DatabaseProblem,
  statement: Statement,
  { owner, at }: Pick<Target, 'owner' | 'at'>,
): ReturnType<typeof diagnostic> {
  const { message, detail, hint = 'Correct the SQL of these rows.' } = problem
  return diagnostic('unit-value', { owner, message, detail, hint }, placeOf({ problem, statement }, { at }))
}
