import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openFileReading, type FilesWish } from './file-reading.ts'
import type { Part } from './subject.ts'

/** Files that cannot be read: each mistake is found in its file. */
export const fileMistakes: Part = (subject) => {
  describe('files with mistakes', () => {
    const { folder, write, findingsOf } = openFileReading(subject)

    const packed = gzipSync(
      `id,note\n${Array.from({ length: 5000 }, (_, id) => `${id},${id * 7919}`).join('\n')}\n`,
    )
    const mistakes: readonly (readonly [string, string, string | Uint8Array, FilesWish, RegExp])[] = [
      [
        'a field too few',
        'short.csv',
        'id,note\n1,a\n2\n',
        {},
        /short\.csv", line 3: the first line names 2 columns, this row has 1/u,
      ],
      ['a field too many', 'long.csv', 'id,note\n1,a,b\n', {}, /long\.csv", line 2/u],
      [
        'a quote that is not closed',
        'quote.csv',
        'id,note\n1,"a\n2,b\n',
        {},
        /quote\.csv", line 2: .*unterminated/u,
      ],
      [
        'a text that is not UTF-8',
        'latin.csv',
        Buffer.from('id,note\n1,\u00e9\n', 'latin1'),
        {},
        /latin\.csv", line 2: .*utf-8/iu,
      ],
      ['a column without a name', 'unnamed.csv', 'id,,note\n', {}, /unnamed\.csv": column 2 has no name/u],
      ['two columns with one name', 'twice.csv', 'id,ID\n', {}, /twice\.csv": two columns are called "ID"/u],
      [
        'a type that does not fit',
        'typed.csv',
        'id\n1\nx\n',
        { columns: [{ name: 'id', type: 'bigint' }] },
        /typed\.csv", line 3: column "id": .*"x"/u,
      ],
      [
        'broken JSON',
        'broken.jsonl',
        '{"id":1}\n{"id":\n',
        { format: 'jsonl' },
        /broken\.jsonl", line [23]: /u,
      ],
      ['JSON that is no object', 'number.jsonl', '{"id":1}\n5\n', { format: 'jsonl' }, /number\.jsonl"/u],
      [
        'a type that does not fit in JSON',
        'typed.jsonl',
        '{"id":1}\n{"id":"x"}\n',
        { format: 'jsonl', columns: [{ name: 'id', type: 'bigint' }] },
        /typed\.jsonl", line 2: .*"x"/u,
      ],
      [
        'a number with more digits than JSON keeps',
        'digits.jsonl',
        '{"id":12345678901234567.89}',
        { format: 'jsonl', columns: [{ name: 'id', type: 'numeric(20,2)' }] },
        /digits\.jsonl": the number 12345678901234568\.0 has more than 15 digits/u,
      ],
      [
        'keys that differ in case alone',
        'keys.jsonl',
        '{"id":1}\n{"Id":2}\n',
        { format: 'jsonl' },
        /keys\.jsonl": the keys "Id" and "id"/u,
      ],
      ['parquet that is none', 'none.parquet', 'id\n1\n', { format: 'parquet' }, /none\.parquet"/u],
      ['an empty parquet', 'empty.parquet', '', { format: 'parquet' }, /empty\.parquet"/u],
      [
        'a packed file that is cut off',
        'cut.csv.gz',
        packed.subarray(0, -20),
        {},
        /cut\.csv\.gz": it is no complete gzip file/u,
      ],
      [
        'a packed file that is none',
        'none.csv.gz',
        'id\n1\n',
        {},
        /none\.csv\.gz": it is no complete gzip file/u,
      ],
    ]

    test.each(mistakes)('%s is found in its file', async (...[, name, content, wish, message]) => {
      const good = name.endsWith('.csv') ? [write('good.csv', 'id,note\n1,x\n')] : []
      const findings = await findingsOf([...good, write(name, content)], wish)
      expect(findings).toMatchObject([{ code: 'malformed-file', message: expect.stringMatching(message) }])
      expect(findings[0]?.message).not.toMatch(/Possible|strict_mode|auto_detect/u)
    })

    test('a file that is gone, and a type that nobody knows', async () => {
      expect(await findingsOf([join(folder, 'gone.csv')])).toMatchObject([{ code: 'unreadable-file' }])
      expect(await findingsOf([join(folder, 'gone.parquet')], { format: 'parquet' })).toMatchObject([
        { code: 'unreadable-file' },
      ])
      const path = write('unknown.csv', 'id\n1\n')
      const columns = [{ name: 'id', type: 'bigit' }]
      const findings = await findingsOf([path], { columns })
      expect(findings).toMatchObject([
        { code: 'bad-file-type', message: expect.stringContaining('id (bigit)') },
      ])
    })
  })
}
