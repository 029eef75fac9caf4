// A compiled test and another relation → the same test of that.
import type { Dialect } from '../adapter/dialect.ts'
import type { RelationName } from '../adapter/relation.ts'
import { concatSql } from '../template/concat-sql.ts'
import type { Sql } from '../template/sql.ts'
import type { CompiledTest } from './compiled-test.ts'
import { nameMentions } from './ephemeral.ts'
import { sliceSql } from './slice-sql.ts'

/** The test of `to` in the place of `from`, which keeps its name as an alias. */
export function redirectTest(
  test: CompiledTest,
  { from, to }: { readonly from: RelationName; readonly to: RelationName },
  dialect: Dialect,
): CompiledTest {
  return replaceRelation(test, { from, by: dialect.relation(to) }, dialect)
}

/** The test of those rows of its relation that meet a condition. */
export function narrowTest(
  test: CompiledTest,
  { relation, condition }: { readonly relation: RelationName; readonly condition: string },
  dialect: Dialect,
): CompiledTest {
  const by = `(select * from ${dialect.relation(relation)} where ${condition})`
  return replaceRelation(test, { from: relation, by }, dialect)
}

function replaceRelation(
  test: CompiledTest,
  { from, by }: { readonly from: RelationName; readonly by: string },
  dialect: Dialect,
): CompiledTest {
  const mention = dialect.relation(from)
  const turn = (query: Sql): Sql =>
    replaceText(nameMentions(query, [{ mention, name: from.name }], dialect), mention, by)
  const { tally, failCalc } = test
  return {
    ...test,
    query: turn(test.query),
    tally: tally === undefined ? undefined : { from: turn(tally.from), failures: turn(tally.failures) },
    failCalc: failCalc === undefined ? undefined : turn(failCalc),
  }
}

function replaceText(query: Sql, text: string, by: string): Sql {
  const parts: (string | Sql)[] = []
  let from = 0
  for (let at = query.text.indexOf(text); at !== -1; at = query.text.indexOf(text, from)) {
    parts.push(sliceSql(query, from, at), by)
    from = at + text.length
  }
  return from === 0 ? query : concatSql([...parts, sliceSql(query, from)])
}
