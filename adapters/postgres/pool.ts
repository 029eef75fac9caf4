import type pg from 'pg'
import { createTexts, bindingLiteral, PostgresClient } from '../knex-texts.ts'
import type { Connection } from './connect.ts'
import type { ConnectedClient } from './driver.ts'

/** Connections that are made when they are needed, used again, and closed when they have long been idle. */
export interface Pool {
  readonly borrow: () => Promise<Connection>
  /** Takes a connection back; one that is marked as broken is thrown away. */
  readonly giveBack: (connection: Connection) => Promise<void>
  readonly close: () => Promise<void>
}

/** knex with literals whose backslashes stand for themselves, as the session is set up to read them. */
class TextClient extends PostgresClient {
  _escapeBinding = bindingLiteral
}

/** Prints knex queries as Postgres writes them. */
export const postgresTexts = createTexts(TextClient)

/** What knex's client offers beyond its types. */
interface PoolingClient {
  acquireConnection(): Promise<ConnectedClient>
  releaseConnection(connection: ConnectedClient): Promise<void>
  destroy(): Promise<void>
}

/** A pool of knex's over connections that `connect` makes. */
export function createPool(connect: () => Promise<Connection>, most: number): Pool {
  const ssl = new WeakMap<ConnectedClient, pg.ClientConfig['ssl']>()

  class PooledClient extends PostgresClient {
    override async acquireRawConnection(): Promise<ConnectedClient> {
      const connection = await connect()
      ssl.set(connection.client, connection.ssl)
      return connection.client
    }
  }

  const client = new PooledClient({
    client: 'pg',
    connection: {},
    pool: { min: 0, max: most },
    // How long making a connection may take is the target's to say, and it rejects by itself.
    acquireConnectionTimeout: 2_147_483_647,
    log: { warn: ignore, error: ignore, deprecate: ignore, debug: ignore },
  }) as unknown as PoolingClient

  return {
    borrow: async () => {
      const borrowed = await client.acquireConnection()
      return { client: borrowed, ssl: ssl.get(borrowed) }
    },
    giveBack: (connection) => client.releaseConnection(connection.client),
    close: () => client.destroy(),
  }
}

function ignore(): void {
  // What goes wrong with a connection comes out as the error of the call that wanted it.
}
