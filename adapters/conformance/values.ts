import { describe, expect, test } from 'vitest'
import type { Cell } from '../../core/adapter/session.ts'
import type { Part } from './subject.ts'

/** An expression and the cell that it comes out as, the same on every engine. */
const cells: readonly (readonly [expression: string, cell: Cell])[] = [
  ['cast(null as integer)', null],
  ['true', true],
  ['cast(7 as smallint)', 7],
  ['cast(-7 as integer)', -7],
  ['cast(9007199254740991 as bigint)', 9_007_199_254_740_991],
  ['cast(9007199254740993 as bigint)', '9007199254740993'],
  ['cast(1.50 as decimal(12, 2))', '1.50'],
  ['cast(0 as decimal(12, 2))', '0.00'],
  ['cast(-0.05 as decimal(12, 2))', '-0.05'],
  ['cast(1.1 as real)', 1.1],
  ['cast(1e300 as double precision)', 1e300],
  [`cast('NaN' as double precision)`, 'NaN'],
  [`cast('Infinity' as double precision)`, 'Infinity'],
  [`'it''s "ü" 😀'`, `it's "ü" 😀`],
  [`''`, ''],
  [`date '2024-02-29'`, '2024-02-29'],
  [`timestamp '2024-02-29 13:14:15'`, '2024-02-29 13:14:15'],
  [`timestamp '2024-02-29 13:14:15.123456'`, '2024-02-29 13:14:15.123456'],
  [`timestamp '2024-02-29 13:14:15.5'`, '2024-02-29 13:14:15.5'],
  [`cast('2024-01-01 01:30:00+05:30' as timestamp with time zone)`, '2023-12-31 20:00:00+00'],
  [`cast('2024-01-01 01:30:00.25-08' as timestamp with time zone)`, '2024-01-01 09:30:00.25+00'],
  [`time '13:14:15'`, '13:14:15'],
  [`interval '1 day 2 hours'`, '1 day 02:00:00'],
  [`cast('6f9619ff-8b86-d011-b42d-00cf4fc964ff' as uuid)`, '6f9619ff-8b86-d011-b42d-00cf4fc964ff'],
  [`array[1, 2, null]`, [1, 2, null]],
  [`array['a "b"', 'c,d', 'NULL', '', null]`, ['a "b"', 'c,d', 'NULL', '', null]],
  [
    `array[array[1, 2], array[3, 4]]`,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [`array[cast(1.50 as decimal(12, 2))]`, ['1.50']],
]

/** Values out of the database. */
export const values: Part = ({ session }) => {
  describe('values', () => {
    for (const [expression, cell] of cells) {
      test(`${expression} comes out as ${JSON.stringify(cell)}`, async () => {
        const sql = `select ${expression} as value`
        const [queried, selected] = await session(async (lent) => [
          await lent.query(sql),
          await lent.select(sql, 1),
        ])
        expect(queried).toEqual([{ value: cell }])
        expect(selected.rows).toEqual([[cell]])
      })
    }

    test('bytes come out in hexadecimal digits', async () => {
      const rows = await session((lent) => lent.query(`select cast('\\xff' as bytea) as value`))
      expect(rows).toEqual([{ value: '\\xff' }])
    })

    test('columns with names of prototypes are columns like others', async () => {
      const rows = await session((lent) => lent.query('select 1 as "__proto__", 2 as "constructor"'))
      expect(rows.map((row) => Object.entries(row))).toEqual([
        [
          ['__proto__', 1],
          ['constructor', 2],
        ],
      ])
    })

    test('the first rows of a huge query come at once, in its order, with their columns', async () => {
      const started = performance.now()
      const table = await session((lent) =>
        lent.select(
          "select a.n as n, 'x' as note from generate_series(1, 100000) as a(n), generate_series(1, 100000) as b(m)",
          5,
        ),
      )
      expect(performance.now() - started).toBeLessThan(2000)
      expect(table.columns.map(({ name }) => name)).toEqual(['n', 'note'])
      expect(table.rows).toHaveLength(5)
    })

    test('a limit of no rows gives the columns alone, a limit beyond the end all rows', async () => {
      const [none, all, sorted] = await session(async (lent) => [
        await lent.select('select 1 as id', 0),
        await lent.select('select 1 as id;', 10),
        await lent.select(
          'select n from generate_series(1, 5000) as s(n) order by n desc -- newest first',
          3,
        ),
      ])
      expect(none).toMatchObject({ columns: [{ name: 'id' }], rows: [] })
      expect(all.rows).toEqual([[1]])
      expect(sorted.rows).toEqual([[5000], [4999], [4998]])
    })

    test('after a selection the session goes on', async () => {
      const rows = await session(async (lent) => {
        await lent.select('select n from generate_series(1, 100000) as s(n)', 1)
        return lent.query('select 1 as fine')
      })
      expect(rows).toEqual([{ fine: 1 }])
    })
  })
}
