import { columnOf, failingRows, type GenericTest } from './generic-test.ts'
import { writeSql } from './write-sql.ts'

/** No value is missing. */
export const notNull: GenericTest = {
  name: 'not_null',
  on: 'column',
  arguments: {},
  write: (subject) => failingRows(subject, writeSql`${columnOf(subject)} is null`),
}
