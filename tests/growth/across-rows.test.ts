import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

function project(query: string): Readonly<Record<string, string>> {
  return {
    'models/sources.yml':
      'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }] }]\n',
    'models/daily.sql': `{{ config(materialized='flow') }}\n${query}`,
  }
}

const grouped = `select account, -- group by account
  sum(amount) as total
from {{ source('raw', 'events') }}
group by account`

describe.each(engines)('on %s', (engine) => {
  const make = async (query: string) => {
    const bench = await quickBench(engine, project(query))
    await bench.sql('create schema raw; create table raw.events (seq bigint, account int, amount int)')
    await bench.sql('insert into raw.events values (1, 1, 10), (2, 1, 20)')
    return bench
  }

  test('a flow whose query looks at several rows is built, with a warning at the first such word', async () => {
    const bench = await make(grouped)
    const { stdout } = await bench.succeed('run')
    expect(stdout).toContain('its query does not go row by row: it has a group by, it uses sum()')
    expect(stdout).toContain('models/daily.sql:3:3')
    expect(await bench.sql('select account, total from shop.daily')).toEqual([{ account: '1', total: '30' }])
  })

  test('the warning comes again when the SQL has changed, and not otherwise', async () => {
    const bench = await make(grouped)
    await bench.succeed('run')
    await bench.sql('insert into raw.events values (3, 2, 5)')
    expect((await bench.succeed('run')).stdout).not.toContain('warning')
    bench.folder.write(project(grouped.replace('sum(amount)', 'max(amount)')))
    await bench.sql('insert into raw.events values (4, 2, 5)')
    expect((await bench.succeed('run')).stdout).toContain('it uses max()')
  })

  test('where such a flow differs from its full query, verify says why', async () => {
    const bench = await make(grouped)
    await bench.succeed('run')
    await bench.sql('insert into raw.events values (3, 1, 5)')
    await bench.succeed('run')
    const { code, stdout } = await bench.xform('verify')
    expect(code).toBe(1)
    expect(stdout).toContain('It may be that its query does not go row by row (it has a group by')
  })

  test('a flow that goes row by row is built without a word', async () => {
    const bench = await make(
      "with paid as (select *, coalesce(amount, 0) as paid from {{ source('raw', 'events') }}) select account, paid from paid where paid > 0",
    )
    expect((await bench.succeed('run')).stdout).not.toContain('warning')
  })
})
