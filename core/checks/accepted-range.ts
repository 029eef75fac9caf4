import { columnOf, failingRows, type GenericTest } from './generic-test.ts'
import { joinSql, writeSql } from './write-sql.ts'

/** Every value, but NULL, is within bounds, which belong to the range unless `inclusive` is false. */
export const acceptedRange: GenericTest = {
  name: 'accepted_range',
  on: 'column',
  arguments: { min_value: { kind: 'sql' }, max_value: { kind: 'sql' }, inclusive: { kind: 'flag' } },
  anyOf: ['min_value', 'max_value'],
  write: (subject) => {
    const { given } = subject
    const column = columnOf(subject)
    const equal = given.flag('inclusive') === false ? '=' : ''
    const [least, most] = [given.sql('min_value'), given.sql('max_value')]
    const fails = joinSql(
      [
        ...(least === undefined ? [] : [writeSql`${column} <${equal} (${least})`]),
        ...(most === undefined ? [] : [writeSql`${column} >${equal} (${most})`]),
      ],
      ' or ',
    )
    return failingRows(subject, fails)
  },
}
