import type { GenericTest } from './generic-test.ts'
import { writeSql } from './write-sql.ts'

/** There are as many rows as in another relation. */
export const equalRowCount: GenericTest = {
  name: 'equal_row_count',
  aliases: ['equal_rowcount'],
  on: 'relation',
  arguments: { compare_model: { kind: 'relation', needed: true } },
  write: ({ from, given }) => {
    const own = writeSql`select count(*) as row_count from ${from}`
    const other = `select count(*) as other_row_count from ${given.relation('compare_model')}`
    return {
      rows: writeSql`select * from (${own}) as own_rows cross join (${other}) as other_rows where row_count <> other_row_count`,
    }
  },
}
