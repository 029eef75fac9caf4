import { Client } from 'pg'
import { startPostgres } from '../tests/databases/postgres-server.ts'
import { postgresDatabase, type Database } from '../tests/trials/database.ts'

/** A server of its own that makes databases. */
export interface Databases {
  readonly make: () => Promise<Database>
  readonly stop: () => Promise<void>
}

/** Starts a server that treats its data as one in production does, unless told otherwise. */
export async function startDatabases({ durable = true } = {}): Promise<Databases> {
  const server = await startPostgres({ durable })
  const { host, port, user, password } = server.address
  const base = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}`
  let made = 0
  return {
    stop: server.stop,
    async make() {
      const name = `bench_${++made}`
      const client = new Client({ connectionString: `${base}/postgres` })
      await client.connect()
      await client.query(`create database ${name}`)
      await client.query(`alter database ${name} set work_mem = '64MB'`)
      await client.end()
      return postgresDatabase(`${base}/${name}`)
    },
  }
}
