import { cancellable } from '../../core/adapter/cancellation.ts'
import { problemError } from '../../core/adapter/known-problem.ts'
import { requestCancel } from './cancel.ts'
import type { Connection } from './connect.ts'
import type { ConnectedClient } from './driver.ts'
import { rememberFailed } from './errors.ts'
import type { Answer, Exchange } from './exchange.ts'
import { leavesTraces } from './traces.ts'

/** In what state a connection is given back: as it was, perhaps inside a transaction, or not to be used again. */
export type Leaving = 'clean' | 'failed' | 'spent'

/** A connection for the length of one session: what is sent over it is watched and can be cancelled. */
export interface Line {
  readonly client: ConnectedClient
  readonly signal: AbortSignal
  /** Makes a call for statements; where the signal fires, it is cancelled on the server. */
  send(statements: readonly string[], call: () => Promise<Exchange>): Promise<Exchange>
  /** Makes a call for one statement and gives its answers, or throws its error. */
  ask(statement: string, call: () => Promise<Exchange>): Promise<readonly Answer[]>
  /** Runs a conversation of another kind; it throws its own errors. */
  hold<T>(conversation: () => Promise<T>): Promise<T>
  leaving(): Leaving
}

/** Opens a line over a connection. */
export function openLine({ client, ssl }: Connection, signal: AbortSignal): Line {
  let traces = false
  let failed = false
  const cancel = (): void => requestCancel(client, ssl)

  async function send(statements: readonly string[], call: () => Promise<Exchange>): Promise<Exchange> {
    refuseNul(statements)
    traces ||= statements.some(leavesTraces)
    const exchange = await cancellable(signal, cancel, call)
    failed ||= exchange.error !== undefined
    return exchange
  }

  return {
    client,
    signal,
    send,
    async ask(statement, call) {
      const { answers, error } = await send([statement], call)
      if (error !== undefined) throw rememberFailed(error, { index: 0, text: statement })
      return answers
    },
    async hold(conversation) {
      try {
        return await cancellable(signal, cancel, conversation)
      } catch (error) {
        failed = true
        throw error
      }
    },
    leaving() {
      // A cancellation may still be on its way when its call has ended: it must not meet the next borrower's.
      if (traces || signal.aborted) return 'spent'
      return failed ? 'failed' : 'clean'
    },
  }
}

/** In the protocol a NUL ends the text: what follows would be taken for something else. */
function refuseNul(statements: readonly string[]): void {
  const statement = statements.findIndex((text) => text.includes('\0'))
  if (statement === -1) return
  const offset = statements[statement]?.indexOf('\0') ?? 0
  throw problemError({ kind: 'query', message: 'The statement holds a NUL character.', statement, offset })
}
