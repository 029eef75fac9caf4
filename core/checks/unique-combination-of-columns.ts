import type { GenericTest } from './generic-test.ts'
import { repeated } from './unique.ts'

/** No combination of values stands twice; NULL equals NULL. */
export const uniqueCombinationOfColumns: GenericTest = {
  name: 'unique_combination_of_columns',
  on: 'relation',
  arguments: {
    combination_of_columns: { kind: 'columns', needed: true },
    quote_columns: { kind: 'flag' },
  },
  write: ({ from, given }) => repeated(from, given.columns('combination_of_columns')),
}
