import { failingWhole, type GenericTest } from './generic-test.ts'
import { writeSql } from './write-sql.ts'

/** There is a row. */
export const notEmpty: GenericTest = {
  name: 'not_empty',
  on: 'relation',
  arguments: {},
  write: (subject) =>
    failingWhole(subject, { facts: writeSql`count(*) as row_count`, fails: writeSql`count(*) = 0` }),
}
