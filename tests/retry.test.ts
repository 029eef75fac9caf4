import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { engines, workbench, type EngineName, type Workbench } from './support/engines.ts'
import { startXform } from './support/xform.ts'

const slow = {
  duckdb: 'select count(*) as id from range(100000000000) as t(a), range(1000) as u(b)',
  postgres: 'select 1 as id from (select pg_sleep(60)) as s',
} as const

function project(engine: EngineName): Readonly<Record<string, string>> {
  return {
    'seeds/raw_orders.csv': 'id,amount\n1,10\n2,20\n',
    'models/orders.sql': "{{ config(materialized='table') }} select id, amount from {{ ref('raw_orders') }}",
    'models/log.sql':
      "{{ config(materialized='incremental') }} select id, count(*) over () as n from {{ ref('orders') }}",
    'models/slow.sql': `{{ config(materialized='table') }} {{#if eq(env('SPEED', 'fast'), 'slow')}} select id from (${slow[engine]}) as s union all {{/if}} select id from {{ ref('log') }}`,
    'models/last.sql': "{{ config(materialized='table') }} select id * 2 as id from {{ ref('slow') }}",
    'models/orders.yml':
      'models:\n  - name: orders\n    columns: [{ name: id, data_tests: [unique, not_null] }]\n  - name: last\n    data_tests: [not_empty]\n',
    'tests/none_negative.sql': "select * from {{ ref('log') }} where id < 0",
  }
}

/** Runs follow each other in time, so the clock must go on. */
function inProcess(engine: EngineName, files: Readonly<Record<string, string>>): Promise<Workbench> {
  return workbench(engine, files, { ownProcess: false, now: Date.now })
}

const contents = ['raw_orders', 'orders', 'log', 'slow', 'last']

async function rowsOf(bench: Workbench): Promise<Readonly<Record<string, unknown>>> {
  const found: Record<string, unknown> = {}
  for (const name of contents) found[name] = await bench.sql(`select * from shop.${name} order by id`)
  return found
}

describe.each(engines)('retry on %s', (engine) => {
  test('after kill -9 in the middle builds what had not committed, and leaves what an undisturbed build leaves', async () => {
    const calm = await inProcess(engine, project(engine))
    await calm.succeed('build')
    const bench = await workbench(engine, project(engine))
    const env = { ...bench.env, SPEED: 'slow' }
    const running = startXform(['build', '--reporter', 'json', '--threads', '1'], {
      cwd: bench.folder.path,
      env,
    })
    await running.saw(/"node:start"[^\n]*model\.shop\.slow/)
    await sleep(200)
    running.child.kill('SIGKILL')
    await running.ended
    const { stdout } = await bench.succeed('retry', '--no-color')
    expect(stdout).toContain('3 of 9 nodes')
    const built = [...stdout.matchAll(/^ *\d+\/3 +\w+ +\w+ +(?<name>\S+)/gmu)].map(
      ({ groups }) => groups?.['name'],
    )
    expect(built).toEqual(['shop.slow', 'shop.last', 'not_empty_last'])
    expect(await rowsOf(bench)).toEqual(await rowsOf(calm))
    expect((await bench.succeed('retry')).stdout).toContain('left nothing undone')
  })

  test('takes up what failed and what was skipped, with the options of the run', async () => {
    const bench = await inProcess(engine, {
      ...project(engine),
      'models/slow.sql': "select id / 0 as id, no_such_column from {{ ref('log') }}",
    })
    expect((await bench.xform('build', '--full-refresh', '--select', '+last')).code).toBe(1)
    bench.folder.write({ 'models/slow.sql': "select id from {{ ref('log') }}" })
    const { stdout } = await bench.succeed('retry')
    expect(stdout).toMatch(/ok +view +shop\.slow/u)
    expect(stdout).toMatch(/ok +table +shop\.last/u)
    expect(stdout).not.toContain('shop.orders')
    expect(stdout).toContain('3 nodes: 3 ok')
  })

  test('runs a failing test again, and its node with it', async () => {
    const bench = await inProcess(engine, {
      ...project(engine),
      'seeds/raw_orders.csv': 'id,amount\n1,10\n1,20\n',
    })
    expect((await bench.xform('build')).code).toBe(1)
    bench.folder.write({ 'seeds/raw_orders.csv': 'id,amount\n1,10\n2,20\n' })
    expect((await bench.xform('retry')).code).toBe(1)
    await bench.succeed('seed')
    expect((await bench.succeed('retry')).stdout).toContain('left nothing undone')
    await bench.succeed('build')
    expect(await bench.sql('select id from shop.last order by id')).toEqual([{ id: '2' }, { id: '4' }])
  })

  test('leaves alone what the run had nothing to do for', async () => {
    const bench = await inProcess(engine, {
      'seeds/list.csv': 'id,city\n1,Berlin\n',
      'models/changes.sql':
        "{{ config(materialized='changes', key='id') }} select id, city from {{ ref('list') }}",
      'models/broken.sql': 'select 1 as id',
    })
    await bench.succeed('build')
    bench.folder.write({ 'models/broken.sql': 'select no_such_column' })
    expect((await bench.xform('build')).stdout).toContain('nothing to do')
    bench.folder.write({ 'models/broken.sql': 'select 2 as id' })
    const { stdout } = await bench.succeed('retry')
    expect(stdout).toContain('1 of 3 nodes')
    expect(stdout).not.toContain('shop.changes')
  })

  test('result: selects by what became of the last run', async () => {
    const bench = await inProcess(engine, {
      ...project(engine),
      'models/slow.sql': "select no_such_column from {{ ref('log') }}",
    })
    expect((await bench.xform('build')).code).toBe(1)
    const names = async (selection: string): Promise<readonly string[]> => {
      const { stdout } = await bench.succeed('ls', '--select', selection, '--output', 'json')
      return stdout
        .trim()
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => (JSON.parse(line) as { readonly name: string }).name)
    }
    expect(await names('result:error')).toContain('slow')
    expect(await names('result:error+')).toContain('last')
    expect(await names('result:skipped')).toEqual(['last', 'not_empty_last'])
    expect(await names('result:pass,resource_type:test')).toEqual(
      expect.arrayContaining(['none_negative', 'unique_orders_id']),
    )
  })
})

test('without a run there is nothing to try again', async () => {
  const bench = await inProcess('duckdb', project('duckdb'))
  const { code, stdout } = await bench.xform('retry')
  expect(code).toBe(0)
  expect(stdout).toContain('note[nothing-to-retry]')
})
