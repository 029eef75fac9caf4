import pg from 'pg'
import { expect, test } from 'vitest'
import { testPostgres } from './postgres.ts'

test('each database that a test file makes is new and empty', async () => {
  const server = await testPostgres()
  const client = new pg.Client({ connectionString: await server.createDatabase() })
  await client.connect()
  const { rows } = await client.query(
    `select count(*)::int as tables from pg_tables where schemaname = 'public'`,
  )
  await client.end()
  expect(rows).toEqual([{ tables: 0 }])
})
