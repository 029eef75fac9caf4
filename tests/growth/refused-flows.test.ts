import { describe, expect, test } from 'vitest'
import { engines, quickBench } from '../support/engines.ts'

const select = "select seq, id, note, ts from {{ source('raw', 'events') }}"

function project(config: string, query = select): Readonly<Record<string, string>> {
  return {
    'models/sources.yml':
      'sources: [{ name: raw, tables: [{ name: events, cursor: { column: seq, order: trusted } }] }]\n',
    'models/flow.sql': `{{ config(materialized='flow'${config}) }}\n${query}\n`,
  }
}

describe.each(engines)('on %s', (engine) => {
  const make = async (files: Readonly<Record<string, string>>) => {
    const bench = await quickBench(engine, files)
    await bench.sql(
      'create schema raw; create table raw.events (seq bigint, id int, note text, ts timestamp)',
    )
    await bench.sql("insert into raw.events values (1, 1, 'a', timestamp '2026-01-05 12:00:00')")
    return bench
  }

  test.each([
    [", event_time='note'", 'no-event-time', '1:43'],
    [", unique_key='lower(nothing)'", 'query-failed', '1:43'],
    [", unique_key='id', dedupe_by='nothing desc'", 'query-failed', '1:59'],
  ])('config%s is an error at its own place: %s', async (config, code, place) => {
    const bench = await make(project(config))
    const { code: exit, stdout } = await bench.xform('run')
    expect(exit).toBe(1)
    expect(stdout).toContain(`error[${code}]`)
    expect(stdout).toContain(`models/flow.sql:${place}`)
  })

  test('duplicates are counted in the first batch as in every other', async () => {
    const bench = await make(project(", unique_key='id'"))
    await bench.sql("insert into raw.events values (2, 1, 'b', null), (3, 2, 'c', null)")
    expect((await bench.succeed('run')).stdout).toMatch(/created, 2 rows\n\n.*; 1 duplicate\n/u)
    await bench.sql("insert into raw.events values (4, 2, 'd', null)")
    await bench.succeed('run')
    expect(await bench.sql('select batch, rows, duplicates from _xform.batches order by batch')).toEqual([
      { batch: '1', rows: '2', duplicates: '1' },
      { batch: '2', rows: '0', duplicates: '1' },
    ])
    const [position] = await bench.sql('select duplicates from _xform.positions')
    expect(position).toEqual({ duplicates: '2' })
  })

  const late = ", event_time='ts', lateness='1 hour', late='divert'"

  test('late rows do not go to a table of somebody else’s, and a rebuild leaves it alone', async () => {
    const bench = await make(project(late))
    await bench.sql('create schema if not exists shop; create table shop.flow__late (note text)')
    await bench.succeed('run')
    await bench.sql("insert into raw.events values (2, 2, 'late', timestamp '2026-01-01 12:00:00')")
    expect((await bench.xform('run')).stdout).toContain('error[late-table-taken]')
    await bench.succeed('run', '--full-refresh')
    expect(await bench.sql('select count(*) as n from shop.flow__late')).toEqual([{ n: '0' }])
  })

  test('the table of late rows is a name that no other model can have', async () => {
    const bench = await make({ ...project(late), 'models/flow__late.sql': 'select 1 as id' })
    const { code, stdout, stderr } = await bench.xform('run')
    expect(code).toBe(2)
    expect(stdout + stderr).toContain('error[relation-collision]')
  })

  test('a rebuild empties the table of late rows under a view that somebody made on it', async () => {
    const bench = await make(project(late))
    await bench.succeed('run')
    await bench.sql("insert into raw.events values (2, 2, 'late', timestamp '2026-01-01 12:00:00')")
    await bench.succeed('run')
    await bench.sql('create view raw.late as select * from shop.flow__late')
    await bench.succeed('run', '--full-refresh')
    expect(await bench.sql('select count(*) as n from raw.late')).toEqual([{ n: '0' }])
    await bench.succeed('verify')
  })

  test('what was diverted still counts when late rows are accepted from now on', async () => {
    const bench = await make(project(late))
    await bench.succeed('run')
    await bench.sql("insert into raw.events values (2, 2, 'late', timestamp '2026-01-01 12:00:00')")
    await bench.succeed('run')
    bench.folder.write(project(late.replace('divert', 'accept')))
    expect((await bench.succeed('verify')).stdout).toContain('1 ok')
  })
})
