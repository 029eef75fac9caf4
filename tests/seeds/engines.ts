import { createReadStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DuckDBInstance } from '@duckdb/node-api'
import { Client } from 'pg'
import { from } from 'pg-copy-streams'
import { afterAll } from 'vitest'
import { duckdbDialect } from '../../adapters/duckdb/dialect.ts'
import { postgresDialect } from '../../adapters/postgres/dialect.ts'
import type { Dialect } from '../../core/adapter/dialect.ts'
import type { Column, RelationName } from '../../core/adapter/relation.ts'
import type { SeedRows } from '../../core/seed/seed-rows.ts'
import { temporaryFolder } from '../databases/duckdb.ts'
import { testPostgres } from '../databases/postgres.ts'

/** A row with its values in a form that is equal for equal values, whatever the database. */
export type ComparableRow = readonly (string | null)[]

/** A database that a seed's rows can be loaded into, by its own way of reading CSV. */
export interface Engine {
  readonly dialect: Dialect
  /** Loads the rows into a new table and gives what the table holds, in the file's order. */
  readonly load: (rows: SeedRows) => Promise<readonly ComparableRow[]>
}

/** An empty DuckDB. */
export async function openDuckDb(): Promise<Engine> {
  const folder = temporaryFolder()
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  afterAll(() => connection.closeSync())
  const seed = { schema: 'main', name: 'seed' }
  return {
    dialect: duckdbDialect,
    async load({ columns, csv }) {
      const file = join(folder, 'seed.csv')
      let text = ''
      for await (const piece of csv()) text += piece
      writeFileSync(file, text)
      await connection.run(`drop table if exists seed; ${createTable(duckdbDialect, seed, columns)}`)
      const options = `format csv, header false, auto_detect false, delim ',', quote '"', escape '"', nullstr '', allow_quoted_nulls false, new_line '\\n'`
      await connection.run(`copy seed from '${file}' (${options})`)
      const values = columns.map((column) => comparable(column, (name) => `epoch_us(${name})`))
      const reader = await connection.runAndReadAll(`select ${values.join(', ')} from seed order by rowid`)
      return toRows(columns, reader.getRowsJS())
    },
  }
}

/** An empty database in the test run's Postgres. */
export async function openPostgres(): Promise<Engine> {
  const server = await testPostgres()
  const client = new Client({ connectionString: await server.createDatabase() })
  await client.connect()
  afterAll(() => client.end())
  const seed = { schema: 'public', name: 'seed' }
  return {
    dialect: postgresDialect,
    async load({ columns, csv }) {
      await client.query(`drop table if exists seed; ${createTable(postgresDialect, seed, columns)}`)
      await pipeline(Readable.from(csv()), client.query(from('copy seed from stdin (format csv)')))
      const values = columns.map((column) =>
        comparable(column, (name) => `(extract(epoch from ${name}) * 1000000)::bigint`),
      )
      const { rows } = await client.query({
        text: `select ${values.join(', ')} from seed order by ctid`,
        rowMode: 'array',
      })
      return toRows(columns, rows)
    },
  }
}

/** A file on the disk as a stream of text. */
export function readText(path: string): AsyncIterable<string> {
  return createReadStream(path, { encoding: 'utf8' })
}

function createTable(dialect: Dialect, relation: RelationName, columns: readonly Column[]): string {
  return dialect.createTable(relation, columns)
}

/** Timestamps as microseconds since the epoch, everything else as the database prints it. */
function comparable({ name, type }: Column, microseconds: (name: string) => string): string {
  const quoted = `"${name.replaceAll('"', '""')}"`
  return `cast(${type.startsWith('timestamp') ? microseconds(quoted) : quoted} as varchar)`
}

/** Doubles are printed in different notations, so they are compared as numbers. */
function toRows(columns: readonly Column[], rows: readonly (readonly unknown[])[]): readonly ComparableRow[] {
  return rows.map((row) =>
    row.map((value, index) => {
      if (typeof value !== 'string') return null
      return columns[index]?.type.startsWith('double') ? String(Number(value)) : value
    }),
  )
}
