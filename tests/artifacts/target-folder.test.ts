import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { engines, workbench } from '../support/engines.ts'
import { projectFolder, type ProjectFolder } from '../support/project-folder.ts'
import { startXform, xform } from '../support/xform.ts'
import { openSchema, reason, schemasStandHere } from './dbt-schemas.ts'

const bank = {
  'seeds/accounts.csv': 'id,opened_with\n1,100\n2,250\n',
  'models/stg_accounts.sql': "select id, opened_with from {{ ref('accounts') }}",
  'models/broken.sql': "select no_such_column from {{ ref('stg_accounts') }}",
  'models/report.sql': "select * from {{ ref('broken') }}",
  'models/unused.sql': "{{ config(enabled=false) }} select * from {{ ref('accounts') }}",
}

const embedded = 'name: bank\ntargets: { dev: { type: duckdb, path: bank.duckdb } }\n'

interface RunResults {
  readonly metadata: { readonly invocation_id: string }
  readonly results: readonly {
    readonly unique_id: string
    readonly status: string
    readonly message: string
  }[]
  readonly args: Readonly<Record<string, unknown>>
}

interface Manifest {
  readonly metadata: { readonly invocation_id: string }
  readonly nodes: Readonly<Record<string, { readonly compiled?: boolean; readonly checksum?: unknown }>>
  readonly disabled: Readonly<Record<string, unknown>>
}

function runResults(folder: ProjectFolder): RunResults {
  return JSON.parse(folder.read('target/run_results.json')) as RunResults
}

function manifest(folder: ProjectFolder): Manifest {
  return JSON.parse(folder.read('target/manifest.json')) as Manifest
}

function inTarget(folder: ProjectFolder): readonly string[] {
  return readdirSync(folder.path).includes('target')
    ? readdirSync(join(folder.path, 'target')).toSorted()
    : []
}

describe.each(engines)('on %s', (engine) => {
  test('a run leaves a manifest and the results of every node, also when some fail', async () => {
    const bench = await workbench(engine, bank)
    await bench.succeed('seed')
    expect((await bench.xform('run')).code).toBe(1)
    const { results, metadata, args } = runResults(bench.folder)
    expect(results).toMatchObject([
      { unique_id: 'model.shop.stg_accounts', status: 'success', message: expect.stringContaining('create') },
      { unique_id: 'model.shop.broken', status: 'error', message: expect.stringContaining('no_such_column') },
      { unique_id: 'model.shop.report', status: 'skipped', message: expect.stringContaining('broken') },
    ])
    expect(args).toMatchObject({ which: 'run', target: 'dev', full_refresh: false })
    const { nodes, disabled, metadata: made } = manifest(bench.folder)
    expect(Object.keys(nodes)).toEqual([
      'model.shop.broken',
      'model.shop.report',
      'model.shop.stg_accounts',
      'seed.shop.accounts',
    ])
    expect(Object.keys(disabled)).toEqual(['model.shop.unused'])
    expect(made.invocation_id).toBe(metadata.invocation_id)
  })

  test.skipIf(!schemasStandHere)(`both are valid by dbt's published schemas (unless ${reason})`, async () => {
    const bench = await workbench(engine, bank)
    await bench.succeed('seed')
    expect(openSchema('run-results-v6')(runResults(bench.folder))).toEqual([])
    await bench.xform('run')
    expect(openSchema('run-results-v6')(runResults(bench.folder))).toEqual([])
    expect(openSchema('manifest-v12')(manifest(bench.folder))).toEqual([])
  })
})

test('compile leaves a manifest and no results, and needs no database', async () => {
  const folder = projectFolder({ ...bank, 'xform.yml': embedded })
  const { code } = await xform(['compile', '--select', 'stg_accounts'], { cwd: folder.path })
  expect(code).toBe(0)
  expect(inTarget(folder)).toEqual(['compiled', 'manifest.json'])
  const { nodes } = manifest(folder)
  expect(nodes['model.bank.stg_accounts']?.compiled).toBe(true)
  expect(nodes['model.bank.report']?.compiled).toBe(false)
  expect(nodes['seed.bank.accounts']?.checksum).toMatchObject({ name: 'sha256' })
})

test('a seed that is too large to be read for it is identified by its path', async () => {
  const rows = Array.from({ length: 120_000 }, (_, index) => `${index},${index}`).join('\n')
  const folder = projectFolder({ 'seeds/accounts.csv': `id,opened_with\n${rows}\n`, 'xform.yml': embedded })
  await xform(['compile'], { cwd: folder.path })
  expect(manifest(folder).nodes['seed.bank.accounts']?.checksum).toEqual({
    name: 'path',
    checksum: 'seeds/accounts.csv',
  })
})

test('a dry run writes nothing', async () => {
  const folder = projectFolder({ ...bank, 'xform.yml': embedded })
  await xform(['run', '--dry-run'], { cwd: folder.path })
  expect(inTarget(folder)).toEqual([])
})

test('a run that cannot reach its database leaves the manifest', async () => {
  const target = '{ type: postgres, host: 127.0.0.1, port: 1, user: bank, database: bank }'
  const folder = projectFolder({ ...bank, 'xform.yml': `name: bank\ntargets: { dev: ${target} }\n` })
  const { code } = await xform(['run'], { cwd: folder.path })
  expect(code).toBe(2)
  expect(inTarget(folder)).toEqual(['compiled', 'manifest.json'])
})

test('an interrupted run leaves the results of what was built and what was not', async () => {
  const folder = projectFolder({
    'xform.yml': embedded,
    'models/first.sql': 'select 1 as id',
    'models/slow.sql':
      "{{ config(materialized='table') }} select count(*) as id from {{ ref('first') }}, range(100000000000) as t(a), range(1000) as u(b)",
    'models/last.sql': "select * from {{ ref('slow') }}",
  })
  const running = startXform(['run', '--reporter', 'json'], { cwd: folder.path })
  await running.saw(/"node:start"[^\n]*slow/)
  await sleep(300)
  running.child.kill('SIGINT')
  expect((await running.ended).code).toBe(130)
  expect(runResults(folder).results).toMatchObject([
    { unique_id: 'model.bank.first', status: 'success' },
    { unique_id: 'model.bank.slow', status: 'skipped', message: 'the run was interrupted' },
    { unique_id: 'model.bank.last', status: 'skipped' },
  ])
})

test('what a target keeps secret is in no file of target/', async () => {
  const folder = projectFolder({
    'xform.yml': 'name: bank\ntargets: { dev: { type: duckdb, path: "${BANK_FILE}" } }\n',
    'models/leaky.sql': "select {{ literal(env('BANK_FILE')) }} as file, no_such_column",
    'models/open.sql': "{{ config(materialized='table') }} select {{ literal(env('BANK_FILE')) }} as file",
  })
  await xform(['run'], { cwd: folder.path, env: { BANK_FILE: 'hunter2.duckdb' } })
  const paths = readdirSync(join(folder.path, 'target'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.path.length + 1))
    .toSorted()
  expect(paths).toEqual([
    'target/compiled/models/leaky.sql',
    'target/compiled/models/open.sql',
    'target/manifest.json',
    'target/run/models/leaky.sql',
    'target/run/models/open.sql',
    'target/run_results.json',
  ])
  for (const path of paths) expect(folder.read(path)).not.toContain('hunter2')
})

test('two runs of one project differ in their clocks and their ids alone', async () => {
  const folder = projectFolder({ ...bank, 'xform.yml': embedded })
  const compiled = async (): Promise<unknown> => {
    await xform(['compile'], { cwd: folder.path })
    const text = folder.read('target/manifest.json')
    return text.replace(/"metadata":\{[^}]*\{\}[^}]*\}/u, '')
  }
  expect(await compiled()).toBe(await compiled())
})
