import { describe, expect, test } from 'vitest'
import type { Part } from './subject.ts'

/** Looking at what stands. */
export const catalogue: Part = ({ adapter, run, session, shop }) => {
  describe('catalogue', () => {
    test('a schema that does not exist holds nothing', async () => {
      const found = await session((lent) => adapter().inspect(lent, [{ schema: 'no such schema' }]))
      expect(found).toEqual([])
      expect(await session((lent) => adapter().inspect(lent, []))).toEqual([])
    })

    test('tables and views are told apart, in every schema that is asked for', async () => {
      const { dialect } = adapter()
      const orders = { schema: 'inspected', name: 'orders' }
      const open = { schema: 'inspected', name: 'open orders "now"' }
      const other = { schema: 'inspected too', name: 'orders' }
      await run(
        dialect.createSchema('inspected'),
        dialect.createSchema('inspected too'),
        dialect.createTableAs(orders, 'select 1 as id'),
        dialect.createViewAs(open, 'select 1 as id'),
        dialect.createViewAs(other, 'select 1 as id'),
      )
      const found = await session((lent) =>
        adapter().inspect(lent, [
          { schema: 'inspected' },
          { schema: 'nowhere' },
          { schema: 'inspected too' },
        ]),
      )
      expect(found).toHaveLength(3)
      expect(found).toEqual(
        expect.arrayContaining([
          { name: orders, kind: 'table' },
          { name: open, kind: 'view' },
          { name: other, kind: 'view' },
        ]),
      )
    })

    test('one relation is described with its columns in order', async () => {
      const { dialect } = adapter()
      const orders = shop('described orders')
      const columns = [
        { name: 'id', type: dialect.seedType({ kind: 'bigint' }) },
        { name: 'Paid on', type: dialect.seedType({ kind: 'date' }) },
        { name: 'amount', type: dialect.seedType({ kind: 'decimal', precision: 12, scale: 2 }) },
      ]
      await run(dialect.createTable(orders, columns))
      const state = await session((lent) => adapter().inspectOne(lent, orders))
      expect(state).toMatchObject({ exists: true, kind: 'table' })
      const found = state.exists ? state.columns : []
      expect(found.map(({ name, type }) => ({ name, type: type.toLowerCase() }))).toEqual(columns)
    })

    test('a view is described, and nothing is where nothing stands', async () => {
      const { dialect } = adapter()
      const view = shop('described_view')
      await run(dialect.createViewAs(view, 'select 1 as id'))
      expect(await session((lent) => adapter().inspectOne(lent, view))).toMatchObject({
        exists: true,
        kind: 'view',
      })
      const nothing = { exists: false }
      expect(await session((lent) => adapter().inspectOne(lent, shop('nothing')))).toEqual(nothing)
      const nowhere = { schema: 'no such schema', name: 'orders' }
      expect(await session((lent) => adapter().inspectOne(lent, nowhere))).toEqual(nothing)
    })

    test('what stands is read inside the open transaction, and a look at nothing does not end it', async () => {
      const { dialect } = adapter()
      const fresh = shop('fresh_orders')
      const states = await session(async (lent) => {
        await lent.execute([dialect.begin])
        const before = await adapter().inspectOne(lent, fresh)
        await lent.execute([dialect.createTableAs(fresh, 'select 1 as id')])
        const after = await adapter().inspectOne(lent, fresh)
        await lent.execute([dialect.rollback])
        return [before.exists, after.exists]
      })
      expect(states).toEqual([false, true])
    })

    test('a temporary table is described under its temporary name', async () => {
      const { dialect } = adapter()
      const state = await session(async (lent) => {
        await lent.execute([
          dialect.begin,
          dialect.createTemporaryTableAs('delta rows', `select 1 as id, 'a' as note`),
        ])
        return adapter().inspectOne(lent, dialect.temporary('delta rows'))
      })
      expect(state).toMatchObject({ exists: true, kind: 'table' })
      expect(state.exists ? state.columns.map(({ name }) => name) : []).toEqual(['id', 'note'])
    })

    test('a query is described without being run, comments and semicolons at its end or not', async () => {
      const query = `with numbers as (select 1 as id) select id, cast(1.5 as decimal(9,2)) as "Amount due", 'ü' as note from numbers`
      const described = await session(async (lent) => [
        await lent.describe(query),
        await lent.describe(`${query};`),
        await lent.describe(`-- the orders\n${query} -- that is all`),
      ])
      for (const columns of described) {
        expect(columns.map(({ name }) => name)).toEqual(['id', 'Amount due', 'note'])
        expect(columns.map(({ type }) => type.toLowerCase().replace('numeric', 'decimal'))[1]).toBe(
          'decimal(9,2)',
        )
      }
      const endless =
        'select count(*) as orders from generate_series(1, 1000000) as a, generate_series(1, 1000000) as b'
      expect(await session((lent) => lent.describe(endless))).toMatchObject([
        { name: 'orders', type: expect.stringMatching(/bigint/i) },
      ])
    })

    test('a description spells types as the catalogue does', async () => {
      const { dialect } = adapter()
      const table = shop('spelled_types')
      const kinds = [
        'boolean',
        'integer',
        'bigint',
        'double',
        'date',
        'timestamp',
        'timestamptz',
        'text',
      ] as const
      await run(
        dialect.createTable(
          table,
          kinds.map((kind) => ({ name: `a ${kind}`, type: dialect.seedType({ kind }) })),
        ),
      )
      const [state, described] = await session(async (lent) => [
        await adapter().inspectOne(lent, table),
        await lent.describe(`select * from ${dialect.relation(table)}`),
      ])
      expect(state.exists ? state.columns : []).toEqual(described)
      const foreign = described.filter(
        ({ type }, index) => !dialect.widens(type, dialect.seedType({ kind: kinds[index] ?? 'text' })),
      )
      expect(foreign).toEqual([])
    })
  })
}
