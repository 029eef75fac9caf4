import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, test } from 'vitest'
import type { FilesRead } from '../../core/adapter/files.ts'
import { withEmbedded } from '../files/embedded.ts'
import { openFileReading } from './file-reading.ts'
import { problemOf, type Part } from './subject.ts'

/** Reading the files of a source. */
export const files: Part = (subject) => {
  describe('files', () => {
    const { adapter, session } = subject
    const { folder, write, request, read, findingsOf } = openFileReading(subject)

    const types = ({ columns }: FilesRead): readonly (readonly [string, string])[] =>
      columns.map(({ name, type }) => [name, sameType(type)])

    test('csv: the types are found from all rows, NULL and the empty text stay apart', async () => {
      const path = write(
        'all.csv',
        [
          'id,Amount,note,zip,big,day,at,moment,yes,"with space"',
          '1,1.5,"a ""quote"", and\nlines",01234,9007199254740993,2024-02-29,2024-02-29 10:00:00,2024-02-29T10:00:00+02:00,true,é😀',
          '2,,,99,1,,,,,',
          '3,2,"",x,2,2024-03-01,2024-03-01,2024-02-29T10:00:00Z,FALSE,"\\."',
          '',
        ].join('\n'),
      )
      const found = await read([path])
      expect(types(found)).toEqual([
        ['id', 'bigint'],
        ['amount', 'double'],
        ['note', 'text'],
        ['zip', 'text'],
        ['big', 'bigint'],
        ['day', 'date'],
        ['at', 'timestamp'],
        ['moment', 'timestamptz'],
        ['yes', 'boolean'],
        ['with space', 'text'],
      ])
      expect(found.rows).toEqual([
        {
          id: 1,
          amount: 1.5,
          note: 'a "quote", and\nlines',
          zip: '01234',
          big: '9007199254740993',
          day: '2024-02-29',
          at: '2024-02-29 10:00:00',
          moment: '2024-02-29 08:00:00+00',
          yes: true,
          'with space': 'é😀',
        },
        {
          id: 2,
          amount: null,
          note: null,
          zip: '99',
          big: 1,
          day: null,
          at: null,
          moment: null,
          yes: null,
          'with space': null,
        },
        {
          id: 3,
          amount: 2,
          note: '',
          zip: 'x',
          big: 2,
          day: '2024-03-01',
          at: '2024-03-01 00:00:00',
          moment: '2024-02-29 10:00:00+00',
          yes: false,
          'with space': '\\.',
        },
      ])
    })

    test('csv: what would lose something as a number or guess at a date is text', async () => {
      const path = write(
        'careful.csv',
        'phone,code,long,both,exact,american\n+49123,007,12345678901234567890,1234567890123456789,0.1234567890123456789,01/02/2024\n+1,1,1,1.5,1,02/03/2024\n',
      )
      expect(new Set(types(await read([path])).map(([, type]) => type))).toEqual(new Set(['text']))
    })

    test('csv: line ends of Windows, a mark at the beginning and another delimiter', async () => {
      const windows = write('windows.csv', '\ufeffid;note\r\n1;"two\r\nlines"\r\n2;x,y\r\n')
      expect((await read([windows], { delimiter: ';' })).rows).toEqual([
        { id: 1, note: 'two\r\nlines' },
        { id: 2, note: 'x,y' },
      ])
    })

    test('csv: files with a header only, or with nothing, have no rows', async () => {
      const header = write('header.csv', 'id,note\n')
      const nothing = write('nothing.csv', '')
      const some = write('some.csv', 'id\n1\n')
      expect(await read([header])).toMatchObject({ rows: [], columns: [{ name: 'id' }, { name: 'note' }] })
      expect((await read([nothing, header, some])).rows).toEqual([{ id: 1, note: null }])
      const declared = await read([nothing], { columns: [{ name: 'id', type: 'bigint' }] })
      expect([declared.rows, types(declared)]).toEqual([[], [['id', 'bigint']]])
      expect((await findingsOf([nothing])).map(({ code }) => code)).toEqual(['files-without-columns'])
    })

    test('jsonl: keys that come and go, nested values as JSON, texts that look like numbers', async () => {
      const path = write(
        'events.jsonl',
        [
          '{"id":1,"at":"2024-02-29T10:00:00+02:00","payload":{"b":[1,2],"a":"x"},"code":"7","big":12345678901234567890,"nothing":null}',
          '{"id":2,"at":"2024-02-29T10:00:00Z","tags":["a"],"amount":1.5,"ok":true,"text":"é\\n\\"q\\"","mixed":1,"empty":""}',
          '{"id":3,"mixed":"x"}',
        ].join('\n'),
      )
      const found = await read([path], { format: 'jsonl' })
      expect(types(found)).toEqual([
        ['id', 'bigint'],
        ['at', 'timestamptz'],
        ['payload', 'json'],
        ['code', 'text'],
        ['big', 'text'],
        ['nothing', 'text'],
        ['tags', 'json'],
        ['amount', 'double'],
        ['ok', 'boolean'],
        ['text', 'text'],
        ['mixed', 'json'],
        ['empty', 'text'],
      ])
      expect(
        found.rows.map(({ payload, tags, mixed, ...row }) => [row, json(payload), json(tags), json(mixed)]),
      ).toEqual([
        [
          {
            id: 1,
            at: '2024-02-29 08:00:00+00',
            code: '7',
            big: '12345678901234567890',
            nothing: null,
            amount: null,
            ok: null,
            text: null,
            empty: null,
          },
          { b: [1, 2], a: 'x' },
          null,
          null,
        ],
        [
          {
            id: 2,
            at: '2024-02-29 10:00:00+00',
            code: null,
            big: null,
            nothing: null,
            amount: 1.5,
            ok: true,
            text: 'é\n"q"',
            empty: '',
          },
          null,
          ['a'],
          1,
        ],
        [
          {
            id: 3,
            at: null,
            code: null,
            big: null,
            nothing: null,
            amount: null,
            ok: null,
            text: null,
            empty: null,
          },
          null,
          null,
          'x',
        ],
      ])
    })

    test('json: a list of objects, and one object', async () => {
      const list = write('list.json', '[{"id":1},\n{"id":2}]')
      const one = write('one.json', '{"id":3,\n"note":"x"}')
      expect((await read([list, one], { format: 'json' }, 'id')).rows).toEqual([
        { id: 1 },
        { id: 2 },
        { id: 3 },
      ])
    })

    describe('parquet', () => {
      const path = join(folder, 'a.parquet')
      const other = join(folder, 'b.parquet')

      beforeAll(async () => {
        await withEmbedded(undefined, async ({ ask }) => {
          await ask(`copy (select 1::integer as id, 'x' as "Note", 1.50::decimal(10,2) as amount, [1,2] as list,
            {'a': 1} as struct, timestamptz '2024-02-29 10:00:00+02' as moment, timestamp '2024-02-29 10:00:00.123456' as at,
            date '0044-03-15 (BC)' as ides, '\\xAA\\x00'::blob as bytes, uuid '6f9619ff-8b86-d011-b42d-00cf4fc964ff' as uuid,
            'infinity'::double as endless, 7::uinteger as ui, 170141183460469231731687303715884105727::hugeint as huge,
            time '10:00:00' as time, interval '1 month 2 days' as interval, 1.5::float as float)
            to '${path}'`)
          await ask(`copy (select 2::bigint as id, null::varchar as extra) to '${other}'`)
        })
      })

      test('every type arrives', async () => {
        const { rows } = await read([path], { format: 'parquet' })
        expect(rows).toHaveLength(1)
        const [{ list, struct, huge, ...row } = {}] = rows
        expect(row).toEqual({
          id: 1,
          note: 'x',
          amount: '1.50',
          moment: '2024-02-29 08:00:00+00',
          at: '2024-02-29 10:00:00.123456',
          ides: '0044-03-15 BC',
          bytes: '\\xaa00',
          uuid: '6f9619ff-8b86-d011-b42d-00cf4fc964ff',
          endless: 'Infinity',
          ui: 7,
          time: '10:00:00',
          interval: expect.stringMatching(/^1 mons? 2 days$/u),
          float: 1.5,
        })
        expect([json(list), json(struct)]).toEqual([[1, 2], { a: 1 }])
        expect(Number(huge)).toBeCloseTo(1.7e38, -37)
      })

      test('files are united by name, and a declared type is cast to', async () => {
        const columns = [{ name: 'ID', type: 'numeric(10,2)' }]
        const { rows } = await read([path, other], { format: 'parquet', columns }, 'id, note, extra')
        expect(rows).toEqual([
          { id: '1.00', note: 'x', extra: null },
          { id: '2.00', note: null, extra: null },
        ])
      })
    })

    test('files that differ are united by name, whatever the order of their columns', async () => {
      const january = write('january.csv', 'id,amount\n1,10\n')
      const february = write('february.csv', 'Amount,ID,discount\n20.5,2,x\n')
      const found = await read([january, february])
      expect(types(found)).toEqual([
        ['id', 'bigint'],
        ['amount', 'double'],
        ['discount', 'text'],
      ])
      expect(found.rows).toEqual([
        { id: 1, amount: 10, discount: null },
        { id: 2, amount: 20.5, discount: 'x' },
      ])
    })

    test('files that differ are refused where they must not, each by its name', async () => {
      const same = write('same.csv', 'b,a\n1,2\n')
      const first = write('first.csv', 'a,b\n1,2\n')
      const second = write('second.csv', 'a,c\n1,2\n')
      expect(await read([first, same], { onSchemaDrift: 'refuse' })).toMatchObject({
        rows: [{ a: 1 }, { a: 2 }],
      })
      const findings = await findingsOf([first, second], { onSchemaDrift: 'refuse' })
      expect(findings.map(({ code }) => code)).toEqual(['files-differ'])
      expect(findings[0]?.message).toMatch(/second\.csv".*first\.csv".*lacks "b".*has "c" besides/u)
      const lines = [write('first.jsonl', '{"a":1}\n'), write('second.jsonl', '{"a":1,"c":2}\n')]
      const [finding] = await findingsOf(lines, { format: 'jsonl', onSchemaDrift: 'refuse' })
      expect(finding?.code).toBe('files-differ')
    })

    test('declared types go before what the values look like; a declared column that no file has is NULL', async () => {
      const path = write('declared.csv', 'id,amount,at,note\n007,12.345,2024-02-29 10:00:00,x\n')
      const columns = [
        { name: 'ID', type: 'varchar(10)' },
        { name: 'amount', type: 'numeric(12,2)' },
        { name: 'at', type: 'timestamp with time zone' },
        { name: 'later', type: 'integer' },
      ]
      const found = await read([path], { columns })
      expect(found.rows).toEqual([
        { id: '007', amount: '12.35', at: '2024-02-29 10:00:00+00', note: 'x', later: null },
      ])
      expect(found.columns.map(({ name }) => name)).toEqual(['id', 'amount', 'at', 'note', 'later'])
      const events = write(
        'declared.jsonl',
        '{"id":7,"amount":"12345678901234567.89"}\n{"id":8,"amount":1234567890123.45}\n{"id":9,"amount":123456789012345678}\n',
      )
      const exact = [{ name: 'amount', type: 'numeric(20,2)' }]
      const { rows } = await read([events], { format: 'jsonl', columns: exact })
      expect(rows.map(({ amount }) => amount)).toEqual([
        '12345678901234567.89',
        '1234567890123.45',
        '123456789012345678.00',
      ])
    })

    test('packed files are unpacked', async () => {
      const csv = write('packed.csv.gz', gzipSync('id,note\n1,x\n'))
      const jsonl = write('packed.jsonl.gz', gzipSync('{"id":1,"note":"x"}\n'))
      expect((await read([csv])).rows).toEqual([{ id: 1, note: 'x' }])
      expect((await read([jsonl], { format: 'jsonl' })).rows).toEqual([{ id: 1, note: 'x' }])
    })

    test('a path is a path, whatever characters are in it', async () => {
      const star = write("it's a *[1]{x}?.csv", 'id\n1\n')
      write("it's a b1{x}c.csv", 'id\n2\n')
      expect((await read([star])).rows).toEqual([{ id: 1 }])
    })

    test('the rows are gone with the transaction, and can be read again in the next', async () => {
      const path = write('again.csv', 'id\n1\n')
      const { dialect } = adapter()
      await session(async (lent) => {
        for (const end of [dialect.commit, dialect.rollback, dialect.commit]) {
          await lent.execute([dialect.begin])
          const { relation } = await adapter().readFiles(lent, request([path], {}))
          expect(await lent.query(`select * from ${dialect.relation(relation)}`)).toEqual([{ id: 1 }])
          await lent.execute([end])
        }
      })
    })

    test('many rows arrive', async () => {
      const path = write(
        'many.csv',
        `id,note\n${Array.from({ length: 50_000 }, (_, id) => `${id},"n ""${id}"""\n`).join('')}`,
      )
      const { rows } = await read([path], {}, 'count(*) as n, count(distinct id) as ids, min(note) as note')
      expect(rows).toEqual([{ n: 50_000, ids: 50_000, note: 'n "0"' }])
    })

    test('reading is cancelled with its signal', async () => {
      const path = write('cancelled.csv', 'id\n1\n')
      const problem = await problemOf(adapter(), () =>
        session((lent) => adapter().readFiles(lent, request([path], {}), AbortSignal.abort())),
      )
      expect(problem.kind).toBe('cancelled')
    })
  })
}

/** Both engines give JSON as text, with blanks of their own. */
function json(cell: unknown): unknown {
  return typeof cell === 'string' ? JSON.parse(cell) : cell
}

const spellings: ReadonlyMap<string, string> = new Map([
  ['double precision', 'double'],
  ['varchar', 'text'],
  ['jsonb', 'json'],
  ['timestamp without time zone', 'timestamp'],
  ['timestamp with time zone', 'timestamptz'],
])

function sameType(type: string): string {
  const lower = type.toLowerCase()
  return spellings.get(lower) ?? lower
}
