import { expect, test } from 'vitest'
import type { Diagnostic } from '../../errors/diagnostic.ts'
import type { FilesConfig } from '../../project/files/files-config.ts'
import { parseProject } from '../parse-project.ts'
import { makeProject } from '../project.fixture.ts'

interface Reading {
  readonly files: FilesConfig | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a source whose table says this of its files, and perhaps more of itself. */
function read(said: string, more = ''): Reading {
  const properties = `sources:\n  - name: shop\n    tables:\n      - name: events\n        files: ${said}\n${more}`
  const { nodes, diagnostics } = parseProject(makeProject({ files: { 'models/shop.yml': properties } }))
  const source = nodes.find((node) => node.kind === 'source')
  return { files: source?.files, diagnostics }
}

test('a path says everything that has to be said', () => {
  expect(read("'data/events/*.jsonl'")).toEqual({
    files: {
      at: expect.objectContaining({ line: 5, column: 16 }),
      patterns: [{ value: 'data/events/*.jsonl', at: expect.objectContaining({ line: 5, column: 16 }) }],
      format: 'jsonl',
      columns: {},
      onSchemaDrift: 'union',
      onFileChange: 'error',
      settle: 0,
      delimiter: ',',
    },
    diagnostics: [],
  })
})

test('a map says more', () => {
  const { files, diagnostics } = read(
    `{ path: ['./data/*', /srv/old.csv], format: csv, columns: { id: bigint, amount: 'numeric(12,2)' }, on_schema_drift: refuse, on_file_change: warn, settle: 5 min, delimiter: ';' }`,
  )
  expect(diagnostics).toEqual([])
  expect(files).toMatchObject({
    patterns: [{ value: 'data/*' }, { value: '/srv/old.csv' }],
    format: 'csv',
    columns: { id: { value: 'bigint' }, amount: { value: 'numeric(12,2)' } },
    onSchemaDrift: 'refuse',
    onFileChange: 'warn',
    settle: 300_000,
    delimiter: ';',
  })
})

test("types of the table's columns hold for the files, where the files do not say otherwise", () => {
  const { files } = read(
    '{ path: a.csv, columns: { ID: text } }',
    '        columns: [{ name: id, data_type: bigint }, { name: amount, data_type: double }, { name: note }]\n',
  )
  expect(files?.columns).toMatchObject({ ID: { value: 'text' }, amount: { value: 'double' } })
  expect(Object.keys(files?.columns ?? {})).toEqual(['ID', 'amount'])
})

test.each([
  ['a.csv.gz', 'csv'],
  ['a.{json,json.gz}', 'json'],
  ['a.ndjson', 'jsonl'],
  ['A.PARQUET', 'parquet'],
])('the format of %s is %s', (path, format) => {
  expect(read(`'${path}'`).files?.format).toBe(format)
})

test.each([
  ["'data/*'", 'file-format-unknown', 16],
  ["'a.parquet.gz'", 'file-format-unknown', 16],
  ["['a.csv', 'b.json']", 'file-format-unknown', 17],
  ["'../a.csv'", 'files-outside-project', 16],
  ["'data/../../a.csv'", 'files-outside-project', 16],
  ["'data\\a.csv'", 'bad-file-pattern', 16],
  ["'data/'", 'bad-file-pattern', 16],
  ['[]', 'wrong-type', 16],
  ['5', 'wrong-type', 16],
  ['{ format: csv }', 'missing-key', 16],
  ['{ path: a.csv, colums: {} }', 'unknown-key', 31],
  ['{ path: a.csv, settle: soon }', 'wrong-type', 39],
  ['{ path: a.csv, format: xml }', 'unknown-value', 39],
  ["{ path: a.csv, delimiter: '\"' }", 'wrong-type', 42],
])('%s is refused: %s', (said, code, column) => {
  const { diagnostics } = read(said)
  expect(diagnostics).toMatchObject([{ code, at: { line: 5, column } }])
  expect(diagnostics[0]?.hint).toBeDefined()
})

test('a delimiter of files that have none is reported', () => {
  expect(read("{ path: a.json, delimiter: ';' }").diagnostics).toMatchObject([{ code: 'unused-config' }])
})

test('files belong to a table', () => {
  const properties =
    'sources:\n  - name: shop\n    files: a.csv\n    tables:\n      - name: events\n        config: { files: a.csv }\n'
  const { diagnostics } = parseProject(makeProject({ files: { 'models/shop.yml': properties } }))
  expect(diagnostics.map(({ code, hint }) => [code, hint])).toEqual([
    ['unknown-key', 'Write it at one of its tables.'],
    ['unknown-key', "Write it directly at the source's table."],
  ])
})
