import type { Dialect } from '../adapter/dialect.ts'
import { columnOf, type GenericTest, type Scalar } from './generic-test.ts'
import { isSteady } from './is-steady.ts'
import { writeSql } from './write-sql.ts'

/** Every value is one of a list, or NULL. What fails are values, each once. */
export const acceptedValues: GenericTest = {
  name: 'accepted_values',
  on: 'column',
  arguments: { values: { kind: 'values', needed: true }, quote: { kind: 'flag' } },
  write: (subject) => {
    const { from, given, dialect } = subject
    const column = columnOf(subject)
    const isQuoted = given.flag('quote') ?? true
    const list = given.values('values').map((value) => valueText(value, isQuoted, dialect))
    const fails = writeSql`${column} not in (${list.join(', ')})`
    return {
      rows: writeSql`select ${column}, count(*) as copies from ${from} where ${fails} group by ${column}`,
      tally: writeSql`count(distinct ${column}) filter (where ${fails})`,
      isSteady: isSteady(fails.text),
    }
  },
}

/** In quotes a number too takes the type of its column, also where that holds text; without them a value is SQL. */
function valueText(value: Scalar, isQuoted: boolean, dialect: Dialect): string {
  return isQuoted ? dialect.literal(String(value)) : String(value)
}
