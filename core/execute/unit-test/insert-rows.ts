// Rows of a fixture → rows of a table.
import type { Adapter } from '../../adapter/adapter.ts'
import type { Dialect } from '../../adapter/dialect.ts'
import type { DatabaseProblem } from '../../adapter/problem.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import { statementOver, type Statement } from '../../materializations/step.ts'
import type { Fixture, FixtureCell } from '../../parse/fixture.ts'
import { placeOf } from '../explain-failure.ts'
import { alignRows, type AlignedRows } from './align-rows.ts'
import { fixtureQuery } from './fixture-query.ts'
import type { ReadRows } from './read-fixture.ts'
import { findColumn, unknownColumn } from './type-columns.ts'
import { attempt, done, stop, type Step } from './unit-failure.ts'

/** A table that rows are put into. */
export interface Target {
  /** Whose rows they are, as it stands in a message. */
  readonly owner: string
  readonly relation: RelationName
  readonly columns: readonly Column[]
  /** A value for every row, in a column of xform's own. */
  readonly also?: { readonly column: string; readonly value: string }
  /** Whether no value may be rounded to its column's type: otherwise what is expected would be another value than is written. */
  readonly isExact?: boolean
  /** Where the rows stand. */
  readonly at: Span
}

/** Puts rows into a table; columns that they do not name are NULL. */
export async function insertRows(read: ReadRows, target: Target, adapter: Adapter): Promise<Step<undefined>> {
  return read.kind === 'sql' ? insertQuery(read, target, adapter) : insertCells(read, target, adapter)
}

async function insertQuery(
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
  const inserted = await attempt(adapter, (session) => session.execute([statement.sql]))
  return inserted.ok ? done(undefined) : stop(wrongQuery(inserted.problem, statement, { ...target, at }))
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

/** So many rows are inserted with one statement. */
const batch = 500

async function insertCells(
  read: Extract<ReadRows, { readonly kind: 'rows' }>,
  target: Target,
  adapter: Adapter,
): Promise<Step<undefined>> {
  const { dialect } = adapter
  const aligned = alignRows(read, target, dialect)
  if (!aligned.ok) return aligned
  const { columns, rows } = aligned.value
  const lossy = findLossy(aligned.value, target, dialect)
  if (lossy !== undefined) return stop(lossy)
  const also = target.also === undefined ? [] : [target.also]
  // A row of no columns at all still is a row.
  const listed = columns.length === 0 ? target.columns.slice(0, 1) : columns
  const names = [...listed.map(({ name }) => name), ...also.map(({ column }) => column)]
  const write = (row: AlignedRows['rows'][number]): string => {
    const values = listed.map(({ type }, index) => valueOf(row[index], type, dialect))
    return `(${[...values, ...also.map(({ value }) => value)].join(', ')})`
  }
  for (let from = 0; from < rows.length; from += batch) {
    const some = rows.slice(from, from + batch)
    const sql = dialect.insert(target.relation, names, `values ${some.map(write).join(',\n')}`)
    const inserted = await attempt(adapter, (session) => session.execute([sql]))
    if (!inserted.ok) return stop(await blame({ columns, rows: some }, { target, adapter }, inserted.problem))
  }
  return done(undefined)
}

/** A value that would be rounded although it must not be. */
function findLossy(
  { columns, rows }: AlignedRows,
  { owner, isExact = false }: Target,
  dialect: Dialect,
): ReturnType<typeof diagnostic> | undefined {
  for (const [index, { name, type }] of columns.entries())
    for (const row of rows) {
      const { text = null, at } = row[index] ?? {}
      if (text === null || at === undefined) continue
      if (!isRounded(text, { type, isExact }, dialect) && !(isExact && isCutToDate(text, type))) continue
      const message = `"${name}" is ${type}, which does not hold ${text}`
      const hint = 'Write a value that the column holds, or cast the column to another type.'
      return diagnostic('unit-value', { owner, message, detail: undefined, hint }, { at })
    }
  return undefined
}

function isCutToDate(text: string, type: string): boolean {
  return /^date$/iu.test(type) && /^\d{4}-\d\d-\d\d[ T].*[1-9]/u.test(text)
}

/** Databases disagree whether a whole number is made of a fraction; a decimal is rounded by all of them. */
function isRounded(
  text: string,
  { type, isExact }: { readonly type: string; readonly isExact: boolean },
  dialect: Dialect,
): boolean {
  const digits = /^[-+]?\d*\.(?<fraction>\d*[1-9])0*$/u.exec(text)?.groups?.['fraction']?.length ?? 0
  return digits > 0 && hasScale(isExact ? digits - 1 : 0, type, dialect)
}

/** Whether numbers of a type have at most so many digits behind the point. */
function hasScale(scale: number, type: string, dialect: Dialect): boolean {
  return dialect.widens(type, dialect.seedType({ kind: 'decimal', precision: 1000, scale }))
}

/** A value is written as text, and the column's type says how it is read; lists and maps are taken apart first. */
function valueOf(cell: FixtureCell | undefined, type: string, dialect: Dialect): string {
  if (cell === undefined || cell.text === null) return 'null'
  if (cell.kind === 'json') return dialect.nested(cell.text, type)
  const whole = /^(?<number>[-+]?\d+)\.0*$/u.exec(cell.text)?.groups?.['number']
  return dialect.literal(whole !== undefined && hasScale(0, type, dialect) ? whole : cell.text)
}

/** Points at the value that the database does not take for its column. */
async function blame(
  { columns, rows }: AlignedRows,
  { target, adapter }: { readonly target: Target; readonly adapter: Adapter },
  problem: DatabaseProblem,
): Promise<ReturnType<typeof diagnostic>> {
  const { dialect } = adapter
  for (const row of rows)
    for (const [index, { name, type }] of columns.entries()) {
      const cell = row[index]
      if (cell === undefined || cell.text === null) continue
      const sql = dialect.insert(target.relation, [name], `values (${valueOf(cell, type, dialect)})`)
      const tried = await attempt(adapter, (session) => session.execute([sql]))
      if (!tried.ok) return wrongValue(tried.problem, { ...target, at: cell.at }, `"${name}" is ${type}`)
    }
  return wrongValue(problem, target)
}

function wrongValue(
  { message, detail, hint }: DatabaseProblem,
  { owner, at }: Target,
  known?: string,
): ReturnType<typeof diagnostic> {
  const advice = known === undefined ? hint : (hint ?? `Correct the value: ${known}.`)
  return diagnostic('unit-value', { owner, message, detail, hint: advice }, { at })
}
