import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { findHashedFiles, type ExecuteContext } from '../../core/index.ts'
import { engines } from '../support/engines.ts'
import { openBenches } from './bench.ts'

const folder = mkdtempSync(join(tmpdir(), 'xform-files-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const find: ExecuteContext['findFiles'] = (config, known) =>
  findHashedFiles(config, known, { folder, now: Date.now() })

describe.each(engines)('on %s', (engine) => {
  const open = openBenches(engine)

  test('a file that is written to between the look at it and its end is not read in part', async () => {
    const file = join(folder, `${engine}.jsonl`)
    writeFileSync(file, '{"id": 1}\n')
    const shop = await open({
      'models/sources.yml': `sources:\n  - name: raw\n    tables: [{ name: events, files: { path: '${file}' } }]\n`,
      'models/flow.sql': "{{ config(materialized='flow') }}\nselect id from {{ source('raw', 'events') }}\n",
    })
    let looks = 0
    const { actions } = await shop.run({
      findFiles: async (config, known) => {
        const found = await find(config, known)
        if (looks++ === 0) appendFileSync(file, '{"id": 2}\n')
        return found
      },
    })
    expect(actions['flow']).toContain('file-changed-while-read')
    expect((await shop.run({ findFiles: find })).actions).toEqual({ flow: 'create' })
    expect(await shop.rows('select id from shop.flow order by id')).toEqual([[1], [2]])
    expect((await shop.run({ findFiles: find })).actions).toEqual({ flow: 'nothing' })
  })
})
