// Rows of a fixture → rows of a table.
import type { Adapter } from '../../adapter/adapter.ts'
import type { Dialect } from '../../adapter/dialect.ts'
import type { DatabaseProblem } from '../../adapter/problem.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { FixtureCell } from '../../parse/fixture.ts'
import { alignRows, type AlignedRows } from './align-rows.ts'
import { insertQuery } from './insert-query.ts'
import type { ReadRows } from './read-fixture.ts'
import { hasScale, lossOf, type Target } from './target-table.ts'
import { attempt, done, stop, type Step } from './unit-failure.ts'

/** Puts rows into a table; columns that they do not name are NULL. */
export async function insertRows(read: ReadRows, target: Target, adapter: Adapter): Promise<Step<undefined>> {
  return read.kind === 'sql' ? insertQuery(read, target, adapter) : insertCells(read, target, adapter)
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
      const said = lossOf({ name, type }, text)
      return diagnostic('unit-value', { owner, ...said, detail: undefined }, { at })
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
