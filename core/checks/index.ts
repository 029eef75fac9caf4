import { acceptedRange } from './accepted-range.ts'
import { acceptedValues } from './accepted-values.ts'
import { equalRowCount } from './equal-row-count.ts'
import { expressionIsTrue } from './expression-is-true.ts'
import type { GenericTest } from './generic-test.ts'
import { notEmpty } from './not-empty.ts'
import { notNull } from './not-null.ts'
import { recency } from './recency.ts'
import { relationships } from './relationships.ts'
import { rowCount } from './row-count.ts'
import { unique } from './unique.ts'
import { uniqueCombinationOfColumns } from './unique-combination-of-columns.ts'

/** Every generic test that a project has without defining it. A new one is a file beside this and a line here. */
export const genericTests: readonly GenericTest[] = [
  notNull,
  unique,
  acceptedValues,
  relationships,
  acceptedRange,
  expressionIsTrue,
  rowCount,
  equalRowCount,
  uniqueCombinationOfColumns,
  notEmpty,
  recency,
]

const byName: ReadonlyMap<string, GenericTest> = new Map(
  genericTests.flatMap((test) => [test.name, ...(test.aliases ?? [])].map((name) => [name, test])),
)

/** The test of a name; those that dbt's users know from the package `dbt_utils` answer to its name too. */
export function findGenericTest(name: string): GenericTest | undefined {
  return byName.get(name.replace(/^dbt_utils\./u, ''))
}
