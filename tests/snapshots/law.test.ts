import fc from 'fast-check'
import { expect, test } from 'vitest'
import { textOf } from '../../core/adapter/session.ts'
import { history, openHistories } from './bench.ts'

/** A source at the time of a snapshot: the value of each key that it holds. */
type Source = ReadonlyMap<number | null, string | null>

const keys = [1, 2, 3, null]

const source: fc.Arbitrary<Source> = fc
  .tuple(...keys.map(() => fc.option(fc.constantFrom('open', 'paid', null), { nil: undefined })))
  .map((values) => {
    const entries = keys.flatMap((key, index) => {
      const value = values[index]
      return value === undefined ? [] : [[key, value] as const]
    })
    return new Map(entries)
  })

const rowsOf = (found: Source): readonly string[] =>
  [...found].map(([id, status]) => `${textOf(id)} ${textOf(status)}`).toSorted()

const open = openHistories('duckdb')

test('what a snapshot says was valid at the time of each run is what its source held then', async () => {
  const holds = fc.asyncProperty(fc.array(source, { minLength: 1, maxLength: 7 }), async (sources) => {
    const config = 'strategy: check, check_cols: all, unique_key: id, hard_deletes: invalidate'
    const bench = await open(history(config), 'create table raw.orders (id integer, status varchar)')
    const times = sources.map((_, day) => `2026-01-0${day + 1} 08:00`)
    for (const [day, held] of sources.entries()) {
      const rows = [...held].map(([id, status]) => `(${id}, ${status === null ? 'null' : `'${status}'`})`)
      await bench.sql(
        'delete from raw.orders',
        ...(rows.length === 0 ? [] : [`insert into raw.orders values ${rows.join(', ')}`]),
      )
      await bench.succeed(times[day] ?? '')
    }
    for (const [day, held] of sources.entries()) {
      const at = `timestamp '${times[day]}:00'`
      const valid = await bench.sql(
        `select id, status from shop.history where dbt_valid_from <= ${at} and (dbt_valid_to > ${at} or dbt_valid_to is null)`,
      )
      expect(valid.map(({ id, status }) => `${textOf(id)} ${textOf(status)}`).toSorted()).toEqual(
        rowsOf(held),
      )
    }
    const [counts] = await bench.lines(
      'select count(*) - count(distinct dbt_scd_id) as repeated from shop.history',
    )
    expect(counts).toBe('0')
  })
  await fc.assert(holds, { numRuns: 8 })
})
