import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

const files = {
  'models/sources.yml': 'sources: [{ name: raw, tables: [{ name: names }] }]\n',
  'models/log.sql':
    "{{ config(materialized='changes', key='id') }}\nselect id, name from {{ source('raw', 'names') }}\n",
  'models/people.sql':
    "{{ config(materialized='state', key='name') }}\nselect name, count(*) as n from {{ ref('log') }} group by name\n",
}

test('columns that Postgres cannot compare are compared as texts', async () => {
  const bench = await quickBench('postgres', {
    'models/sources.yml':
      'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }] }]\n',
    'models/flow.sql': "{{ config(materialized='flow') }}\nselect * from {{ source('raw', 'events') }}\n",
    'models/all_of_it.sql':
      "{{ config(materialized='state', key='seq') }}\nselect seq, json_agg(body) as bodies from {{ ref('flow') }} group by seq\n",
  })
  await bench.sql('create schema raw; create table raw.events (seq bigint, body json, place point)')
  await bench.sql(`insert into raw.events values (1, '{"a": 1}', '(1,2)'), (2, null, null)`)
  await bench.succeed('run')
  expect((await bench.succeed('verify')).stdout).toContain('2 ok')
  await bench.sql(`update shop.flow set body = '{"a": 2}' where seq = 1`)
  expect((await bench.xform('verify', '--select', 'flow')).stdout).toContain('1 row missing, 1 row too many')
})

describe.each(engines)('on %s', (engine) => {
  const make = async () => {
    const bench = await quickBench(engine, files)
    await bench.sql("create schema raw; create table raw.names as select 1 as id, 'Ada' as name")
    await bench.succeed('run')
    await bench.sql("update raw.names set name = 'Ida'")
    await bench.succeed('run')
    return bench
  }

  test.each([
    ['added', "delete from shop.log where name = 'Ada' and _xform_diff = 1"],
    ['there', "insert into shop.log select 9, 'Eve', -1, 2, current_timestamp"],
  ])('verify finds a row of a change log that was withdrawn and never %s', async (_, tampering) => {
    const bench = await make()
    await bench.succeed('verify')
    await bench.sql(tampering)
    const { code, stdout } = await bench.xform('verify', '--select', 'log')
    expect(code).toBe(1)
    expect(stdout).toContain('0 rows missing, 1 row too many')
  })

  test('verify finds rows that were put into another batch', async () => {
    const bench = await make()
    await bench.sql('update shop.log set _xform_batch = 99 where _xform_batch = 2')
    const { code, stdout } = await bench.xform('verify', '--select', 'log')
    expect(code).toBe(1)
    expect(stdout).toContain('batch 2 has 0 rows, and 2 came in it')
    expect(stdout).toContain('batch 99 has 2 rows, and 0 came in it')
  })

  test('a table that somebody dropped is not built, for status and for verify', async () => {
    const bench = await make()
    await bench.sql('drop table shop.people')
    const { nodes } = JSON.parse((await bench.succeed('status', '--json')).stdout) as {
      readonly nodes: readonly { readonly name: string; readonly built: boolean }[]
    }
    expect(nodes.map(({ name, built }) => ({ name, built }))).toEqual([
      { name: 'log', built: true },
      { name: 'people', built: false },
    ])
    expect((await bench.succeed('verify')).stdout).toContain('1 ok, 1 skipped')
    await bench.sql('drop table shop.log')
    expect((await bench.succeed('verify')).stdout).toContain('2 skipped')
  })
})
