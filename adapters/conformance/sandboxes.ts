import { describe, expect, test } from 'vitest'
import { textOf } from '../../core/adapter/session.ts'
import type { Part } from './subject.ts'

/** A place in which everything that is done is gone afterwards. */
export const sandboxes: Part = ({ adapter, session, shop }) => {
  describe('sandboxes', () => {
    test('what is committed in one is gone when it ends, and nobody else sees it', async () => {
      const orders = shop('sandboxed_orders')
      const schema = { schema: 'sandboxed', name: 'orders' }
      const seen = await adapter().sandbox(async (sandbox) => {
        const { dialect } = sandbox
        await sandbox.session((lent) =>
          lent.execute([
            dialect.createSchema('sandboxed'),
            dialect.begin,
            dialect.createTableAs(schema, 'select 1 as id'),
            dialect.commit,
          ]),
        )
        const rows = await sandbox.session((lent) => lent.query(`select id from ${dialect.relation(schema)}`))
        const outside = await session((lent) => adapter().inspectOne(lent, schema))
        return { rows, outside: outside.exists }
      })
      expect(seen).toEqual({ rows: [{ id: 1 }], outside: false })
      expect(await session((lent) => adapter().inspectOne(lent, schema))).toEqual({ exists: false })
      expect(await session((lent) => adapter().inspectOne(lent, orders))).toEqual({ exists: false })
    })

    test('a transaction of one can be rolled back, also after a statement that fails', async () => {
      const rows = await adapter().sandbox(async (sandbox) => {
        const { dialect } = sandbox
        const orders = { schema: 'sandboxed', name: 'orders' }
        return sandbox.session(async (lent) => {
          await lent.execute([
            dialect.createSchema('sandboxed'),
            dialect.createTableAs(orders, 'select 1 as id'),
            dialect.begin,
            dialect.insert(orders, ['id'], 'select 2'),
          ])
          await expect(lent.execute(['select no_such_column'])).rejects.toThrow(/no_such_column/u)
          await lent.execute([dialect.rollback])
          return lent.query(`select id from ${dialect.relation(orders)}`)
        })
      })
      expect(rows).toEqual([{ id: 1 }])
    })

    test('several can be open at once, and know nothing of each other', async () => {
      const count = async (name: string): Promise<string> =>
        adapter().sandbox(async (sandbox) => {
          const { dialect } = sandbox
          const orders = { schema: name, name: 'orders' }
          await sandbox.session((lent) =>
            lent.execute([
              dialect.createSchema(name),
              dialect.createTableAs(orders, `select '${name}' as name`),
            ]),
          )
          const [row] = await sandbox.session((lent) =>
            lent.query(`select name from ${dialect.relation(orders)}`),
          )
          return textOf(row?.['name'])
        })
      expect(await Promise.all(['sandbox_one', 'sandbox_two'].map(count))).toEqual([
        'sandbox_one',
        'sandbox_two',
      ])
    })
  })
}
