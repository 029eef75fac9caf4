import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { engines, workbench, type Workbench } from './support/engines.ts'
import { startXform } from './support/xform.ts'

const slow = {
  duckdb: 'select count(*) as id from range(100000000000) as t(a), range(1000) as u(b)',
  postgres: 'select 1 as id from (select pg_sleep(60)) as s',
} as const

function project(bench: Workbench['engine']): Readonly<Record<string, string>> {
  return {
    'models/first.sql': "{{ config(materialized='table') }}\nselect 1 as id",
    'models/slow.sql': `-- depends on {{ ref('first') }}\n{{ config(materialized='table') }}\n${slow[bench]}`,
    'models/last.sql': "select * from {{ ref('slow') }}",
  }
}

async function busyBackends(bench: Workbench): Promise<readonly unknown[]> {
  return bench.sql(
    "select query from pg_stat_activity where datname = current_database() and application_name like 'xform%' and state <> 'idle'",
  )
}

async function until(condition: () => Promise<boolean>, milliseconds: number): Promise<number> {
  const start = performance.now()
  while (!(await condition())) {
    if (performance.now() - start > milliseconds) throw new Error(`not so after ${milliseconds} ms`)
    await sleep(20)
  }
  return performance.now() - start
}

describe.each(engines)('on %s', (engine) => {
  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s cancels what runs, rolls back, and reports', async (signal, code) => {
    const bench = await workbench(engine, project(engine))
    const running = startXform(['run', '--reporter', 'json'], { cwd: bench.folder.path, env: bench.env })
    await running.saw(/"node:start"[^\n]*slow/)
    await sleep(300)
    running.child.kill(signal)
    if (engine === 'postgres') await until(async () => (await busyBackends(bench)).length === 0, 1000)
    const ended = await running.ended
    expect(ended.code).toBe(code)
    const events = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; result?: { interrupted?: boolean } })
    expect(events.at(-1)).toMatchObject({ type: 'run:end', result: { interrupted: true } })
    const tables = await bench.sql(
      "select table_name from information_schema.tables where table_schema = 'shop'",
    )
    expect(tables).toEqual([{ table_name: 'first' }])
    expect(await bench.sql('select status from _xform.runs')).toEqual([{ status: 'interrupted' }])
  })

  test('after kill -9 in the middle a plain run leaves the right rows and no leftovers', async () => {
    const bench = await workbench(engine, project(engine))
    const running = startXform(['run', '--reporter', 'json'], { cwd: bench.folder.path, env: bench.env })
    await running.saw(/"node:start"[^\n]*slow/)
    await sleep(300)
    running.child.kill('SIGKILL')
    await running.ended
    bench.folder.write({
      'models/slow.sql': "{{ config(materialized='table') }}\nselect id + 1 as id from {{ ref('first') }}",
    })
    await bench.succeed('run')
    expect(await bench.sql('select id from shop.last')).toEqual([{ id: '2' }])
    const tables = await bench.sql(
      "select table_name from information_schema.tables where table_schema = 'shop' order by 1",
    )
    expect(tables.map(({ table_name }) => table_name)).toEqual(['first', 'last', 'slow'])
  })
})

test('kill -9 leaves no query running on a Postgres server', async () => {
  const bench = await workbench('postgres', project('postgres'))
  const running = startXform(['run', '--reporter', 'json'], { cwd: bench.folder.path, env: bench.env })
  await running.saw(/"node:start"[^\n]*slow/)
  await sleep(300)
  running.child.kill('SIGKILL')
  await running.ended
  expect(await until(async () => (await busyBackends(bench)).length === 0, 10_000)).toBeLessThan(10_000)
})

test('a second signal leaves at once', async () => {
  const bench = await workbench('postgres', project('postgres'))
  const running = startXform(['run', '--reporter', 'json'], { cwd: bench.folder.path, env: bench.env })
  await running.saw(/"node:start"[^\n]*slow/)
  running.child.kill('SIGINT')
  running.child.kill('SIGINT')
  expect((await running.ended).code).toBe(130)
})
