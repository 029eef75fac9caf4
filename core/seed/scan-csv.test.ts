import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Diagnostic } from '../errors/diagnostic.ts'
import { indexLines } from '../errors/span.ts'
import { cellSpan, isBlank, maxFields, type CsvRecord } from './csv-record.ts'
import { scanCsv } from './scan-csv.ts'
import { chunksOf } from './seed-file.fixture.ts'

interface Scanned {
  readonly records: readonly CsvRecord[]
  readonly findings: readonly Diagnostic[]
}

async function scan(chunks: AsyncIterable<string>, delimiter = ','): Promise<Scanned> {
  const records: CsvRecord[] = []
  for await (const batch of scanCsv(chunks, { path: 'seeds/orders.csv', delimiter })) records.push(...batch)
  return { records, findings: records.flatMap(({ fault }) => (fault === undefined ? [] : [fault])) }
}

async function rowsOf(text: string, delimiter = ','): Promise<readonly (readonly string[])[]> {
  const { records, findings } = await scan(chunksOf(text), delimiter)
  expect(findings).toEqual([])
  return records.map(({ cells }) => cells.map((cell) => cell.text))
}

async function findingsOf(text: string): Promise<readonly string[]> {
  const { findings } = await scan(chunksOf(text))
  return findings.map(({ code, at }) => `${code} ${at?.line}:${at?.column}-${at?.endLine}:${at?.endColumn}`)
}

describe('rows', () => {
  test('lines end with LF, CRLF or CR, the last one with or without', async () => {
    const rows = [
      ['id', 'amount'],
      ['1', '20'],
    ]
    for (const text of [
      'id,amount\n1,20\n',
      'id,amount\r\n1,20\r\n',
      'id,amount\r1,20\r',
      'id,amount\n1,20',
    ]) {
      expect(await rowsOf(text)).toEqual(rows)
    }
  })

  test('a field in quotes may hold delimiters, line endings and doubled quotes', async () => {
    expect(await rowsOf('1,"Smith, ""Jo""\r\nBerlin",x\n')).toEqual([['1', 'Smith, "Jo"\r\nBerlin', 'x']])
  })

  test('a delimiter at the end of the file is followed by one more field', async () => {
    expect(await rowsOf('1,')).toEqual([['1', '']])
    expect(await rowsOf('1,""')).toEqual([['1', '']])
  })

  test('any single character may be the delimiter', async () => {
    for (const delimiter of [';', '\t', '|', 'é', '§']) {
      expect(await rowsOf(`1${delimiter}"a${delimiter}b"`, delimiter)).toEqual([['1', `a${delimiter}b`]])
    }
  })

  test('an empty text has no rows', async () => {
    expect(await rowsOf('')).toEqual([])
  })

  test('an empty line is a blank row, and a field of empty quotes is not', async () => {
    const { records } = await scan(chunksOf('\n""\n\r\n'))
    expect(records.map(isBlank)).toEqual([true, false, true])
  })

  test('of a row with very many fields only the first ones are kept', async () => {
    const { records } = await scan(chunksOf(','.repeat(1_000_000)))
    expect(records.map(({ cells, count }) => [cells.length, count])).toEqual([[maxFields, 1_000_001]])
  })
})

describe('what is wrong', () => {
  test('a quote inside a field without quotes is reported where it stands', async () => {
    expect(await findingsOf('id,size\n1,5" disk\n2,3"\n')).toEqual([
      'seed-quote-stray 2:4-2:5',
      'seed-quote-stray 3:4-3:5',
    ])
  })

  test('text behind the quote that ends a field is reported where it begins, with the place of the opening quote', async () => {
    const { findings } = await scan(chunksOf('1,"ab"c\n'))
    expect(findings[0]).toMatchObject({
      code: 'seed-text-after-quote',
      at: { line: 1, column: 7 },
      related: [{ at: { line: 1, column: 3 } }],
    })
  })

  test('a quote that is never closed is reported where it opens', async () => {
    expect(await findingsOf('1,ok\n2,"open\n3,x\n')).toEqual(['seed-quote-unclosed 2:3-2:4'])
  })

  test('a NUL character is reported where it stands, in quotes or not', async () => {
    expect(await findingsOf('1,a\0b\n"x\n\0",y\n')).toEqual(['seed-nul 1:4-1:5', 'seed-nul 3:1-3:2'])
  })

  test('one slip of a quote makes one finding, and the rows behind it are read', async () => {
    const { records, findings } = await scan(chunksOf('1,"he said "yes", or "no""\n2,fine\n'))
    expect(findings).toHaveLength(1)
    expect(records.map(({ fault }) => fault?.code)).toEqual(['seed-text-after-quote', undefined])
  })

  test('line numbers count the lines inside quotes', async () => {
    expect(await findingsOf('1,"a\nb\r\nc\rd"\n2,x"\n')).toEqual(['seed-quote-stray 5:4-5:5'])
    expect(await findingsOf('1,"a\rb\nc\r"\n2,x"\n')).toEqual(['seed-quote-stray 5:4-5:5'])
  })

  test('columns count UTF-16 code units', async () => {
    expect(await findingsOf('1,🙂"\n')).toEqual(['seed-quote-stray 1:5-1:6'])
  })

  test('a row without an end stops the reading instead of filling the memory', async () => {
    let chunks = 0
    const endless = async function* (): AsyncGenerator<string> {
      yield 'id,note\n1,"'
      for (;;) {
        chunks++
        yield 'x'.repeat(1024 * 1024)
      }
    }
    const { findings } = await scan(endless())
    expect(findings).toMatchObject([{ code: 'seed-row-too-long', at: { line: 2, column: 1 } }])
    expect(chunks).toBeLessThan(10)
  })
})

/** Fields as people have them, with everything that has a meaning in CSV. */
const field = fc.oneof(
  fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', ',', ';', '\n', '\r', 'ü', '🙂', '\\', '.') }),
  fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
)

const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1 }))

const style = fc.record({
  delimiter: fc.constantFrom(',', ';', '\t', '|'),
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  always: fc.boolean(),
  endsWithLineEnd: fc.boolean(),
})

type Style = typeof style extends fc.Arbitrary<infer S> ? S : never

function writeField(text: string, { delimiter, always }: Style): string {
  const needed = text === '' || text.includes(delimiter) || /["\r\n]/u.test(text)
  return always || needed ? `"${text.replaceAll('"', '""')}"` : text
}

function writeTable(rows: readonly (readonly string[])[], how: Style): string {
  const lines = rows.map((row) => row.map((text) => writeField(text, how)).join(how.delimiter))
  return lines.join(how.lineEnd) + (how.endsWithLineEnd ? how.lineEnd : '')
}

describe('laws', () => {
  test('a table that is written as CSV is read as it was', async () => {
    await fc.assert(
      fc.asyncProperty(table, style, async (rows, how) => {
        expect(await rowsOf(writeTable(rows, how), how.delimiter)).toEqual(rows)
      }),
      { numRuns: 500 },
    )
  })

  test('the place of a field holds just that field', async () => {
    await fc.assert(
      fc.asyncProperty(table, style, async (rows, how) => {
        const plain = rows.map((row) => row.map((text) => text.replaceAll('\r', '')))
        const text = writeTable(plain, { ...how, lineEnd: '\n' })
        const index = indexLines({ path: 'seeds/orders.csv', text })
        const { records } = await scan(chunksOf(text), how.delimiter)
        const written = records.map(({ cells }) =>
          cells.map((cell) => {
            const { line, column, endLine, endColumn } = cellSpan('seeds/orders.csv', cell)
            return text.slice(
              index.offset({ line, column }),
              index.offset({ line: endLine, column: endColumn }),
            )
          }),
        )
        expect(written).toEqual(plain.map((row) => row.map((cell) => writeField(cell, how))))
      }),
      { numRuns: 300 },
    )
  })

  test('where the chunks are cut makes no difference, whatever the file holds', async () => {
    const junk = fc.string({
      unit: fc.constantFrom('a', '"', ',', '\n', '\r', '\r\n', '\0', '🙂', '""', '",'),
    })
    await fc.assert(
      fc.asyncProperty(junk, fc.integer({ min: 1, max: 4 }), async (text, length) => {
        expect(await scan(chunksOf(text, length))).toEqual(await scan(chunksOf(text, text.length + 1)))
      }),
      { numRuns: 1000 },
    )
  })
})
