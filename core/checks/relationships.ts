import { columnOf, type GenericTest } from './generic-test.ts'
import { writeSql } from './write-sql.ts'

/** Every value, but NULL, stands in a column of another relation. */
export const relationships: GenericTest = {
  name: 'relationships',
  on: 'column',
  arguments: { to: { kind: 'relation', needed: true }, field: { kind: 'column', needed: true } },
  write: (subject) => {
    const { from, given } = subject
    const column = columnOf(subject)
    const [field = ''] = given.columns('field')
    const parents = writeSql`select ${field} as "_xform_parent" from ${given.relation('to')}`
    // The inner query has one column, of this name alone: the tested column can only be that of the outer one.
    const match = writeSql`select 1 from (${parents}) as "_xform_parents" where "_xform_parent" = ${column}`
    return { rows: writeSql`select * from ${from} where ${column} is not null and not exists (${match})` }
  },
}
