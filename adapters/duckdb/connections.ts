import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { unlessCancelled } from '../../core/adapter/cancellation.ts'

/** The connections to one instance, which is opened when the first is asked for. */
export interface Connections {
  readonly borrow: (signal: AbortSignal) => Promise<DuckDBConnection>
  /** Takes a connection back. A spent one is closed, which rolls back what is open and drops its temporary tables. */
  readonly giveBack: (connection: DuckDBConnection, spent: boolean) => void
  /** Closes the connections that were given back, and gives up the instance. */
  readonly close: () => Promise<void>
}

/** Keeps connections for being used again: making one costs little, its first statement more. */
export function createConnections(open: () => Promise<DuckDBInstance>): Connections {
  const idle: DuckDBConnection[] = []
  let opening: Promise<DuckDBInstance> | undefined

  /** A failed opening is not kept: the next one who asks tries again. */
  async function instance(): Promise<DuckDBInstance> {
    opening ??= open()
    try {
      return await opening
    } catch (error) {
      opening = undefined
      throw error
    }
  }

  return {
    async borrow(signal) {
      const opened = await unlessCancelled(signal, instance)
      return idle.pop() ?? opened.connect()
    },
    giveBack(connection, spent) {
      if (spent) connection.closeSync()
      else idle.push(connection)
    },
    async close() {
      for (const connection of idle.splice(0)) connection.closeSync()
      const opened = await opening?.catch(() => undefined)
      opening = undefined
      opened?.closeSync()
    },
  }
}
