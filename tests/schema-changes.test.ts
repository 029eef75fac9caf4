import { describe, expect, test } from 'vitest'
import { quickBench, engines, type EngineName, type Workbench } from './support/engines.ts'

function events(policy: string, query: string): Readonly<Record<string, string>> {
  return {
    'models/events.sql': `{{ config(materialized='incremental', on_schema_change='${policy}') }}\n${query}\n`,
  }
}

const before = "select cast(1 as integer) as id, cast('a' as varchar(10)) as note"
const withNewColumn =
  "select cast(2 as integer) as id, cast('b' as varchar(10)) as note, cast(5 as integer) as visits"
const withoutNote = 'select cast(2 as integer) as id'
const wider = "select cast(3000000000 as bigint) as id, cast('b' as varchar(10)) as note"

async function change(
  engine: EngineName,
  policy: string,
  after: string,
): Promise<{ bench: Workbench; code: number | null; output: string }> {
  const bench = await quickBench(engine, events(policy, before))
  await bench.succeed('run')
  bench.folder.write(events(policy, after))
  const { code, stdout } = await bench.xform('run')
  return { bench, code, output: stdout }
}

async function rows(bench: Workbench): Promise<readonly string[]> {
  const found = await bench.sql('select * from shop.events order by 1')
  return found.map((row) =>
    Object.entries(row)
      .map(([name, value]) => `${name}=${value ?? 'NULL'}`)
      .join(' '),
  )
}

describe.each(engines)('on %s', (engine) => {
  describe('fail', () => {
    test.each([
      ['a new column', withNewColumn, 'new column "visits"'],
      ['a column that is gone', withoutNote, 'no longer gives "note"'],
      ['a wider type', wider, '"id" was integer and is now bigint'],
    ])('%s is an error that names it, and nothing changes', async (_, after, words) => {
      const { bench, code, output } = await change(engine, 'fail', after)
      expect(code).toBe(1)
      expect(output).toContain('error[schema-changed]')
      expect(output.toLowerCase()).toContain(words)
      expect(await rows(bench)).toEqual(['id=1 note=a'])
    })
  })

  describe('append_new_columns', () => {
    test('a new column is added; old rows have NULL there', async () => {
      const { bench } = await change(engine, 'append_new_columns', withNewColumn)
      expect(await rows(bench)).toEqual(['id=1 note=a visits=NULL', 'id=2 note=b visits=5'])
    })

    test('a column that is gone stays; new rows have NULL there', async () => {
      const { bench } = await change(engine, 'append_new_columns', withoutNote)
      expect(await rows(bench)).toEqual(['id=1 note=a', 'id=2 note=NULL'])
    })

    test('a wider type widens the column, so that no value is lost', async () => {
      const { bench } = await change(engine, 'append_new_columns', wider)
      expect(await rows(bench)).toEqual(['id=1 note=a', 'id=3000000000 note=b'])
    })

    test('a type that cannot hold the old values is an error, and nothing changes', async () => {
      const { bench, code, output } = await change(
        engine,
        'append_new_columns',
        "select date '2024-01-01' as id, cast('b' as varchar(10)) as note",
      )
      expect(code).toBe(1)
      expect(output).toContain('error[type-changed]')
      expect(await rows(bench)).toEqual(['id=1 note=a'])
    })
  })

  describe('sync_all_columns', () => {
    test('a new column is added', async () => {
      const { bench } = await change(engine, 'sync_all_columns', withNewColumn)
      expect(await rows(bench)).toEqual(['id=1 note=a visits=NULL', 'id=2 note=b visits=5'])
    })

    test('a column that is gone is dropped', async () => {
      const { bench } = await change(engine, 'sync_all_columns', withoutNote)
      expect(await rows(bench)).toEqual(['id=1', 'id=2'])
    })

    test('a wider type widens the column', async () => {
      const { bench } = await change(engine, 'sync_all_columns', wider)
      expect(await rows(bench)).toEqual(['id=1 note=a', 'id=3000000000 note=b'])
    })
  })

  describe('ignore', () => {
    test('a new column is left out', async () => {
      const { bench } = await change(engine, 'ignore', withNewColumn)
      expect(await rows(bench)).toEqual(['id=1 note=a', 'id=2 note=b'])
    })

    test('a column that is gone is NULL in new rows', async () => {
      const { bench } = await change(engine, 'ignore', withoutNote)
      expect(await rows(bench)).toEqual(['id=1 note=a', 'id=2 note=NULL'])
    })

    test('a value that the column cannot hold is an error, and nothing changes', async () => {
      const { bench, code } = await change(engine, 'ignore', wider)
      expect(code).toBe(1)
      expect(await rows(bench)).toEqual(['id=1 note=a'])
    })
  })
})
