import { describe, expect, test } from 'vitest'
import type { Span } from '../errors/span.ts'
import type { ColumnProperties } from '../parse/node.ts'
import { readSeed } from './read-seed.ts'
import type { SeedFileInput } from './seed-file-input.ts'
import { loadSeed, problemsOf, seedFile } from './seed-file.fixture.ts'

function place(line: number): Span {
  return { path: 'xform.yml', line, column: 7, endLine: line, endColumn: 14 }
}

/** Types by column, as they stand under `column_types` from line 1 on. */
function typed(types: Readonly<Record<string, string>>, quoteColumns = false): Pick<SeedFileInput, 'config'> {
  const located = Object.entries(types).map(
    ([name, value], index) => [name, { value, at: place(index + 1) }] as const,
  )
  return { config: { columnTypes: Object.fromEntries(located), delimiter: ',', quoteColumns } }
}

function described(name: string, dataType?: string): ColumnProperties {
  const at = place(3)
  return {
    name,
    at,
    description: '',
    meta: {},
    constraints: [],
    tags: [],
    ...(dataType === undefined ? {} : { dataType }),
  }
}

const orders = 'ID,Order Date,amount\n1,2024-01-01,5\n'

describe('a declared type', () => {
  test('is passed on in the author’s own spelling', async () => {
    const { columns } = await loadSeed(seedFile(orders, typed({ amount: 'Numeric( 10,2 )' })))
    expect(columns).toEqual(['id integer', 'Order Date date', 'amount Numeric( 10,2 )'])
  })

  test('goes before what the values look like, and leaves them as they are', async () => {
    const { columns, csv } = await loadSeed(
      seedFile(
        'code,active,share\n007,True,.5\n',
        typed({ code: 'integer', active: 'boolean', share: 'real' }),
      ),
    )
    expect(columns).toEqual(['code integer', 'active boolean', 'share real'])
    expect(csv).toBe('007,True,.5\n')
  })

  test('is found by the name in the file and by the name in the database', async () => {
    for (const name of ['ID', 'id', 'Id']) {
      const { columns } = await loadSeed(seedFile(orders, typed({ [name]: 'bigint' })))
      expect(columns[0]).toBe('id bigint')
    }
    const { columns } = await loadSeed(seedFile(orders, typed({ 'Order Date': 'timestamp' })))
    expect(columns[1]).toBe('Order Date timestamp')
  })

  test('is found by the exact name under quote_columns', async () => {
    const { columns } = await loadSeed(seedFile('ID,id\n', typed({ ID: 'bigint', id: 'date' }, true)))
    expect(columns).toEqual(['ID bigint', 'id date'])
    expect(await problemsOf(seedFile('ID\n', typed({ id: 'bigint' }, true)))).toEqual([
      'seed-column-unknown 1:7-1:14',
    ])
  })

  test('stands where there are no rows', async () => {
    const { columns, csv } = await loadSeed(seedFile('id,amount\n', typed({ amount: 'numeric(10,2)' })))
    expect(columns).toEqual(['id text', 'amount numeric(10,2)'])
    expect(csv).toBe('')
  })
})

describe('a data_type in the properties', () => {
  test('is the column’s type where column_types names none', async () => {
    const columns = [described('id', 'smallint'), described('amount', 'real')]
    const loaded = await loadSeed(seedFile(orders, { ...typed({ amount: 'numeric(10,2)' }), columns }))
    expect(loaded.columns).toEqual(['id smallint', 'Order Date date', 'amount numeric(10,2)'])
  })

  test('of a column that is not in the file is reported where its name stands', async () => {
    const columns = [described('amuont', 'real'), described('nothing said of it')]
    expect(await problemsOf(seedFile(orders, { columns }))).toEqual(['seed-column-unknown 3:7-3:14'])
  })
})

describe('a column that is not in the file', () => {
  test('is reported where its type stands, with the name that was likely meant', async () => {
    const reading = await readSeed(seedFile(orders, typed({ ID: 'bigint', amuont: 'real' })))
    expect(reading).toMatchObject({
      ok: false,
      diagnostics: [{ code: 'seed-column-unknown', at: place(2), hint: 'Did you mean "amount"?' }],
    })
  })

  test('is not found among the properties of objects', async () => {
    expect(await problemsOf(seedFile(orders, typed({ constructor: 'real' })))).toEqual([
      'seed-column-unknown 1:7-1:14',
    ])
  })
})

test('two types for one column are reported at the second', async () => {
  expect(await problemsOf(seedFile(orders, typed({ ID: 'bigint', id: 'integer' })))).toEqual([
    'seed-column-declared-twice 2:7-2:14',
  ])
})
