// A project after its command → what stands in its database.
import { DuckDBInstance } from '@duckdb/node-api'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { FixturePlace } from './fixture.ts'

/** The relations in the schema of the models, by name; where the database or the schema does not stand there are none. */
export async function standingRelations(place: FixturePlace): Promise<readonly string[]> {
  return ask(
    place,
    "select table_name as name from information_schema.tables where table_schema = 'shop' order by 1",
  )
}

/** Whether xform has made anything at all in the database: a schema for models, or its own. */
export async function hasTraces(place: FixturePlace): Promise<boolean> {
  const schemas = await ask(
    place,
    "select schema_name as name from information_schema.schemata where schema_name in ('shop', '_xform')",
  )
  return schemas.length > 0
}

async function ask({ project, env }: FixturePlace, query: string): Promise<readonly string[]> {
  const url = env['DATABASE_URL']
  return url === undefined ? askDuckdb(join(project, 'warehouse.duckdb'), query) : askPostgres(url, query)
}

async function askDuckdb(path: string, query: string): Promise<readonly string[]> {
  if (!existsSync(path)) return []
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  try {
    const result = await connection.runAndReadAll(query)
    return result.getRows().map(([name]) => (typeof name === 'string' ? name : ''))
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function askPostgres(url: string, query: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ name: string }>(query)
    return rows.map(({ name }) => name)
  } finally {
    await client.end()
  }
}
