import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

function project(config: string, query: string): Readonly<Record<string, string>> {
  return {
    'models/sources.yml':
      'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }] }]\n',
    'models/flow.sql': `{{ config(materialized='flow') }}\nselect * from {{ source('raw', 'events') }}\n`,
    'models/sums.sql': `{{ config(materialized='state', ${config}) }}\n${query}\n`,
  }
}

describe.each(engines)('on %s', (engine) => {
  const make = async (files: Readonly<Record<string, string>>) => {
    const bench = await quickBench(engine, files)
    await bench.sql(
      'create schema raw; create table raw.events (seq bigint, "order" int, "My Key" text, ts timestamp)',
    )
    await bench.sql("insert into raw.events values (1, 1, 'a', timestamp '2026-01-01 12:00:00')")
    return bench
  }

  test.each(['order', 'My Key'])('a key may be called "%s"', async (name) => {
    const bench = await make(
      project(`key='${name}'`, `select "${name}", count(*) as n from {{ ref('flow') }} group by "${name}"`),
    )
    await bench.succeed('run')
    await bench.sql("insert into raw.events values (2, 1, 'a', timestamp '2026-01-02 12:00:00')")
    expect((await bench.succeed('run')).stdout).toContain('1 key computed anew')
    expect((await bench.succeed('verify', '--sample', '100%')).code).toBe(0)
  })

  test.each([
    ["key='day'", 'key-not-of-driver', 'the name of an output column alone'],
    ["key={ day: 'cast(tss as date)' }", 'query-failed', 'a column that there is not'],
    ["key={ day: 'cast(ts as' }", 'query-failed', 'no expression'],
  ])('%s is refused by the first run as %s: %s', async (config, code) => {
    const bench = await make(
      project(
        config,
        "select cast(ts as date) as day, count(*) as n from {{ ref('flow') }} group by cast(ts as date)",
      ),
    )
    const { code: exit, stdout } = await bench.xform('run')
    expect(exit).toBe(1)
    expect(stdout).toContain(`error[${code}]`)
    expect(stdout).toMatch(/models\/sums.sql:1:3[27]\n/u)
    expect(
      await bench.sql("select count(*) as n from information_schema.tables where table_name = 'sums'"),
    ).toEqual([{ n: '0' }])
  })

  test('a column twice is refused before anything is built', async () => {
    const bench = await make(
      project("key='seq'", "select seq, count(*) as n, count(*) as n from {{ ref('flow') }} group by seq"),
    )
    expect((await bench.xform('run')).stdout).toContain('error[repeated-column]')
  })

  test('emit: final without a column that says what is complete is refused', async () => {
    const query = "select seq, count(*) as n from {{ ref('flow') }} group by seq"
    const bench = await make(project("key='seq', emit='final'", query))
    expect((await bench.xform('run')).stdout).toContain('error[complete-needed]')
    bench.folder.write(project("key='seq', emit='final'", query.replace('as n', 'as complete')))
    expect((await bench.xform('run')).stdout).toContain('has to be boolean')
  })
})
