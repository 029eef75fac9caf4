import { describe, expect, test } from 'vitest'
import { problemOf, type Part } from './subject.ts'

/** A query, what is wrong with it, and the text that its error points at. */
const mistakes = [
  {
    what: 'an unknown column',
    sql: `select 1 as id,\n  amuont from (select 1 as amount) as payments`,
    at: 'amuont',
  },
  {
    what: 'an unknown column behind unicode',
    sql: `select 'é😀日本' as note, amuont from (select 1 as amount) as payments`,
    at: 'amuont',
  },
  { what: 'an unknown relation', sql: `select *\nfrom shop.ordres`, at: 'shop.ordres' },
  { what: 'a syntax error', sql: `select 1 as id\nfrm orders, more`, at: 'frm' },
  { what: 'a syntax error behind unicode', sql: `select 'é😀' as note, 1 from from x`, at: 'from x' },
] as const

/** What errors mean and where they lie. */
export const errors: Part = ({ adapter, shop, run, session }) => {
  describe('errors', () => {
    for (const { what, sql, at } of mistakes) {
      const offset = sql.lastIndexOf(at)

      test(`${what} is found in a statement`, async () => {
        const problem = await problemOf(adapter(), () => run(sql))
        expect(problem).toMatchObject({ kind: 'query', statement: 0 })
        expect(problem.offset).toBe(offset)
      })

      test(`${what} is found in the second of three statements`, async () => {
        const wrapped = adapter().dialect.createTableAs(shop('never_made'), sql)
        const problem = await problemOf(adapter(), () => run(`select 'ü' as first`, wrapped, 'select 3'))
        expect(problem).toMatchObject({ kind: 'query', statement: 1 })
        expect(problem.offset).toBe(wrapped.indexOf(sql) + offset)
      })

      test(`${what} is found behind begin`, async () => {
        const { begin } = adapter().dialect
        const problem = await problemOf(adapter(), () => run(begin, sql))
        expect(problem.statement).toBe(1)
        expect(problem.offset).toBe(offset)
      })

      test(`${what} is found when a query is described, selected from, or has parameters`, async () => {
        const problems = await Promise.all(
          [
            () => session((lent) => lent.describe(sql)),
            () => session((lent) => lent.select(sql, 3)),
            () => session((lent) => lent.query(sql)),
          ].map((call) => problemOf(adapter(), call)),
        )
        expect(problems.map((problem) => problem.offset)).toEqual([offset, offset, offset])
      })
    }

    test('a failure without a position is blamed on its statement', async () => {
      const { dialect } = adapter()
      const standing = shop('standing_table')
      await run(dialect.createTableAs(standing, 'select 1 as id'))
      const problem = await problemOf(adapter(), () =>
        run('select 1', dialect.drop('view', standing), 'select 2'),
      )
      expect(problem).toMatchObject({ kind: 'query', statement: 1 })
    })

    test('a value that cannot be converted at run time is a failure of its statement', async () => {
      const query = `select cast(note as integer) as n from (select 'abc' as note) as notes`
      const problem = await problemOf(adapter(), () => run('select 1', query))
      expect(problem).toMatchObject({ kind: 'query', statement: 1 })
      expect(problem.message).toContain('abc')
    })

    test("a message is the database's own sentence, without a prefix and without its wrapping", async () => {
      const { message } = await problemOf(adapter(), () =>
        run('select amuont from (select 1 as amount) as payments'),
      )
      expect(message).toContain('amuont')
      expect(message).not.toMatch(/^[A-Za-z ]*Error|[{}\n]/)
    })

    test('an error that does not come from the database is not explained', () => {
      expect(adapter().explain(new TypeError('a defect'))).toBeUndefined()
      expect(adapter().explain('a text')).toBeUndefined()
      expect(adapter().explain(undefined)).toBeUndefined()
      return Promise.resolve()
    })
  })
}
