import type { RelationName } from '../../adapter/relation.ts'
import type { Row } from '../../adapter/session.ts'
import { batchColumn, type GrowthInput } from './growth-input.ts'
import type { Remembered } from './ledger.ts'

/** A batch with another number of rows than were added in it. */
export interface Misnumbered {
  readonly batch: number
  readonly rows: number
  readonly added: number
}

/** How many such batches are told. */
const shown = 5

/** A query for the batches of a log that hold other numbers of rows than were added: who reads the log goes by their numbers. */
export function misnumberedQuery(
  { dialect, ledger }: Pick<GrowthInput, 'dialect' | 'ledger'>,
  relation: RelationName,
  own: Remembered,
): string {
  const column = dialect.quote(batchColumn)
  return [
    'select coalesce(found.batch, added.batch) as batch, coalesce(found.n, 0) as rows, coalesce(added.n, 0) as added',
    `from (select ${column} as batch, count(*) as n from ${dialect.relation(relation)} group by ${column}) as found`,
    `full join (${ledger.countBatches(own)}) as added on added.batch = found.batch`,
    `where coalesce(found.n, 0) <> coalesce(added.n, 0) order by 1 limit ${shown}`,
  ].join('\n')
}

/** A row of that query. */
export function readMisnumbered(row: Row): Misnumbered {
  return { batch: Number(row['batch']), rows: Number(row['rows']), added: Number(row['added']) }
}
