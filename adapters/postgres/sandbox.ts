// An adapter and one of its sessions → an adapter whose transactions are parts of that session's one transaction.
import type { Adapter } from '../../core/adapter/adapter.ts'
import { createLender } from '../../core/adapter/lender.ts'
import type { Session } from '../../core/adapter/session.ts'
import { postgresDialect } from './dialect.ts'

/** Runs work in a transaction and rolls it back, whatever comes of it. */
export async function inTransaction<T>(session: Session, work: () => Promise<T>): Promise<T> {
  await session.execute([postgresDialect.begin])
  try {
    return await work()
  } finally {
    await session.execute([postgresDialect.rollback])
  }
}

/** What a transaction of a sandbox is: a savepoint. */
const savepoint = 'xform_sandbox'

const dialect: Adapter['dialect'] = {
  ...postgresDialect,
  begin: `savepoint ${savepoint}`,
  beginSnapshot: `savepoint ${savepoint}`,
  commit: `release savepoint ${savepoint}`,
  rollback: `rollback to savepoint ${savepoint}`,
}

/** An adapter over one session, in which a transaction is open. */
export function oneTransaction(adapter: Adapter, session: Session): Adapter {
  const lender = createLender(1)
  return {
    ...adapter,
    dialect,
    session: (work, signal) => lender.lend(() => work(session), signal),
    sandbox: (work, signal) => lender.lend(() => work(oneTransaction(adapter, session)), signal),
    close: () => lender.close(),
  }
}
