import { describe, expect, test } from 'vitest'
import type { Part } from './subject.ts'

/** Lending connections, transactions, results. */
export const sessions: Part = ({ adapter, open, session, run, shop }) => {
  describe('sessions', () => {
    test('statements that are sent together give a result each', async () => {
      const { dialect } = adapter()
      const orders = shop('results_orders')
      const results = await session((lent) =>
        lent.execute([
          dialect.begin,
          dialect.createTableAs(orders, 'select 1 as id union all select 2'),
          dialect.insert(orders, ['id'], 'select 3 union all select 4 union all select 5'),
          `select count(*) as orders from ${dialect.relation(orders)}`,
          dialect.commit,
        ]),
      )
      expect(results.map(({ count }) => count)).toEqual([undefined, 2, 3, 1, undefined])
      expect(results[3]?.rows).toEqual([{ orders: 5 }])
    })

    test('no statements give no results', async () => {
      expect(await session((lent) => lent.execute([]))).toEqual([])
    })

    test('a text of several statements, as a hook may be, gives one result', async () => {
      const { dialect } = adapter()
      const orders = dialect.relation(shop('hooked_orders'))
      const hook = `create table ${orders} (note text); insert into ${orders} values ('x;y'); -- done`
      const results = await session((lent) => lent.execute([hook, `select note from ${orders}`]))
      expect(results).toHaveLength(2)
      expect(results[1]?.rows).toEqual([{ note: 'x;y' }])
    })

    test('statements that end in comments or semicolons stay apart', async () => {
      const results = await session((lent) =>
        lent.execute(['select 1 as a -- one', 'select 2 as b;', 'select 3 as c /* ; */']),
      )
      expect(results.map(({ rows }) => rows)).toEqual([[{ a: 1 }], [{ b: 2 }], [{ c: 3 }]])
    })

    test('parameters stand for values of every kind', async () => {
      const rows = await session((lent) =>
        lent.query(
          `select cast($1 as integer) as whole, cast($2 as varchar) as text, cast($3 as boolean) as flag, cast($4 as integer) as nothing`,
          [7, `it's "quoted" \\ and ü`, true, null],
        ),
      )
      expect(rows).toEqual([{ whole: 7, text: `it's "quoted" \\ and ü`, flag: true, nothing: null }])
    })

    test('what a transaction did is gone when it is rolled back', async () => {
      const { dialect } = adapter()
      const payments = shop('rolled_back')
      await session((lent) =>
        lent.execute([dialect.begin, dialect.createTableAs(payments, 'select 1 as id'), dialect.rollback]),
      )
      expect(await session((lent) => adapter().inspectOne(lent, payments))).toEqual({ exists: false })
    })

    test('a session that ends inside a transaction is rolled back', async () => {
      const { dialect } = adapter()
      const payments = shop('left_open')
      await session((lent) =>
        lent.execute([dialect.begin, dialect.createTableAs(payments, 'select 1 as id')]),
      )
      expect(await session((lent) => adapter().inspectOne(lent, payments))).toEqual({ exists: false })
    })

    test('a session that fails inside a transaction does not disturb the next one', async () => {
      const { dialect } = adapter()
      await session((lent) => lent.execute([dialect.begin, 'select nothing from nowhere'])).catch(
        () => undefined,
      )
      expect(await run('select 1 as fine')).toEqual([{ fine: 1 }])
    })

    test('a temporary table is not seen by the next session', async () => {
      const { dialect } = adapter()
      const temporary = dialect.temporary('new_rows')
      await session((lent) =>
        lent.execute([
          dialect.begin,
          dialect.createTemporaryTableAs('new_rows', 'select 1 as id'),
          dialect.commit,
        ]),
      )
      expect(await session((lent) => adapter().inspectOne(lent, temporary))).toEqual({ exists: false })
    })

    test('at most as many sessions as there are threads are lent at a time, the others wait', async () => {
      const own = await open({ threads: 2 })
      let inside = 0
      let most = 0
      const work = async (): Promise<void> => {
        most = Math.max(most, ++inside)
        await new Promise((resolve) => setTimeout(resolve, 40))
        inside--
      }
      await Promise.all(Array.from({ length: 10 }, () => own.session(work)))
      await own.close()
      expect(most).toBe(2)
    })

    test('closing twice is as good as once, and what runs is cancelled', async () => {
      const own = await open({ threads: 1 })
      const running = own.session((lent) =>
        lent.execute(['select count(*) from generate_series(1, 10000000000)']),
      )
      const outcome = running.then(
        () => 'done',
        (error: unknown) => own.explain(error)?.kind,
      )
      await new Promise((resolve) => setTimeout(resolve, 50))
      await own.close()
      await own.close()
      expect(await outcome).toBe('cancelled')
    })

    test('debug tells what the server is and that everything is there', async () => {
      const { server, checks } = await adapter().debug()
      expect(server).toMatch(/\d/)
      expect(checks.filter(({ ok }) => !ok)).toEqual([])
    })
  })
}
