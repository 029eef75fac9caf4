// A Postgres target → an adapter.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Adapter, OpenOptions } from '../../core/adapter/adapter.ts'
import { unlessCancelled } from '../../core/adapter/cancellation.ts'
import { createLender } from '../../core/adapter/lender.ts'
import { belongings } from './belongings.ts'
import { readCatalogue } from './catalogue.ts'
import { readConstraints } from './constraints.ts'
import { connect, type Connection } from './connect.ts'
import { debug } from './debug.ts'
import { dependents } from './dependents.ts'
import { postgresDialect } from './dialect.ts'
import { explainError, scrub } from './errors.ts'
import { inspect, inspectOne, lockHolder } from './inspect.ts'
import { openLine, type Line } from './line.ts'
import { createPool, postgresTexts, type Pool } from './pool.ts'
import { readFiles } from './read-files.ts'
import { inTransaction, oneTransaction } from './sandbox.ts'
import { createSession } from './session.ts'
import type { PostgresTarget } from './target.ts'
import { rememberTypeNames } from './type-names.ts'

/** The database of a target: connections are made when sessions are asked for, at most one a thread, and used again. */
export function openPostgres(target: PostgresTarget, options: OpenOptions): Adapter {
  const lender = createLender(options.threads)
  const pool = createPool(() => connect(target, options.applicationName), options.threads)
  const typeNames = rememberTypeNames()

  const session: Adapter['session'] = (work, signal) =>
    lender.lend(async (either) => {
      const connection = await borrow(pool, either)
      const line = openLine(connection, either)
      try {
        return await work(createSession(line, typeNames))
      } finally {
        await cleanUp(line)
        await pool.giveBack(connection)
      }
    }, signal)

  const adapter: Adapter = {
    name: postgresDialect.name,
    dialect: postgresDialect,
    texts: postgresTexts,
    session,
    inspect,
    inspectOne,
    catalogue: readCatalogue,
    dependents,
    constraints: readConstraints,
    belongings,
    lockHolder,
    readFiles: (lent, request, signal = lender.closing) =>
      readFiles(lent, request, {
        folder: options.folder,
        signal: AbortSignal.any([signal, lender.closing]),
      }),
    sandbox: (work, signal) =>
      session((lent) => inTransaction(lent, () => work(oneTransaction(adapter, lent))), signal),
    explain: (error) => {
      const problem = explainError(error)
      return problem === undefined ? undefined : scrub(problem, target.secrets)
    },
    debug: (signal) => session(debug, signal),
    close: async () => {
      await lender.close()
      await pool.close()
    },
  }
  return adapter
}

/** A connection that is made while nobody wants it any more goes back to the pool. */
async function borrow(pool: Pool, signal: AbortSignal): Promise<Connection> {
  let wanted = true
  try {
    return await unlessCancelled(signal, async () => {
      const connection = await pool.borrow()
      if (!wanted) await pool.giveBack(connection)
      return connection
    })
  } finally {
    wanted = false
  }
}

/**
 * Rolls back what is open. A connection that cannot even do that, or that was changed for good, is ended: the server then
 * rolls back by itself.
 */
async function cleanUp(line: Line): Promise<void> {
  const { client } = line
  if (client.__knex__disposed !== undefined) return
  const leaving = line.leaving()
  if (leaving === 'spent') return end(client)
  if (leaving === 'clean' && client.getTransactionStatus() === 'I') return
  try {
    await client.query('rollback')
  } catch {
    await end(client)
  }
}

/** How long a server that does not answer is waited for, in milliseconds. */
const farewell = 1000

async function end(client: Connection['client']): Promise<void> {
  client.__knex__disposed = 'it is not to be used again'
  const patience = new AbortController()
  const waiting = sleep(farewell, undefined, { signal: patience.signal }).catch(() => undefined)
  await Promise.race([client.end(), waiting])
  patience.abort()
}
