import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KeyPart } from '../../core/adapter/dialect.ts'
import type { Row } from '../../core/adapter/session.ts'
import type { Part } from './subject.ts'

type OrderRow = readonly [id: number | null, region: string | null, day: string, amount: number]

const columns = ['id', 'Region', 'day', 'amount']

const standing: readonly OrderRow[] = [
  [1, 'north', '2024-01-01 08:00:00', 10],
  [2, 'north', '2024-01-02 08:00:00', 20],
  [2, null, '2024-01-03 08:00:00', 30],
  [null, 'south', '2024-01-04 08:00:00', 40],
  [null, null, '2024-01-05 08:00:00', 50],
]

const incoming: readonly OrderRow[] = [
  [2, 'north', '2024-01-02 20:00:00', 200],
  [null, null, '2024-01-05 20:00:00', 500],
  [3, null, '2024-01-06 20:00:00', 600],
]

const id: KeyPart = { kind: 'column', name: 'id' }
const region: KeyPart = { kind: 'column', name: 'Region' }
const day: KeyPart = { kind: 'expression', sql: `date_trunc('day', day) -- by day` }

/**
 * A key, which amounts are left of the standing rows when those that match an incoming one are taken away, and which there
 * are when those of them below 50 are given its amount.
 */
const keys: readonly {
  readonly what: string
  readonly key: readonly KeyPart[]
  readonly left: readonly number[]
  readonly updated: readonly number[]
}[] = [
  { what: 'a column', key: [id], left: [10], updated: [10, 50, 200, 200, 500] },
  { what: 'two columns', key: [id, region], left: [10, 30, 40], updated: [10, 30, 40, 50, 200] },
  { what: 'an expression', key: [day], left: [10, 30, 40], updated: [10, 30, 40, 50, 200] },
  { what: 'an expression and a column', key: [day, id], left: [10, 30, 40], updated: [10, 30, 40, 50, 200] },
]

/** Rows brought into a table by key, where NULL equals NULL. */
export const keyedChanges: Part = ({ adapter, run, session, shop }) => {
  describe('keyed changes', () => {
    const target = shop('keyed_orders')
    const source = (): ReturnType<typeof shop> => adapter().dialect.temporary('keyed_rows')

    function select(rows: readonly OrderRow[], idType: string): string {
      const { dialect } = adapter()
      const list = rows.map(
        ([orderId, where, when, amount]) =>
          `(cast(${dialect.literal(orderId)} as ${idType}), cast(${dialect.literal(where)} as text), timestamp ${dialect.literal(when)}, ${amount})`,
      )
      const none = `select cast(null as ${idType}), cast(null as text), timestamp '2024-01-01', 0 where false`
      return `select * from (${list.length === 0 ? none : `values ${list.join(', ')}`}) as orders(id, "Region", day, amount)`
    }

    /** Runs changes on fresh tables and gives the amounts that stand then, in order. The source's ids have another type. */
    async function amountsAfter(
      rows: { readonly standing: readonly OrderRow[]; readonly incoming: readonly OrderRow[] },
      changes: readonly string[],
    ): Promise<readonly Row[]> {
      const { dialect } = adapter()
      return session(async (lent) => {
        const results = await lent.execute([
          dialect.begin,
          dialect.createTableAs(target, select(rows.standing, 'bigint')),
          dialect.createTemporaryTableAs('keyed_rows', select(rows.incoming, 'integer')),
          ...changes,
          `select amount from ${dialect.relation(target)} order by amount`,
          dialect.rollback,
        ])
        return results.at(-2)?.rows ?? []
      })
    }

    const amounts = (rows: readonly Row[]): readonly unknown[] => rows.map((row) => row['amount'])

    for (const { what, key, left, updated } of keys) {
      test(`rows with the same key are deleted: ${what}`, async () => {
        const changes = adapter().dialect.deleteMatching({ target, source: source(), key, predicates: [] })
        expect(amounts(await amountsAfter({ standing, incoming }, changes))).toEqual(left)
      })

      test(`rows with the same key are updated: ${what}`, async () => {
        const changes = adapter().dialect.updateMatching({
          target,
          source: source(),
          key,
          predicates: ['target.amount < 50'],
          updates: [{ column: 'amount', from: 'amount' }],
        })
        expect(amounts(await amountsAfter({ standing, incoming }, changes))).toEqual(updated)
      })

      test(`a query joins rows by key: ${what}`, async () => {
        const { dialect } = adapter()
        const texts = key.map((part) =>
          part.kind === 'column' ? dialect.quote(part.name) : `(${part.sql}\n)`,
        )
        const parts = texts.map((text, index) => `${text} as k${index}`).join(', ')
        const side = (name: string): readonly string[] => texts.map((_, index) => `${name}.k${index}`)
        const joined = dialect.keyPasses.map((pass) => {
          const taken = pass.takes(side('source'))
          const on = pass.equal(side('target'), side('source')).join(' and ')
          return `select target.amount from (select *, ${parts} from ${dialect.relation(source())}) as source
            join (select *, ${parts} from ${dialect.relation(target)}) as target on ${on} where ${taken ?? 'true'}`
        })
        const rows = await session(async (lent) => {
          const results = await lent.execute([
            dialect.begin,
            dialect.createTableAs(target, select(standing, 'bigint')),
            dialect.createTemporaryTableAs('keyed_rows', select(incoming, 'integer')),
            `select amount from (${joined.join(' union all ')}) as joined order by amount`,
            dialect.rollback,
          ])
          return results.at(-2)?.rows ?? []
        })
        const all = standing.map(([, , , amount]) => amount)
        expect(amounts(rows)).toEqual(all.filter((amount) => !left.includes(amount)))
      })

      test(`rows are merged: ${what}`, async () => {
        const once = standing.filter(([, , , amount]) => what !== 'a column' || ![30, 40].includes(amount))
        const changes = adapter().dialect.merge({
          target,
          source: source(),
          key,
          predicates: [],
          columns,
          updates: ['amount'],
        })
        const kept = left.filter((amount) => once.some((row) => row[3] === amount))
        expect(amounts(await amountsAfter({ standing: once, incoming }, changes))).toEqual([
          ...kept,
          200,
          500,
          600,
        ])
      })
    }

    test('a merge that updates nothing only adds what does not match', async () => {
      const changes = adapter().dialect.merge({
        target,
        source: source(),
        key: [id, region],
        predicates: [],
        columns,
        updates: [],
      })
      expect(amounts(await amountsAfter({ standing, incoming }, changes))).toEqual([10, 20, 30, 40, 50, 600])
    })

    test('predicates narrow what matches, by our names or by those of dbt', async () => {
      const { dialect } = adapter()
      for (const predicates of [
        ['target.amount < 50 -- cheap ones', `source.day > timestamp '2024-01-01' or false`],
        ['DBT_INTERNAL_DEST.amount < 50', `DBT_INTERNAL_SOURCE.day > timestamp '2024-01-01'`],
      ]) {
        for (const key of [[id, region], [day]]) {
          const change = { target, source: source(), key, predicates }
          const deleted = await amountsAfter({ standing, incoming }, dialect.deleteMatching(change))
          expect(amounts(deleted)).toEqual([10, 30, 40, 50])
          const merged = await amountsAfter(
            { standing, incoming },
            dialect.merge({ ...change, columns, updates: ['amount'] }),
          )
          expect(amounts(merged)).toEqual([10, 30, 40, 50, 200, 500, 600])
        }
      }
    })

    test('no incoming rows change nothing', async () => {
      const { dialect } = adapter()
      for (const key of [[id], [id, region], [day]]) {
        const change = { target, source: source(), key, predicates: [] }
        for (const changes of [
          dialect.deleteMatching(change),
          dialect.merge({ ...change, columns, updates: ['amount'] }),
        ]) {
          expect(amounts(await amountsAfter({ standing, incoming: [] }, changes))).toEqual([
            10, 20, 30, 40, 50,
          ])
        }
      }
    })

    test('deleting and inserting leaves the same rows as merging, whatever the rows', async () => {
      const { dialect } = adapter()
      const key = fc.tuple(
        fc.option(fc.integer({ min: 1, max: 3 })),
        fc.option(fc.constantFrom('north', 'south')),
      )
      const rowsOf = (from: number): fc.Arbitrary<readonly OrderRow[]> =>
        fc
          .uniqueArray(key, { selector: JSON.stringify, maxLength: 9 })
          .map((found) =>
            found.map(([orderId, where], index) => [orderId, where, '2024-01-01', from + index]),
          )
      await fc.assert(
        fc.asyncProperty(rowsOf(0), rowsOf(100), async (before, fresh) => {
          const change = { target, source: source(), key: [id, region], predicates: [] }
          const all = `select id, "Region", day, amount from ${dialect.relation(source())}`
          const replaced = await amountsAfter({ standing: before, incoming: fresh }, [
            ...dialect.deleteMatching(change),
            dialect.insert(target, columns, all),
          ])
          const merged = await amountsAfter(
            { standing: before, incoming: fresh },
            dialect.merge({ ...change, columns, updates: ['day', 'amount'] }),
          )
          const keyOf = ([orderId, where]: OrderRow): string => JSON.stringify([orderId, where])
          const wanted = [...new Map([...before, ...fresh].map((row) => [keyOf(row), row[3]])).values()]
          expect(amounts(replaced)).toEqual(wanted.toSorted((a, b) => a - b))
          expect(amounts(merged)).toEqual(amounts(replaced))
        }),
        { numRuns: 40 },
      )
    })

    test('keys that stand more than once are found, the most frequent first', async () => {
      const { dialect } = adapter()
      const found = async (key: readonly KeyPart[], limit: number): Promise<readonly Row[]> =>
        amountsAfter({ standing, incoming }, []).then(() =>
          run(
            dialect.begin,
            dialect.createTableAs(
              shop('copied_orders'),
              select([...standing, ...standing, ...incoming], 'bigint'),
            ),
            dialect.duplicateKeys(shop('copied_orders'), key, limit),
          ),
        )
      expect(await found([id], 2)).toEqual([
        { key_1: 2, copies: 5 },
        { key_1: null, copies: 5 },
      ])
      expect((await found([region, id], 10)).map((row) => row['copies'])).toEqual([3, 3, 2, 2, 2])
      expect((await found([day], 10)).map((row) => row['copies'])).toEqual([3, 3, 2, 2, 2])
    })
  })
}
