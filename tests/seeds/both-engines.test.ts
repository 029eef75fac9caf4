import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { columnFields, writeField } from '../../core/seed/fields.fixture.ts'
import { readSeed } from '../../core/seed/read-seed.ts'
import type { SeedFileInput } from '../../core/seed/seed-file-input.ts'
import { seedFile } from '../../core/seed/seed-file.fixture.ts'
import { openDuckDb, openPostgres, readText, type ComparableRow, type Engine } from './engines.ts'

let duckdb: Engine
let postgres: Engine

beforeAll(async () => {
  duckdb = await openDuckDb()
  postgres = await openPostgres()
})

/** A file's rows as an engine holds them after they were loaded. */
async function load(engine: Engine, input: SeedFileInput): Promise<readonly ComparableRow[]> {
  const reading = await readSeed({ ...input, dialect: engine.dialect })
  if (!reading.ok) throw new Error(reading.diagnostics.map(({ message }) => message).join('\n'))
  return engine.load(reading.rows)
}

describe('both engines', () => {
  const folder = fileURLToPath(new URL('../../../shared/data/jaffle_shop/', import.meta.url))
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.csv')) : []

  test('hold the same rows of the jaffle shop', async ({ skip }) => {
    skip(files.length === 0, 'the folder shared/data does not stand beside the project')
    for (const name of files) {
      const input = seedFile('', { path: `seeds/${name}`, open: () => readText(`${folder}${name}`) })
      const rows = await load(duckdb, input)
      expect(rows.length).toBeGreaterThan(5)
      expect(await load(postgres, input)).toEqual(rows)
    }
  })

  test('hold the same values whatever a column holds, and none is refused', async () => {
    await fc.assert(
      fc.asyncProperty(columnFields, async (fields) => {
        const lines = fields.map((text, index) => `${index},${writeField(text)}\n`)
        const input = seedFile(`id,value\n${lines.join('')}`)
        const rows = await load(duckdb, input)
        expect(rows).toHaveLength(fields.length)
        expect(await load(postgres, input)).toEqual(rows)
      }),
      { numRuns: 150 },
    )
  })

  test('hold text as it stands in the file', async () => {
    const texts = ['\\.', ' padded ', 'a\r\nb', "it's", '"quoted"', 'NULL', '\\N', ';', '🙂', '-', '\t']
    const input = seedFile(`value,id\n${texts.map((text) => `${writeField(text)},x\n`).join('')}`)
    const expected = texts.map((text) => [text, 'x'])
    expect(await load(duckdb, input)).toEqual(expected)
    expect(await load(postgres, input)).toEqual(expected)
  })

  test('tell NULL from the empty text', async () => {
    const input = seedFile('note,id\n,1\n"",2\n')
    const expected = [
      [null, '1'],
      ['', '2'],
    ]
    expect(await load(duckdb, input)).toEqual(expected)
    expect(await load(postgres, input)).toEqual(expected)
  })

  test('take an empty line of a file with a single column for a NULL', async () => {
    const input = seedFile('code\nDE\n\nFR\n\n')
    const expected = [['DE'], [null], ['FR'], [null]]
    expect(await load(duckdb, input)).toEqual(expected)
    expect(await load(postgres, input)).toEqual(expected)
  })
})
