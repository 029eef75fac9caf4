import { describe, expect, test } from 'vitest'
import { readSeed } from './read-seed.ts'
import type { SeedFileInput } from './seed-file-input.ts'
import { foldingDialect, loadSeed, problemsOf, seedFile } from './seed-file.fixture.ts'

async function namesOf(text: string, given: Partial<SeedFileInput> = {}): Promise<readonly string[]> {
  const { columns } = await loadSeed(seedFile(text, given))
  return columns.map((column) => column.replace(/ text$/u, ''))
}

const quoted = { columnTypes: {}, delimiter: ',', quoteColumns: true }

describe('a column', () => {
  test('whose name needs no quotes is folded as the database folds it', async () => {
    expect(await namesOf('ID,Store_ID,ordered_at\n')).toEqual(['id', 'store_id', 'ordered_at'])
  })

  test('whose name needs quotes keeps it exactly', async () => {
    expect(await namesOf('Order Date,2nd,Größe,"a ""b"""\n')).toEqual(['Order Date', '2nd', 'Größe', 'a "b"'])
  })

  test('whose name stands in the quotes of CSV is folded all the same: they say nothing about SQL', async () => {
    expect(await namesOf('"ID","Name"\n')).toEqual(['id', 'name'])
  })

  test('keeps every name exactly under quote_columns', async () => {
    expect(await namesOf('ID, Name \n', { config: quoted })).toEqual(['ID', ' Name '])
  })

  test('keeps its name where its properties say `quote: true`', async () => {
    const at = { path: 'seeds/seeds.yml', line: 3, column: 9, endLine: 3, endColumn: 11 }
    const columns = [{ name: 'ID', at, description: '', meta: {}, constraints: [], tags: [], quote: true }]
    expect(await namesOf('ID,NAME\n', { columns })).toEqual(['ID', 'name'])
  })

  test('has no white space around its name, unless the name stands in quotes', async () => {
    expect(await namesOf('id, amount ,\tstore\t," note "\n')).toEqual(['id', 'amount', 'store', ' note '])
  })

  test('may be called like a property of objects', async () => {
    expect(await namesOf('__proto__,constructor\n')).toEqual(['__proto__', 'constructor'])
  })
})

test('empty lines before the header are left out', async () => {
  expect(await namesOf('\n\r\nid,amount\n')).toEqual(['id', 'amount'])
})

describe('what is wrong with a header', () => {
  test('a column without a name is reported where the name would stand', async () => {
    expect(await problemsOf(seedFile('id,,amount,\n'))).toEqual([
      'seed-header-empty 1:4-1:4',
      'seed-header-empty 1:12-1:12',
    ])
    expect(await problemsOf(seedFile('id,"",  \n'))).toEqual([
      'seed-header-empty 1:4-1:6',
      'seed-header-empty 1:7-1:9',
    ])
  })

  test('a name that comes twice is reported at the second one', async () => {
    expect(await problemsOf(seedFile('id,amount,id\n'))).toEqual(['seed-header-duplicate 1:11-1:13'])
  })

  test('names that only differ before they are folded are the same', async () => {
    expect(await problemsOf(seedFile('ID, id\n'))).toEqual(['seed-header-duplicate 1:5-1:7'])
    expect(await problemsOf(seedFile('ID,id\n', { config: quoted }))).toEqual([])
  })

  test('names that are the same for the database are reported, also under quote_columns', async () => {
    const dialect = { ...foldingDialect, columnIdentity: (name: string) => name.toLowerCase() }
    expect(await problemsOf(seedFile('ID,id\n', { config: quoted, dialect }))).toEqual([
      'seed-header-duplicate 1:4-1:6',
    ])
  })

  test('a name that the database would cut is reported, counted in bytes', async () => {
    expect(await problemsOf(seedFile(`${'ü'.repeat(31)}a\n`))).toEqual([])
    expect(await problemsOf(seedFile(`id,${'ü'.repeat(32)}\n`))).toEqual(['seed-header-too-long 1:4-1:36'])
  })

  test('is told in a few words, however long a name is', async () => {
    const reading = await readSeed(seedFile(`${'x'.repeat(100_000)}\n`))
    const messages = reading.ok ? [] : reading.diagnostics.map(({ message }) => message.length < 250)
    expect(messages).toEqual([true])
  })

  test('a single column with another delimiter in its name is reported at that delimiter', async () => {
    expect(await problemsOf(seedFile('id;amount\n1;2,5\n'))).toEqual(['seed-delimiter-suspected 1:3-1:4'])
    expect(await problemsOf(seedFile('id\tamount\n'))).toEqual(['seed-delimiter-suspected 1:3-1:4'])
    expect(await problemsOf(seedFile('"id;amount"\n1\n'))).toEqual([])
  })

  test('a row of delimiters without end is not a header', async () => {
    expect(await problemsOf(seedFile(','.repeat(50_000)))).toEqual(['seed-too-many-columns 1:10000-1:10000'])
  })

  test('a file without a header is empty', async () => {
    expect(await problemsOf(seedFile(''))).toEqual(['seed-empty 1:1-1:1'])
    expect(await problemsOf(seedFile('\n\r\n\n'))).toEqual(['seed-empty 1:1-1:1'])
  })
})
