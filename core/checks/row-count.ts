import { failingWhole, type GenericTest } from './generic-test.ts'
import { writeSql } from './write-sql.ts'

const bounds = [
  ['equals', '<>'],
  ['at_least', '<'],
  ['at_most', '>'],
] as const

/** There are as many rows as there should be. */
export const rowCount: GenericTest = {
  name: 'row_count',
  on: 'relation',
  arguments: { equals: { kind: 'number' }, at_least: { kind: 'number' }, at_most: { kind: 'number' } },
  anyOf: ['equals', 'at_least', 'at_most'],
  write: (subject) => {
    const failing = bounds.flatMap(([name, operator]) => {
      const bound = subject.given.number(name)
      return bound === undefined ? [] : [`count(*) ${operator} ${bound}`]
    })
    return failingWhole(subject, {
      facts: writeSql`count(*) as row_count`,
      fails: writeSql`${failing.join(' or ')}`,
    })
  },
}
