// A database that trials and benches fill and look into as strangers, beside xform.
import { DuckDBInstance } from '@duckdb/node-api'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

/** A row with every value as the driver gives it as JSON. */
export type PlainRow = Readonly<Record<string, unknown>>

/** A database of its own on one engine. */
export interface Database {
  readonly engine: 'duckdb' | 'postgres'
  /** The target of `xform.yml`, but for its schema. */
  readonly target: string
  /** Runs statements one by one; gives the last one's rows. Nothing is held open afterwards. */
  readonly sql: (...statements: readonly string[]) => Promise<readonly PlainRow[]>
  /** Removes it where it is a file. */
  readonly remove: () => void
}

/** A new DuckDB file. */
export function duckdbDatabase(): Database {
  const folder = mkdtempSync(join(tmpdir(), 'xform-trial-'))
  const path = join(folder, 'warehouse.duckdb')
  return {
    engine: 'duckdb',
    target: `type: duckdb, path: '${path}'`,
    remove: () => rmSync(folder, { recursive: true, force: true }),
    async sql(...statements) {
      const instance = await DuckDBInstance.create(path)
      const connection = await instance.connect()
      try {
        let rows: readonly PlainRow[] = []
        for (const statement of statements)
          rows = (await connection.runAndReadAll(statement)).getRowObjectsJson()
        return rows
      } finally {
        connection.closeSync()
        instance.closeSync()
      }
    },
  }
}

/** An empty Postgres database. */
export function postgresDatabase(url: string): Database {
  return {
    engine: 'postgres',
    target: `type: postgres, url: '${url}'`,
    remove: () => undefined,
    async sql(...statements) {
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      try {
        let rows: readonly PlainRow[] = []
        for (const statement of statements)
          rows = (await client.query<Record<string, unknown>>(statement)).rows
        return rows
      } finally {
        await client.end()
      }
    },
  }
}
