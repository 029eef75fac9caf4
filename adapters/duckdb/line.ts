import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api'
import { cancellable } from '../../core/adapter/cancellation.ts'
import { duckdbDialect } from './dialect.ts'
import { rememberSent, type SentText } from './errors.ts'

/** A connection for the length of one session: what is sent over it is watched and can be interrupted. */
export interface Line {
  readonly connection: DuckDBConnection
  readonly signal: AbortSignal
  /** Makes one call for statements that stand alone or together; where the signal fires, it is interrupted. */
  send<T>(sent: SentText, call: () => Promise<T>): Promise<T>
  /**
   * Ends a stream of which no more is wanted: as long as it is open, so is the database's file, also when everything else
   * has been closed. An interrupt would break a transaction, so there it is left to the collection of garbage.
   */
  abandon(stream: DuckDBResult): Promise<void>
  /** Whether the connection may hold something that the next borrower must not see: an open transaction, a temporary table. */
  leavesTraces(): boolean
}

/** Also true where it is only mentioned: a fresh connection costs next to nothing. */
const leavesSomething = /\b(?:begin|start|temp|temporary|use|pragma|prepare)\b|(?:^|;)\s*set\b/i

/** Opens a line over a connection. */
export function openLine(connection: DuckDBConnection, signal: AbortSignal): Line {
  let transactionOpen = false
  let traces = false

  function watch(statement: string): void {
    if (statement === duckdbDialect.begin) transactionOpen = true
    else if (!endsTransaction(statement) && leavesSomething.test(statement)) traces = true
  }

  return {
    connection,
    signal,
    async send(sent, call) {
      for (const statement of sent.statements) watch(statement)
      const interrupt = (): void => connection.interrupt()
      const result = await cancellable(signal, interrupt, () => rememberSent(sent, call))
      // Not before: where the signal has fired, the statement was never sent.
      if (endsTransaction(sent.statements.at(-1))) transactionOpen = false
      return result
    },
    async abandon(stream) {
      if (transactionOpen) return
      connection.interrupt()
      await stream.fetchChunk().catch(() => null)
    },
    leavesTraces: () => transactionOpen || traces,
  }
}

function endsTransaction(statement: string | undefined): boolean {
  return statement === duckdbDialect.commit || statement === duckdbDialect.rollback
}
