import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

function project(config: string, columns = 'id, amount, paid_at'): Readonly<Record<string, string>> {
  return {
    'models/sources.yml':
      'sources: [{ name: raw, tables: [{ name: payments, cursor: { column: seq, order: trusted } }] }]\n',
    'models/flow.sql': `{{ config(materialized='flow', event_time='paid_at', lateness='1 day', late='divert'${config}) }}
select ${columns} from {{ source('raw', 'payments') }}
`,
  }
}

describe.each(engines)('on %s', (engine) => {
  const make = async (files: Readonly<Record<string, string>>) => {
    const bench = await quickBench(engine, files)
    await bench.sql(
      'create schema raw; create table raw.payments (seq bigint, id int, amount int, paid_at timestamp)',
    )
    const pay = (...rows: readonly (readonly [seq: number, id: number, day: number])[]) =>
      bench.sql(
        `insert into raw.payments values ${rows.map(([seq, id, day]) => `(${seq}, ${id}, ${seq * 10}, timestamp '2026-01-0${day} 12:00:00')`).join(', ')}`,
      )
    await pay([1, 1, 9])
    await bench.succeed('run')
    return { ...bench, pay }
  }

  test('a late row that is sent again is not diverted again, but left out as a duplicate', async () => {
    const bench = await make(project(", unique_key='id'"))
    await bench.pay([2, 2, 3])
    expect((await bench.succeed('run')).stdout).toContain('1 late, diverted')
    await bench.pay([3, 2, 3], [4, 4, 4])
    const { stdout } = await bench.succeed('run')
    expect(stdout).toContain('1 duplicate left out; 1 late, diverted')
    expect(stdout).toMatch(/1 node: 1 ok in [\d.]+s; 1 late row, 1 duplicate\n/u)
    expect(await bench.sql('select id, amount from shop.flow__late order by id')).toEqual([
      { id: '2', amount: '20' },
      { id: '4', amount: '40' },
    ])
    // One of the same key that is not late is no duplicate: the flow does not have it.
    await bench.pay([5, 2, 9])
    const events = (await bench.succeed('run', '--reporter', 'json')).stdout
    expect(events).toContain('"batch":{"batch":4,"duplicates":0,"late":0}')
    expect(await bench.sql('select id, amount from shop.flow order by id')).toEqual([
      { id: '1', amount: '10' },
      { id: '2', amount: '50' },
    ])
  })

  test('the table of late rows gets the columns that come to the flow, before and after its first row with them', async () => {
    const policy = ", on_schema_change='append_new_columns'"
    const bench = await make(project(policy))
    await bench.pay([2, 2, 3])
    await bench.succeed('run')
    bench.folder.write(project(policy, "id, amount, paid_at, 'card' as method"))
    await bench.pay([3, 3, 9])
    await bench.succeed('run')
    // What is there of the column before is what a full refresh would fill in, and verify can tell.
    const { stdout } = await bench.xform('verify')
    expect(stdout).toContain('2 rows missing, 2 rows too many')
    expect(stdout).toContain('some of its batches were made by SQL that has changed since')
    await bench.pay([4, 4, 3])
    await bench.succeed('run')
    expect(await bench.sql('select id, method from shop.flow__late order by id')).toEqual([
      { id: '2', method: null },
      { id: '4', method: 'card' },
    ])
  })
})
