import type { Adapter } from '../adapter/adapter.ts'
import type { Column } from '../adapter/relation.ts'
import { textOf, type Session } from '../adapter/session.ts'

/** Rows with each value as the database writes it; null for NULL. */
export interface TextTable {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly (string | null)[])[]
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
