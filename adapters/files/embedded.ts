// A DuckDB in memory, for targets that cannot read files themselves.
import type { DuckDBConnection } from '@duckdb/node-api'
import { cancellable } from '../../core/adapter/cancellation.ts'
import type { Row } from '../../core/adapter/session.ts'

/** A DuckDB for the length of one piece of work. */
export interface Embedded {
  /** Runs a statement and gives its rows. */
  readonly ask: (sql: string) => Promise<readonly Row[]>
  /** A query's first column, text, in pieces as they come: a result of any size takes little memory. */
  readonly texts: (sql: string) => AsyncGenerator<readonly string[]>
}

/**
 * Opens a DuckDB in memory and closes it when the work has ended. Times are in UTC. Where the signal fires, what runs is
 * interrupted.
 */
export async function withEmbedded<T>(
  signal: AbortSignal | undefined,
  work: (embedded: Embedded) => Promise<T>,
): Promise<T> {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', { errors_as_json: 'true' })
  try {
    const connection = await instance.connect()
    try {
      await connection.run(`set timezone = 'UTC'`)
      return await work(embed(connection, signal))
    } finally {
      connection.closeSync()
    }
  } finally {
    instance.closeSync()
  }
}

function embed(connection: DuckDBConnection, signal: AbortSignal | undefined): Embedded {
  const watched = <T>(call: () => Promise<T>): Promise<T> =>
    cancellable(signal, () => connection.interrupt(), call)
  return {
    ask: (sql) =>
      watched(async () => {
        const result = await connection.run(sql)
        return result.getRowObjectsJson()
      }),
    async *texts(sql) {
      const result = await watched(() => connection.stream(sql))
      for (;;) {
        const chunk = await watched(() => result.fetchChunk())
        if (chunk === null || chunk.rowCount === 0) return
        yield chunk.getColumnValues(0) as readonly string[]
      }
    },
  }
}
