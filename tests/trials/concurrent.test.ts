import { describe, expect, onTestFinished, test } from 'vitest'
import { testPostgres } from '../databases/postgres.ts'
import { engines, type EngineName } from '../support/engines.ts'
import { builtMain } from '../support/xform.ts'
import { tryConcurrently } from './concurrent-trial.ts'
import { duckdbDatabase, postgresDatabase, type Database } from './database.ts'

describe.each(engines)('on %s', (engine) => {
  test('four runs of a flow started at once add each row once', async () => {
    const database = await databaseOn(engine)
    onTestFinished(database.remove)
    const found = await tryConcurrently({ main: builtMain, database, rounds: 2, atOnce: 4 })
    expect(found).toMatchObject({ runs: 8, rows: 20, lost: 0, twice: 0, unclear: [], leftovers: [] })
    expect(found.well + found.waited).toBe(8)
  }, 60_000)
})

async function databaseOn(engine: EngineName): Promise<Database> {
  if (engine === 'duckdb') return duckdbDatabase()
  const server = await testPostgres()
  return postgresDatabase(await server.createDatabase())
}
