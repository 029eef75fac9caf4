import { createServer, type Server, type Socket } from 'node:net'
import type { PostgresServer } from './postgres-server.ts'

/** Where a Postgres server is and how to enter it as a superuser. */
export interface PostgresAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

/** What the door answers: the address, or why there is none. */
export type DoorAnswer = { readonly address: PostgresAddress } | { readonly failure: string }

/** Tells test files where the run's server is. */
export interface Door {
  readonly port: number
  readonly close: () => Promise<void>
}

/**
 * Listens on a loopback port and answers everybody who connects with the address of one Postgres server, which is
 * started when the first one asks: a run of tests that need no Postgres does not wait for it.
 */
export async function openDoor(): Promise<Door> {
  let starting: Promise<PostgresServer> | undefined
  const answer = async (visitor: Socket): Promise<void> => {
    starting ??= import('./postgres-server.ts').then(({ startPostgres }) => startPostgres())
    const reply: DoorAnswer = await starting.then(
      ({ address }) => ({ address }),
      (error: unknown) => ({ failure: String(error) }),
    )
    visitor.end(JSON.stringify(reply))
  }
  const door = createServer((visitor) => {
    visitor.on('error', () => visitor.destroy())
    void answer(visitor)
  })
  return {
    port: await listen(door),
    close: async () => {
      door.close()
      const server = await starting?.catch(() => undefined)
      await server?.stop()
    },
  }
}

/** Listens on a free port of the loopback interface and resolves to it. */
async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The door has no port.')
  return address.port
}
