import { describe, expect, test } from 'vitest'
import type { Part } from './subject.ts'

/** What the catalogue says of relations. */
export const described: Part = ({ adapter, run, session }) => {
  const look = (schema: string, ...names: readonly string[]) =>
    session((lent) => adapter().catalogue(lent, { schema }, names))

  describe('what the catalogue says', () => {
    test('tables and views are described with their columns and comments, in the order that is asked', async () => {
      const { dialect } = adapter()
      const orders = { schema: 'catalogued', name: 'orders' }
      const open = { schema: 'catalogued', name: 'Open "orders"' }
      await run(
        dialect.createSchema('catalogued'),
        dialect.createSchema('catalogued too'),
        dialect.createTable(orders, [
          { name: 'id', type: dialect.seedType({ kind: 'bigint' }) },
          { name: 'Paid on', type: dialect.seedType({ kind: 'date' }) },
          { name: 'amount', type: dialect.seedType({ kind: 'decimal', precision: 12, scale: 2 }) },
        ]),
        dialect.createViewAs(open, `select id as "order" from ${dialect.relation(orders)}`),
        dialect.createTableAs({ ...orders, schema: 'catalogued too' }, 'select 1 as other'),
        dialect.comment('table', orders, "one row an order's line"),
        dialect.comment('table', orders, 'when it was paid', 'Paid on'),
        dialect.comment('view', open, 'not paid yet'),
      )
      const found = await look('catalogued', 'Open "orders"', 'missing', 'orders')
      expect(
        found.map(({ asked, schema, name, type, comment, columns, database }) => ({
          asked,
          schema,
          name,
          type,
          comment,
          isNamed: database !== '',
          columns: columns.map((column) => [column.name, column.type.toLowerCase(), column.comment]),
        })),
      ).toEqual([
        {
          asked: open,
          isNamed: true,
          schema: 'catalogued',
          name: open.name,
          type: 'VIEW',
          comment: 'not paid yet',
          columns: [['order', 'bigint', undefined]],
        },
        {
          asked: orders,
          isNamed: true,
          schema: 'catalogued',
          name: 'orders',
          type: 'BASE TABLE',
          comment: "one row an order's line",
          columns: [
            ['id', 'bigint', undefined],
            ['Paid on', 'date', 'when it was paid'],
            ['amount', expect.stringMatching(/^(?:decimal|numeric)\(12,2\)$/u), undefined],
          ],
        },
      ])
    })

    test('a table that was counted says about how many rows it has, and a view never does', async () => {
      const { dialect } = adapter()
      const many = { schema: 'counted', name: 'many' }
      await run(
        dialect.createSchema('counted'),
        dialect.createTableAs(many, 'select id from generate_series(1, 1000) as numbers(id)'),
        dialect.createViewAs({ ...many, name: 'few' }, 'select 1 as id'),
        dialect.analyze(many),
      )
      const [table, view] = await look('counted', 'many', 'few')
      expect(table?.rows).toBe(1000)
      expect([view?.rows, view?.bytes]).toEqual([undefined, undefined])
    })

    test('names that stand nowhere, and none at all, are described by nothing', async () => {
      expect(await look('no such schema', 'orders')).toEqual([])
      expect(await look('shop')).toEqual([])
    })
  })
}
