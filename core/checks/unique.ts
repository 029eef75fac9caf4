import type { Sql } from '../template/sql.ts'
import type { GenericTest, WrittenTest } from './generic-test.ts'
import { joinSql, writeSql } from './write-sql.ts'

/** No value, or combination of values, stands twice; a row with a NULL in them equals no other, as a unique constraint has it. */
export const unique: GenericTest = {
  name: 'unique',
  on: 'either',
  arguments: { columns: { kind: 'columns' } },
  write: ({ from, column, given }) => {
    const columns = column === undefined ? given.columns('columns') : [column]
    const present = joinSql(
      columns.map((one) => writeSql`${one} is not null`),
      ' and ',
    )
    return repeated(writeSql`${from} where ${present}`, columns)
  },
}

/** A query for the combinations of values that stand more than once, with their number. */
export function repeated(from: Sql, columns: readonly Sql[]): WrittenTest {
  const list = joinSql(columns, ', ')
  return {
    rows: writeSql`select ${list}, count(*) as copies from ${from} group by ${list} having count(*) > 1`,
  }
}
