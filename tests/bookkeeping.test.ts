import { describe, expect, test } from 'vitest'
import { engines, quickBench } from './support/engines.ts'

const files = {
  'models/events.sql': 'select 1 as id',
  'models/sources.yml':
    'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }] }]\n',
  'models/flow.sql':
    "{{ config(materialized='flow') }}\nselect seq, seq % 5 as account, seq as amount from {{ source('raw', 'events') }}\n",
  'models/sums.sql':
    "{{ config(materialized='state', key='account') }}\nselect account, sum(amount) as total from {{ ref('flow') }} group by account\n",
}

/** What each version of the layout added, taken back: the newest first. */
const rewind = [
  'drop table _xform.audits',
  'alter table _xform.positions drop column analysis',
  'drop table _xform.periods',
  'drop table _xform.positions; drop table _xform.files; drop table _xform.batches',
]

describe.each(engines)('on %s', (engine) => {
  test.each([4, 3, 2, 1])(
    'bookkeeping of layout %i is brought to the present one and nothing is lost',
    async (version) => {
      const bench = await quickBench(engine, files)
      await bench.sql(
        'create schema raw; create table raw.events as select * from generate_series(1, 10) as s(seq)',
      )
      await bench.succeed('run')
      await bench.sql(
        [...rewind.slice(0, 5 - version), `update _xform.layout set version = ${version}`].join('; '),
      )
      await bench.succeed('run')
      expect(await bench.sql('select version from _xform.layout')).toEqual([{ version: '5' }])
      expect(await bench.sql('select count(*) as runs from _xform.runs')).toEqual([{ runs: '2' }])
      expect(await bench.sql('select account, total from shop.sums order by account')).toEqual([
        { account: '0', total: '15' },
        { account: '1', total: '7' },
        { account: '2', total: '9' },
        { account: '3', total: '11' },
        { account: '4', total: '13' },
      ])
    },
  )

  test('what a state’s query allows is found out once and remembered until the query changes', async () => {
    const bench = await quickBench(engine, files)
    const analyses = () => bench.sql("select analysis from _xform.positions where node_id like '%sums'")
    const append = (from: number, to: number) =>
      bench.sql(`insert into raw.events select * from generate_series(${from}, ${to}) as s(seq)`)
    await bench.sql(
      'create schema raw; create table raw.events as select * from generate_series(1, 10000) as s(seq)',
    )
    await bench.succeed('run')
    expect(await analyses()).toEqual([{ analysis: null }])
    await append(10_001, 10_010)
    expect((await bench.succeed('run')).stdout).toContain('sums of 5 keys added')
    const [found] = await analyses()
    expect(found?.['analysis']).toContain('"role":"sum"')
    // What is remembered counts: as though the query could not be merged.
    await bench.sql(
      `update _xform.positions set analysis = replace(analysis, '"mergeable"', '"recompute"') where node_id like '%sums'`,
    )
    await append(10_011, 10_020)
    expect((await bench.succeed('run')).stdout).toContain('5 keys computed anew')
    // What an xform with other rules found out does not.
    await bench.sql(`update _xform.positions set analysis = replace(analysis, '"revision":', '"revision":-')`)
    await append(10_021, 10_030)
    expect((await bench.succeed('run')).stdout).toContain('sums of 5 keys added')
    bench.folder.write({
      'models/sums.sql': `${files['models/sums.sql']}having sum(amount) > 0`,
    })
    await bench.succeed('run')
    expect(await analyses()).toEqual([{ analysis: null }])
    await append(10_031, 10_040)
    expect((await bench.succeed('run')).stdout).toContain('5 keys computed anew')
    expect((await analyses())[0]?.['analysis']).toContain('"recompute"')
  })
})
