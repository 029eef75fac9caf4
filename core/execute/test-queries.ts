import { joinSql, writeSql } from '../checks/write-sql.ts'
import type { CompiledTest } from '../compile/compiled-test.ts'
import type { Sql } from '../template/sql.ts'

/** A query with one row for tests of the same rows: how many fail each, as `failures_1` and so on; undefined where a test cannot be told so. */
export function scanQuery(tests: readonly CompiledTest[]): Sql | undefined {
  const [first] = tests
  if (first?.tally === undefined) return undefined
  const counts = tests.flatMap(({ tally, config: { limit } }, index) => {
    if (tally === undefined) return []
    const { failures } = tally
    const bounded = limit === undefined ? failures : writeSql`least(${failures}, ${String(limit)})`
    return [writeSql`${bounded} as failures_${String(index + 1)}`]
  })
  return writeSql`select ${joinSql(counts, ', ')} from ${first.tally.from}`
}

/** How many tests of a scan are written wholly before a place in its query. */
export function scannedBefore(query: string, offset: number): number {
  return query.slice(0, offset).match(/ as failures_\d+/gu)?.length ?? 0
}

/** A query with one row: how many rows fail a test, or what its `fail_calc` makes of them, as `failures_1`. */
export function countQuery(test: CompiledTest | undefined): Sql {
  if (test === undefined) return writeSql`select 0 as failures_1`
  const counted = test.failCalc === undefined ? 'count(*)' : writeSql`coalesce(${test.failCalc}, 0)`
  return writeSql`select ${counted} as failures_1 from (\n${failingRows(test)}\n) as failing`
}

/** The query for what fails, no more rows of it than the test's config looks for. */
export function failingRows({ query, config: { limit } }: Pick<CompiledTest, 'query' | 'config'>): Sql {
  return limit === undefined
    ? query
    : writeSql`select * from (\n${query}\n) as failing limit ${String(limit)}`
}
