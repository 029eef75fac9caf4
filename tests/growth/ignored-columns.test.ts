import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

const ignoring = "on_sql_change='continue', on_schema_change='ignore'"

/** A state and a change log whose select lists end as given. */
function project(more: string): Readonly<Record<string, string>> {
  return {
    'models/sources.yml':
      'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }, { name: names }] }]\n',
    'models/flow.sql':
      "{{ config(materialized='flow') }}\nselect seq, account, amount from {{ source('raw', 'events') }}\n",
    'models/sums.sql': `{{ config(materialized='state', key='account', ${ignoring}) }}
select account, sum(amount) as total${more} from {{ ref('flow') }} group by account
`,
    'models/log.sql': `{{ config(materialized='changes', key='account', ${ignoring}) }}
select account, name${more} from {{ source('raw', 'names') }} group by account, name
`,
  }
}

describe.each(engines)('on %s', (engine) => {
  const make = async (more: string) => {
    const bench = await quickBench(engine, project(more))
    await bench.sql('create schema raw; create table raw.events (seq bigint, account int, amount int)')
    await bench.sql('create table raw.names (account int, name text)')
    await bench.sql("insert into raw.names values (1, 'Ada'), (2, 'Bo')")
    await bench.sql('insert into raw.events values (1, 1, 10), (2, 2, 20)')
    await bench.succeed('run')
    return bench
  }
  const change =
    "insert into raw.events values (3, 1, 5); update raw.names set name = 'Ida' where account = 1"

  test('a column that comes is left out of a state and of a change log that ignore it', async () => {
    const bench = await make('')
    bench.folder.write(project(', count(*) as n'))
    await bench.sql(change)
    await bench.succeed('run')
    expect(await bench.sql('select * from shop.sums order by account')).toEqual([
      { account: '1', total: '15' },
      { account: '2', total: '20' },
    ])
    expect(
      await bench.sql(
        'select account, name, _xform_diff as diff from shop.log order by _xform_batch, diff, name',
      ),
    ).toEqual([
      { account: '1', name: 'Ada', diff: '1' },
      { account: '2', name: 'Bo', diff: '1' },
      { account: '1', name: 'Ada', diff: '-1' },
      { account: '1', name: 'Ida', diff: '1' },
    ])
    expect((await bench.succeed('verify')).stdout).toContain('has n, so that was not compared')
  })

  test('a column that goes concerns every row: they are built anew', async () => {
    const bench = await make(', count(*) as n')
    bench.folder.write(project(''))
    await bench.sql(change)
    expect((await bench.succeed('run')).stdout).toContain('its columns have changed')
    expect(await bench.sql('select * from shop.sums order by account')).toEqual([
      { account: '1', total: '15' },
      { account: '2', total: '20' },
    ])
    expect((await bench.succeed('verify')).code).toBe(0)
  })
})
