// Rows of a fixture → rows of a table.
import type { Adapter } from '../../adapter/adapter.ts'
import type { DatabaseProblem } from '../../adapter/problem.ts'
import type { Column, RelationName } from '../../adapter/relation.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import type { Span } from '../../errors/span.ts'
import type { FixtureCell } from '../../parse/fixture.ts'
import { trimTrailing } from './trim-trailing.ts'
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
  const query = trimTrailing(fixture.text.value)
  const { dialect } = adapter
  const at = fixture.at
  const described = await attempt(adapter, (session) => session.describe(query))
  if (!described.ok) return stop(wrongValue(described.problem, target, at))
  const wrong = described.value.filter(({ name }) => findColumn(target.columns, name, dialect) === undefined)
  if (wrong.length > 0)
    return stop(...wrong.map(({ name }) => unknownColumn({ name, at }, target.columns, target)))
  const names = described.value.map(({ name }) => findColumn(target.columns, name, dialect)?.name ?? name)
  const also = target.also === undefined ? '' : `, ${target.also.value}`
  const sql = dialect.insert(
    target.relation,
    [...names, ...(target.also === undefined ? [] : [target.also.column])],
    `select fixture.*${also} from (\n${query}\n) as fixture`,
  )
  const inserted = await attempt(adapter, (session) => session.execute([sql]))
  return inserted.ok ? done(undefined) : stop(wrongValue(inserted.problem, target, at))
}

/** So many rows are inserted with one statement. */
const batch = 500

async function insertCells(
  { columns, rows }: Extract<ReadRows, { readonly kind: 'rows' }>,
  target: Target,
  adapter: Adapter,
): Promise<Step<undefined>> {
  if (rows.length === 0) return done(undefined)
  const { dialect } = adapter
  const names = columns.map(({ name }) => findColumn(target.columns, name, dialect)?.name ?? name)
  const { also } = target
  // A row of no columns at all still is a row.
  const [first] = target.columns
  const listed = names.length === 0 && first !== undefined ? [first.name] : names
  const write = (row: readonly FixtureCell[]): string => {
    const values = columns.map(({ name }) =>
      literalOf(
        row.find(({ column }) => column === name),
        adapter,
      ),
    )
    const all = names.length === 0 ? ['null'] : values
    return `(${[...all, ...(also === undefined ? [] : [also.value])].join(', ')})`
  }
  for (let from = 0; from < rows.length; from += batch) {
    const values = rows.slice(from, from + batch).map(write)
    const sql = dialect.insert(
      target.relation,
      [...listed, ...(also === undefined ? [] : [also.column])],
      `values ${values.join(',\n')}`,
    )
    const inserted = await attempt(adapter, (session) => session.execute([sql]))
    if (!inserted.ok)
      return stop(await blame(rows.slice(from, from + batch), { target, adapter }, inserted.problem))
  }
  return done(undefined)
}

/** Every value is written as text: the column's type says how it is read. */
function literalOf(cell: FixtureCell | undefined, { dialect }: Adapter): string {
  return cell === undefined || cell.text === null ? 'null' : dialect.literal(cell.text)
}

/** Points at the value that the database does not take for its column. */
async function blame(
  rows: readonly (readonly FixtureCell[])[],
  { target, adapter }: { readonly target: Target; readonly adapter: Adapter },
  problem: DatabaseProblem,
): Promise<ReturnType<typeof diagnostic>> {
  const { dialect } = adapter
  for (const cell of rows.flat()) {
    const column = findColumn(target.columns, cell.column, dialect)
    if (column === undefined || cell.text === null) continue
    const tried = await attempt(adapter, (session) =>
      session.execute([`select cast(${literalOf(cell, adapter)} as ${column.type}) as value`]),
    )
    if (!tried.ok) return wrongValue(tried.problem, target, cell.at)
  }
  return wrongValue(problem, target, target.at)
}

function wrongValue(
  { message, detail, hint }: DatabaseProblem,
  { owner }: Target,
  at: Span,
): ReturnType<typeof diagnostic> {
  return diagnostic('unit-value', { owner, message, detail, hint }, { at })
}
