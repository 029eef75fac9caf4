import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { problemOf, type Part } from './subject.ts'

/** Rows streamed into a table as CSV. */
export const streams: Part = ({ adapter, run, session, shop }) => {
  describe('streams of rows', () => {
    const columns = [
      { name: 'id', type: 'integer' },
      { name: 'Note', type: 'text' },
    ]

    async function load(name: string, pieces: readonly string[]): Promise<number> {
      const { dialect } = adapter()
      const table = shop(name)
      await run(`drop table if exists ${dialect.relation(table)}`, dialect.createTable(table, columns))
      return session((lent) => lent.copyIn(table, ['id', 'Note'], streamOf(pieces)))
    }

    async function notes(name: string): Promise<readonly unknown[]> {
      const rows = await run(`select "Note" from ${adapter().dialect.relation(shop(name))} order by id`)
      return rows.map((row) => row['Note'])
    }

    test('quotes, delimiters, line ends, unicode, empty texts and NULLs arrive as they are', async () => {
      const csv = [
        '1,"a ""quoted"" word, and more"\n2,"two\nlines"\n3,"two\r\n',
        'lines"\n4,""\n5,\n6,"é😀日本"\n7,\\N\n8, padded \n9,NULL\n',
      ]
      expect(await load('streamed_notes', csv)).toBe(9)
      expect(await notes('streamed_notes')).toEqual([
        'a "quoted" word, and more',
        'two\nlines',
        'two\r\nlines',
        '',
        null,
        'é😀日本',
        '\\N',
        ' padded ',
        'NULL',
      ])
    })

    test('texts of any kind arrive as they are', async () => {
      const text = fc.string({ unit: 'binary' }).filter((one) => !/\0|^\ufeff/.test(one) && isWellFormed(one))
      await fc.assert(
        fc.asyncProperty(fc.array(fc.option(text), { minLength: 1, maxLength: 30 }), async (given) => {
          const rows = given.map((note, id) => `${id},${note === null ? '' : quoted(note)}\n`)
          expect(await load('streamed_any', rows)).toBe(given.length)
          expect(await notes('streamed_any')).toEqual(given)
        }),
        { numRuns: 25 },
      )
    })

    test('no rows are no rows', async () => {
      expect(await load('streamed_none', [])).toBe(0)
      expect(await load('streamed_none', [''])).toBe(0)
    })

    test('100,000 rows arrive', async () => {
      const pieces = Array.from({ length: 100 }, (_, piece) =>
        Array.from({ length: 1000 }, (__, row) => `${piece * 1000 + row},"note ""${row}"",\nof many"\n`).join(
          '',
        ),
      )
      expect(await load('streamed_many', pieces)).toBe(100_000)
      const { dialect } = adapter()
      const [row] = await run(
        `select count(*) as n, count(distinct id) as ids, min("Note") as note from ${dialect.relation(shop('streamed_many'))}`,
      )
      expect(row).toEqual({ n: 100_000, ids: 100_000, note: 'note "0",\nof many' })
    })

    test('a field of several megabytes arrives', async () => {
      await load('streamed_long', [`1,${quoted('ü'.repeat(3_000_000))}\n`])
      expect(
        await run(
          `select length("Note") as length from ${adapter().dialect.relation(shop('streamed_long'))}`,
        ),
      ).toEqual([{ length: 3_000_000 }])
    })

    test('a stream is part of the open transaction', async () => {
      const { dialect } = adapter()
      const table = shop('streamed_back')
      await run(dialect.createTable(table, columns))
      await session(async (lent) => {
        await lent.execute([dialect.begin])
        await lent.copyIn(table, ['Note', 'id'], streamOf(['"a",1\n']))
        await lent.execute([dialect.rollback])
      })
      expect(await run(`select count(*) as n from ${dialect.relation(table)}`)).toEqual([{ n: 0 }])
    })

    test('a value that does not fit is a problem that says where it was', async () => {
      const problem = await problemOf(adapter(), () => load('streamed_wrong', ['1,a\n2,b\nthree,c\n']))
      expect(problem.kind).toBe('query')
      expect(problem.message).toContain('three')
      expect(problem.detail).toContain('3')
      expect(await notes('streamed_wrong')).toEqual([])
    })

    test('a row with a field too few is a problem', async () => {
      expect((await problemOf(adapter(), () => load('streamed_short', ['1,a\n2\n']))).kind).toBe('query')
    })

    test('a source that breaks leaves no rows behind, and its own error comes out', async () => {
      const broken = new Error('the file is gone')
      await expect(
        session((lent) => lent.copyIn(shop('streamed_notes'), ['id', 'Note'], breakOff(broken))),
      ).rejects.toBe(broken)
      expect(await run('select 1 as fine')).toEqual([{ fine: 1 }])
      expect(await notes('streamed_notes')).toHaveLength(9)
    })
  })
}

async function* streamOf(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces
}

async function* breakOff(error: Error): AsyncGenerator<string> {
  yield '100,a\n'
  throw error
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}

function isWellFormed(text: string): boolean {
  return Buffer.from(text).toString() === text
}
