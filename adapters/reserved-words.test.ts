import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { expect, test } from 'vitest'
import { testPostgres } from '../tests/databases/postgres.ts'
import { reservedWords } from './reserved-words.ts'

test('every word that DuckDB reserves is known', async () => {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const result = await connection.runAndReadAll(
    `select keyword_name from duckdb_keywords() where keyword_category in ('reserved', 'type_function')`,
  )
  connection.closeSync()
  instance.closeSync()
  const words = result.getRows().map(([word]) => String(word))
  expect(words.filter((word) => !reservedWords.has(word))).toEqual([])
})

test('every word that Postgres reserves is known', async () => {
  const { url } = await testPostgres()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const result = await client.query<{ word: string }>(
    `select word from pg_get_keywords() where catcode in ('R', 'T')`,
  )
  await client.end()
  expect(result.rows.filter(({ word }) => !reservedWords.has(word))).toEqual([])
})
