import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { quickBench } from '../support/engines.ts'

async function make(more: string) {
  const bench = await quickBench('duckdb', {
    'models/sources.yml': `sources: [{ name: raw, tables: [{ name: events, files: { path: 'in/*.jsonl'${more} } }] }]\n`,
    'models/flow.sql': "{{ config(materialized='flow') }}\nselect id from {{ source('raw', 'events') }}\n",
    'in/a.jsonl': '{"id": 1}\n',
  })
  await bench.succeed('run')
  return { ...bench, remove: (path: string) => rmSync(join(bench.folder.path, path), { recursive: true }) }
}

test('where files may go, a folder that is gone is a warning, and the run ends well', async () => {
  const bench = await make(', on_file_change: warn')
  bench.remove('in')
  const { stdout } = await bench.succeed('run')
  expect(stdout).toContain('warning[file-vanished]')
  expect(await bench.sql('select id from shop.flow')).toEqual([{ id: '1' }])
})

test('where they may not, it is an error that names the files', async () => {
  const bench = await make('')
  bench.remove('in')
  const { code, stdout } = await bench.xform('run')
  expect(code).toBe(1)
  expect(stdout).toContain('error[file-vanished]: in/a.jsonl was read for raw.events, and is gone')
})

test('a file that is not settled does not hide one that is gone', async () => {
  const bench = await make('')
  bench.folder.write({
    'models/sources.yml':
      "sources: [{ name: raw, tables: [{ name: events, files: { path: 'in/*.jsonl', settle: 3650 days } }] }]\n",
    'in/b.jsonl': '{"id": 2}\n',
  })
  expect((await bench.succeed('run')).stdout).toContain('2 files may still be written to')
  bench.remove('in/a.jsonl')
  expect((await bench.xform('run')).stdout).toContain('error[file-vanished]')
})
