import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { diagnostic } from '../errors/diagnostic.ts'
import { XformError } from '../errors/xform-error.ts'
import { readSeed } from './read-seed.ts'
import { chunksOf, loadSeed, problemsOf, seedFile, textOf } from './seed-file.fixture.ts'

describe('the rows', () => {
  test('come with the types that their values have', async () => {
    const text =
      'id,amount,paid,paid_on,paid_at,note\n1,9.50,True,2024-01-31,2024-01-31T10:00,"cash, ""tip"""\n2,10,false,,,\n'
    expect(await loadSeed(seedFile(text))).toEqual({
      columns: [
        'id integer',
        'amount decimal(18,2)',
        'paid boolean',
        'paid_on date',
        'paid_at timestamp',
        'note text',
      ],
      csv: '1,9.50,true,2024-01-31,2024-01-31 10:00:00,"cash, ""tip"""\n2,10,false,,,\n',
    })
  })

  test('come as often as they are asked for', async () => {
    const reading = await readSeed(seedFile('id\n1\n2\n'))
    if (!reading.ok) throw new Error('The file is fine.')
    expect(await textOf(reading.rows.csv())).toBe('1\n2\n')
    expect(await textOf(reading.rows.csv())).toBe('1\n2\n')
  })

  test('of a file with only a header are none, in columns of text', async () => {
    expect(await loadSeed(seedFile('id,amount'))).toEqual({ columns: ['id text', 'amount text'], csv: '' })
  })

  test('may be delimited with another character', async () => {
    const config = { columnTypes: {}, delimiter: ';', quoteColumns: false }
    expect(await loadSeed(seedFile('id;note\n1;a,b\n', { config }))).toEqual({
      columns: ['id integer', 'note text'],
      csv: '1,"a,b"\n',
    })
  })

  test('mean the same to every database, however the file writes them', async () => {
    const text =
      'share,at,zoned\n.5,2024-01-01,2024-01-01 10:00Z\n-.25,2024-01-01T10:00:00.1230000,2024-01-01T10:00:00+0530\n'
    expect((await loadSeed(seedFile(text))).csv).toBe(
      '0.5,2024-01-01 00:00:00,2024-01-01 10:00:00+00:00\n-0.25,2024-01-01 10:00:00.123000,2024-01-01 10:00:00+05:30\n',
    )
  })

  test('keep text that CSV readers are known to misread', async () => {
    const text = 'note,id\n\\.,1\n" padded ",2\n"a\r\nb",3\n'
    expect((await loadSeed(seedFile(text))).csv).toBe('"\\.",1\n" padded ",2\n"a\r\nb",3\n')
  })
})

describe('NULL', () => {
  test('is an empty field, in every type', async () => {
    expect((await loadSeed(seedFile('id,note\n,\n1,x\n'))).csv).toBe(',\n1,x\n')
  })

  test('is also a field of empty quotes, but in columns of text, where that is the empty text', async () => {
    const loaded = await loadSeed(seedFile('id,note\n"",""\n1,x\n'))
    expect(loaded).toEqual({ columns: ['id integer', 'note text'], csv: ',""\n1,x\n' })
  })

  test('is a field of empty quotes in columns that are declared as something else than text', async () => {
    const at = { path: 'xform.yml', line: 1, column: 1, endLine: 1, endColumn: 1 }
    const types = [
      'uuid',
      'numeric(10,2)',
      'text[]',
      'varchar(20)',
      ' TEXT ',
      'character varying ( 3 )',
      'text collate "C"',
    ]
    const columnTypes = Object.fromEntries(types.map((value, index) => [`c${index}`, { value, at }]))
    const header = types.map((_, index) => `c${index}`).join(',')
    const row = types.map(() => '""').join(',')
    const config = { columnTypes, delimiter: ',', quoteColumns: false }
    expect((await loadSeed(seedFile(`${header}\n${row}\n`, { config }))).csv).toBe(',,,"","","",""\n')
  })
})

describe('an empty line', () => {
  test('is left out where the file has several columns', async () => {
    expect((await loadSeed(seedFile('id,note\n\n1,x\n\n\n'))).csv).toBe('1,x\n')
  })

  test('is a NULL where the file has a single column', async () => {
    expect((await loadSeed(seedFile('code\nDE\n\nFR\n'))).csv).toBe('DE\n\nFR\n')
  })
})

describe('what is wrong with rows', () => {
  test('too few fields are reported where the row ends, too many at the first surplus one', async () => {
    const text = 'id,note,amount\n1,x\n2,"y\nz",3,4,5\n3,ok,1\n'
    expect(await problemsOf(seedFile(text))).toEqual([
      'seed-fields-missing 2:4-2:4',
      'seed-fields-extra 4:6-4:9',
    ])
  })

  test('an empty line of blanks is a row with too few fields', async () => {
    expect(await problemsOf(seedFile('id,note\n  \n'))).toEqual(['seed-fields-missing 2:3-2:3'])
  })

  test('all of it is reported at once, with the header and the declared types', async () => {
    const text = 'id,,note\n1,2,"x"y\n1,2\n'
    expect(await problemsOf(seedFile(text))).toEqual([
      'seed-header-empty 1:4-1:4',
      'seed-text-after-quote 2:8-2:8',
      'seed-fields-missing 3:4-3:4',
    ])
  })

  test('the first twenty are listed and the others counted', async () => {
    const reading = await readSeed(seedFile(`id,note\n${'1\n'.repeat(1000)}`))
    if (reading.ok) throw new Error('The rows are too short.')
    expect(reading.diagnostics).toHaveLength(21)
    expect(reading.diagnostics.at(-1)).toMatchObject({
      code: 'seed-more-problems',
      severity: 'note',
      message: '980 more problems in this file; the first 20 are listed.',
      at: { line: 22 },
    })
  })

  test('rows are not compared with a header that could not be read', async () => {
    expect(await problemsOf(seedFile('id,"na"me,amount\n1,x\n2,y\n'))).toEqual([
      'seed-text-after-quote 1:8-1:8',
    ])
  })

  test('a binary file is reported and nothing of it loaded', async () => {
    const bytes = String.fromCharCode(...Array.from({ length: 5000 }, (_, index) => (index * 7919) % 256))
    expect((await problemsOf(seedFile(bytes))).length).toBeGreaterThan(0)
  })
})

describe('a file that cannot be opened or decoded', () => {
  test('is reported with what was found before', async () => {
    const at = { path: 'seeds/orders.csv', line: 3, column: 2, endLine: 3, endColumn: 2 }
    const open = async function* (): AsyncGenerator<string> {
      yield 'id,note\n1\n'
      throw new XformError([diagnostic('seed-nul', undefined, { at })])
    }
    expect(await problemsOf(seedFile('', { open }))).toEqual([
      'seed-fields-missing 2:2-2:2',
      'seed-nul 3:2-3:2',
    ])
  })

  test('fails with the error itself when it is none of ours', async () => {
    const open = (): AsyncIterable<string> => {
      throw new TypeError('no such thing')
    }
    await expect(readSeed(seedFile('', { open }))).rejects.toThrow(TypeError)
  })
})

describe('a file that changes between its two readings', () => {
  const changed = async (first: string, second: string): Promise<string> => {
    const texts = [first, second]
    const reading = await readSeed(seedFile('', { open: () => chunksOf(texts.shift() ?? '') }))
    if (!reading.ok) throw new Error('The first text is fine.')
    return textOf(reading.rows.csv())
  }

  test('is refused when a value does not fit any more', async () => {
    await expect(changed('id\n1\n', 'id\nx\n')).rejects.toThrow('seed-changed')
  })

  test('is refused when the header is another one', async () => {
    await expect(changed('id,note\n1,2\n', 'note,id\n1,2\n')).rejects.toThrow('seed-changed')
  })

  test('is refused when it is not well-formed any more', async () => {
    await expect(changed('id,note\n1,2\n', 'id,note\n1\n')).rejects.toThrow('seed-changed')
    await expect(changed('id,note\n1,x\n', 'id,note\n1,x"\n')).rejects.toThrow('seed-changed')
  })

  test('is loaded when it only grew by rows that fit', async () => {
    expect(await changed('id\n1\n', 'id\n1\n2\n')).toBe('1\n2\n')
  })
})

test('whatever a file holds, reading it ends with rows or with findings inside the file', async () => {
  const junk = fc.string({
    unit: fc.constantFrom('a', '1', '"', ',', ';', '\n', '\r', '\0', '🙂', '-', '2024-01-01', ' ', '.', 'e'),
    maxLength: 60,
  })
  await fc.assert(
    fc.asyncProperty(junk, async (text) => {
      const reading = await readSeed(seedFile(text))
      const places = reading.ok ? [] : reading.diagnostics.map(({ at }) => at?.path)
      if (reading.ok) await textOf(reading.rows.csv())
      expect(places.filter((path) => path !== 'seeds/orders.csv')).toEqual([])
    }),
    { numRuns: 2000 },
  )
})

test('a file of some size is a stream: few of its rows are in memory at a time', async () => {
  const rows = 200_000
  const open = async function* (): AsyncGenerator<string> {
    yield 'id,account_id,amount,booked_on,note\n'
    for (let id = 0; id < rows; id += 1000) {
      yield Array.from(
        { length: 1000 },
        (_, index) => `${id + index},7,12.50,2024-01-31,card payment\n`,
      ).join('')
    }
  }
  const reading = await readSeed(seedFile('', { open }))
  if (!reading.ok) throw new Error('The file is fine.')
  let longest = 0
  let lines = 0
  for await (const piece of reading.rows.csv()) {
    longest = Math.max(longest, piece.length)
    lines += piece.split('\n').length - 1
  }
  expect(lines).toBe(rows)
  expect(longest).toBeLessThan(256 * 1024)
})
