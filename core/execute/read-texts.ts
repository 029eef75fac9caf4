import type { Adapter } from '../adapter/adapter.ts'
import type { Column } from '../adapter/relation.ts'
import { textOf, type Session } from '../adapter/session.ts'

/** A row as texts; null is NULL. */
export type TextRow = readonly (string | null)[]

/** Rows with each value as the database writes it; null for NULL. */
export interface TextTable {
  readonly columns: readonly Column[]
  readonly rows: readonly TextRow[]
}

/** Reads the first rows of a query as texts, without the columns that are not wanted. */
export async function readTexts(
  session: Session,
  { dialect }: Pick<Adapter, 'dialect'>,
  {
    query,
    limit,
    isWanted = () => true,
  }: { readonly query: string; readonly limit: number; readonly isWanted?: (column: Column) => boolean },
): Promise<TextTable> {
  const columns = (await session.describe(query)).filter(isWanted)
  const texts = columns.map(({ name }) => {
    const column = dialect.quote(name)
    return `cast(${column} as varchar) as ${column}`
  })
  const { rows } = await session.select(`select ${texts.join(', ')} from (\n${query}\n) as found`, limit)
  return { columns, rows: rows.map((row) => row.map((cell) => (cell === null ? null : textOf(cell)))) }
}

/** An order in which a person finds rows, and that is the same the next time, whatever order a database gives them in. */
export function compareTextRows(left: TextRow, right: TextRow): number {
  const at = left.findIndex((cell, index) => cell !== right[index])
  return at === -1 ? 0 : collator.compare(left[at] ?? '', right[at] ?? '')
}

const collator = new Intl.Collator('en', { numeric: true })
