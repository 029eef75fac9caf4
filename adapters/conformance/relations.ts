import { describe, expect, test } from 'vitest'
import { problemOf, type Part } from './subject.ts'

/** Making, replacing, renaming and dropping relations. */
export const relations: Part = ({ adapter, run, rows, session, shop }) => {
  describe('relations', () => {
    test('a table is made from a query, with a comment at its end or not', async () => {
      const { dialect } = adapter()
      const orders = shop('made_orders')
      await run(dialect.createTableAs(orders, 'select 1 as id, 2 as amount -- the first'))
      expect(await rows(orders)).toEqual([{ id: 1, amount: 2 }])
    })

    test('a table of columns is empty', async () => {
      const { dialect } = adapter()
      const orders = shop('empty_orders')
      await run(
        dialect.createTable(orders, [
          { name: 'id', type: 'integer' },
          { name: 'The amount', type: 'integer' },
        ]),
      )
      expect(await rows(orders)).toEqual([])
    })

    test('a table is replaced in place, or aside', async () => {
      const { dialect } = adapter()
      const orders = shop('replaced_orders')
      const aside = shop('replaced_orders__new')
      await run(dialect.createTableAs(orders, 'select 1 as id, 0 as zero'))
      if (dialect.supports.replaceInPlace) {
        await run(dialect.createOrReplaceTableAs(orders, `select 'a' as note, 1 as one`))
      } else {
        await run(
          dialect.begin,
          dialect.createTableAs(aside, `select 'a' as note, 1 as one`),
          dialect.drop('table', orders),
          dialect.rename('table', aside, orders.name),
          dialect.commit,
        )
      }
      expect(await rows(orders)).toEqual([{ note: 'a', one: 1 }])
    })

    test('a view is made, replaced, renamed and dropped', async () => {
      const { dialect } = adapter()
      const view = shop('open_orders')
      await run(dialect.createViewAs(view, 'select 1 as id, 2 as amount'))
      await run(dialect.replaceViewAs(view, 'select 3 as id, 4 as amount -- now'))
      expect(await rows(view)).toEqual([{ id: 3, amount: 4 }])
      await run(dialect.rename('view', view, 'closed orders'))
      expect(await rows(shop('closed orders'))).toEqual([{ id: 3, amount: 4 }])
      await run(dialect.drop('view', shop('closed orders')))
      expect(await session((lent) => adapter().inspectOne(lent, shop('closed orders')))).toEqual({
        exists: false,
      })
    })

    test('a table becomes a view and a view a table in one transaction', async () => {
      const { dialect } = adapter()
      const orders = shop('changing_orders')
      await run(dialect.createTableAs(orders, 'select 1 as id, 1 as n'))
      await run(
        dialect.begin,
        dialect.drop('table', orders),
        dialect.createViewAs(orders, 'select 2 as id, 2 as n'),
        dialect.commit,
      )
      expect(await rows(orders)).toEqual([{ id: 2, n: 2 }])
      await run(
        dialect.begin,
        dialect.drop('view', orders),
        dialect.createTableAs(orders, 'select 3 as id, 3 as n'),
        dialect.commit,
      )
      expect(await rows(orders)).toEqual([{ id: 3, n: 3 }])
    })

    test('a relation in use is not dropped where views hold on to it', async ({ skip }) => {
      const { dialect } = adapter()
      const orders = shop('used_orders')
      await run(
        dialect.createTableAs(orders, 'select 1 as id'),
        dialect.createViewAs(shop('using_orders'), `select * from ${dialect.relation(orders)}`),
      )
      if (!dialect.supports.boundViews) return skip('views find tables by name')
      const problem = await problemOf(adapter(), () => run(dialect.drop('table', orders)))
      expect(problem.kind).toBe('dependents')
      expect(problem.detail).toContain('using_orders')
    })

    test('rows are inserted into the columns that are named, by position', async () => {
      const { dialect } = adapter()
      const orders = shop('filled_orders')
      await run(
        dialect.createTable(orders, [
          { name: 'id', type: 'integer' },
          { name: 'The amount', type: 'integer' },
          { name: 'note', type: 'text' },
        ]),
        dialect.insert(orders, ['The amount', 'id'], 'select 10, 1 union all select 20, 2 -- two'),
      )
      expect(await rows(orders)).toEqual([
        { id: 1, 'The amount': 10, note: null },
        { id: 2, 'The amount': 20, note: null },
      ])
    })

    test('the difference of two queries counts copies, and NULL is like NULL', async () => {
      const { dialect } = adapter()
      const left = 'select 1 as id union all select 1 union all select cast(null as integer) -- left'
      const right = 'select 1 as id union all select cast(null as integer) union all select 2 -- right'
      expect(await run(dialect.exceptAll(left, right))).toEqual([{ id: 1 }])
      expect(await run(dialect.exceptAll(right, left))).toEqual([{ id: 2 }])
    })

    test('rows that meet a condition are counted, one that is NULL is not met', async () => {
      const [before, after] = adapter().dialect.countWhere
      const ids = '(select 1 as id union all select 3 union all select null) as ids'
      const [row] = await run(`select ${before}id > 1 -- many\n${after} as n from ${ids}`)
      expect(Number(row?.['n'])).toBe(1)
    })

    test('null-safe equality knows NULL', async () => {
      const { dialect } = adapter()
      const [row] = await run(
        `select ${dialect.nullSafeEqual('null', 'null')} as both, ${dialect.nullSafeEqual('1', 'null')} as one, ${dialect.nullSafeEqual('1', '1')} as same`,
      )
      expect(row).toEqual({ both: true, one: false, same: true })
    })

    test('a savepoint takes back what came behind it', async ({ skip }) => {
      const { dialect } = adapter()
      const marks = [dialect.savepoint('before'), dialect.rollbackTo('before'), dialect.release('before')]
      const [savepoint, rollbackTo, release] = marks
      if (savepoint === undefined || rollbackTo === undefined || release === undefined) {
        return skip('there are no savepoints')
      }
      const orders = shop('savepoint_orders')
      await session(async (lent) => {
        await lent.execute([
          dialect.begin,
          dialect.createTableAs(orders, 'select 1 as id, 1 as n'),
          savepoint,
        ])
        await lent.execute(['select nothing from nowhere']).catch(() => undefined)
        await lent.execute([rollbackTo, release, dialect.commit])
      })
      expect(await rows(orders)).toEqual([{ id: 1, n: 1 }])
    })
  })
}
