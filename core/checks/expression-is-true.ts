import { failingRows, type GenericTest } from './generic-test.ts'
import { writeSql } from './write-sql.ts'

/** An expression holds for every row, or is NULL; declared on a column, the expression goes on from it (`>= 0`). */
export const expressionIsTrue: GenericTest = {
  name: 'expression_is_true',
  on: 'either',
  arguments: { expression: { kind: 'sql', needed: true } },
  write: (subject) => {
    const expression = subject.given.sql('expression') ?? ''
    const whole = subject.column === undefined ? expression : writeSql`${subject.column} ${expression}`
    return failingRows(subject, writeSql`not (${whole})`)
  },
}
