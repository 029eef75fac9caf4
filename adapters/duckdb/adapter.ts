// A DuckDB target → an adapter.
import type { Adapter, ConnectionFacts, OpenOptions } from '../../core/adapter/adapter.ts'
import { createLender } from '../../core/adapter/lender.ts'
import { textOf, type Session } from '../../core/adapter/session.ts'
import { readCatalogue } from './catalogue.ts'
import { readConstraints } from './constraints.ts'
import { createConnections } from './connections.ts'
import { openDatabase } from './database.ts'
import { explainError } from './errors.ts'
import { inspect, inspectOne } from './inspect.ts'
import { duckdbTexts } from './knex-dialect.ts'
import { openLine } from './line.ts'
import { dialectFor } from './qualified-dialect.ts'
import { readFiles } from './read-files.ts'
import { readReferrers } from './referrers.ts'
import { createSession } from './session.ts'
import type { DuckdbTarget } from './target.ts'

/**
 * The database of a target. It is opened when the first session is asked for and given up by `close`: other processes
 * are kept out no longer than that.
 */
export function openDuckdb(target: DuckdbTarget, options: OpenOptions): Adapter {
  const dialect = dialectFor({ path: target.path, aliases: target.attachments.map(({ alias }) => alias) })
  const lender = createLender(options.threads)
  const connections = createConnections(() => openDatabase(target, { ...options, signal: lender.closing }))

  const session: Adapter['session'] = (work, signal) =>
    lender.lend(async (either) => {
      const connection = await connections.borrow(either)
      const line = openLine(connection, either)
      try {
        return await work(createSession(line, dialect))
      } finally {
        // After a cancellation not even a rollback is sent any more.
        connections.giveBack(connection, either.aborted || line.leavesTraces())
      }
    }, signal)

  return {
    name: dialect.name,
    dialect,
    texts: duckdbTexts,
    session,
    inspect,
    inspectOne: (lent, relation) => inspectOne(lent, relation, dialect),
    catalogue: readCatalogue,
    // Views are found by name when they are read, so nothing stands in the way of replacing a table.
    dependents: () => Promise.resolve({ objects: [], obstacles: [], references: [] }),
    constraints: readConstraints,
    belongings: async (lent, relation) => ({
      referrers: await readReferrers(lent, relation, dialect),
      dress: () => ({ before: [], keys: [], after: [] }),
    }),
    readFiles: (lent, request, signal = lender.closing) =>
      readFiles(lent, request, {
        folder: options.folder,
        signal: AbortSignal.any([signal, lender.closing]),
      }),
    lockHolder: () => Promise.resolve(undefined),
    sandbox: async (work, signal = lender.closing) => {
      const memory = openDuckdb({ ...target, path: ':memory:', attachments: [] }, { ...options, threads: 1 })
      try {
        return await work({
          ...memory,
          session: (inside, own = signal) => memory.session(inside, AbortSignal.any([own, signal])),
        })
      } finally {
        await memory.close()
      }
    },
    explain: explainError,
    debug: (signal) => session(debug, signal),
    close: async () => {
      await lender.close()
      await connections.close()
    },
  }
}

async function debug(session: Session): Promise<ConnectionFacts> {
  const [facts] = await session.query('select version() as version')
  await session.execute(['begin', 'create table "_xform_debug" as select 1 as works', 'rollback'])
  return {
    server: `DuckDB ${textOf(facts?.['version'])}`,
    checks: [{ what: 'create tables', ok: true }],
  }
}
