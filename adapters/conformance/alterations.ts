import { describe, expect, test } from 'vitest'
import { textOf } from '../../core/adapter/session.ts'
import { problemOf, type Part } from './subject.ts'

/** Changing what stands: columns, comments, grants, indexes, statistics. */
export const alterations: Part = ({ adapter, run, rows, session, shop }) => {
  describe('alterations', () => {
    test('columns are added, widened and dropped', async () => {
      const { dialect } = adapter()
      const orders = shop('altered_orders')
      await run(
        dialect.createTable(orders, [
          { name: 'id', type: 'integer' },
          { name: 'n', type: 'integer' },
          { name: 'Old note', type: 'text' },
        ]),
        dialect.insert(orders, ['id', 'n'], 'select 1, 1'),
      )
      await run(
        dialect.begin,
        dialect.addColumn(orders, { name: 'New note', type: 'text' }),
        dialect.alterColumnType(orders, { name: 'n', type: 'bigint' }),
        dialect.dropColumn(orders, 'Old note'),
        dialect.insert(orders, ['id', 'n', 'New note'], `select 2, 9007199254740993, 'x'`),
        dialect.commit,
      )
      expect(await rows(orders)).toEqual([
        { id: 1, n: 1, 'New note': null },
        { id: 2, n: '9007199254740993', 'New note': 'x' },
      ])
    })

    test('relations and their columns are commented, and a comment is taken away', async () => {
      const { dialect } = adapter()
      const orders = shop('commented_orders')
      const view = shop('commented_view')
      await run(
        dialect.createTableAs(orders, 'select 1 as "The id"'),
        dialect.createViewAs(view, 'select 1 as id'),
      )
      await run(
        dialect.comment('table', orders, `it's the "orders" \\ -- of ü`),
        dialect.comment('table', orders, 'a key', 'The id'),
        dialect.comment('view', view, 'open ones'),
        dialect.comment('view', view, 'a key', 'id'),
        dialect.comment('view', view, null),
        dialect.comment('view', view, null, 'id'),
      )
      const problem = await problemOf(adapter(), () => run(dialect.comment('table', orders, 'x', 'missing')))
      expect(problem.kind).toBe('query')
    })

    test('grants are given, read and taken, also for everybody', async ({ skip }) => {
      const { dialect } = adapter()
      const orders = shop('granted_orders')
      await run(dialect.createTableAs(orders, 'select 1 as id'))
      const query = dialect.grantsOf(orders)
      if (query === undefined) return skip('there are no roles')
      const [row] = await run('select current_user as me')
      await run(
        dialect.grant('select', orders, ['public']),
        dialect.grant('insert', orders, ['public', textOf(row?.['me'])]),
      )
      expect(await run(query)).toEqual([
        { privilege: 'insert', grantee: 'public' },
        { privilege: 'select', grantee: 'public' },
      ])
      await run(dialect.revoke('insert', orders, ['public']))
      expect(await run(query)).toEqual([{ privilege: 'select', grantee: 'public' }])
      expect(() => dialect.grant('select; drop table orders', orders, ['public'])).toThrow(RangeError)
    })

    test('indexes are made and renamed', async ({ skip }) => {
      const { dialect } = adapter()
      if (!dialect.supports.indexes) return skip('there are no indexes')
      const orders = shop('indexed_orders')
      await run(
        dialect.createTableAs(orders, 'select 1 as id, 2 as "The amount"'),
        dialect.createIndex(orders, {
          name: 'by amount',
          columns: ['The amount', 'id'],
          unique: false,
          method: 'btree',
        }),
        dialect.createIndex(orders, { name: 'by id', columns: ['id'], unique: true }),
        dialect.renameIndex('shop', 'by id', 'indexed_orders_id'),
      )
      expect(
        (await problemOf(adapter(), () => run(dialect.insert(orders, ['id'], 'select 1')))).message,
      ).toContain('indexed_orders_id')
    })

    test('statistics are gathered', async ({ skip }) => {
      const { dialect } = adapter()
      if (!dialect.supports.analyze) return skip('there are no statistics')
      const orders = shop('analyzed_orders')
      await run(dialect.createTableAs(orders, 'select 1 as id'))
      expect(await run(dialect.analyze(orders))).toEqual([])
    })

    test('locks are taken one after the other, and their holder is named', async ({ skip }) => {
      const { dialect } = adapter()
      const orders = shop('locked_orders')
      const lock = dialect.tryNodeLock(orders)
      const wait = dialect.waitNodeLock(orders)
      const claim = dialect.claimNodeLock(orders, 50)
      if (lock === undefined || wait === undefined || claim === undefined)
        return skip('only one process has the database')
      await session(async (first) => {
        const [, granted] = await first.execute([dialect.begin, lock])
        expect(granted?.rows).toEqual([{ granted: true }])
        await session(async (second) => {
          const [, refused] = await second.execute([dialect.begin, lock])
          expect(refused?.rows).toEqual([{ granted: false }])
          expect(await adapter().lockHolder(second, orders)).toMatch(/^PID \d+, xform conformance/)
          expect(await adapter().lockHolder(second, shop('other_orders'))).toBeUndefined()
          const timeout = dialect.lockTimeout(50) ?? 'select 1'
          expect((await problemOf(adapter(), () => second.execute([timeout, wait]))).kind).toBe('lock')
          await second.execute([dialect.rollback])
          expect(await problemOf(adapter(), () => second.execute([dialect.begin, claim]))).toBeDefined()
        })
      })
      await run(dialect.begin, claim, lock, dialect.rollback)
      expect(await session((lent) => adapter().lockHolder(lent, orders))).toBeUndefined()
    })

    test('a lock on a relation keeps others out until the transaction ends', async ({ skip }) => {
      const { dialect } = adapter()
      const orders = shop('guarded_orders')
      await run(dialect.createTableAs(orders, 'select 1 as id'))
      const lock = dialect.lockRelation('table', orders)
      if (lock === undefined) return skip('readers go on reading')
      await session(async (first) => {
        await first.execute([dialect.begin, lock])
        const problem = await problemOf(adapter(), () =>
          run(
            dialect.begin,
            dialect.lockTimeout(50) ?? 'select 1',
            `select * from ${dialect.relation(orders)}`,
          ),
        )
        expect(problem.kind).toBe('lock')
      })
    })
  })
}
