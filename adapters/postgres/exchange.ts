// Statements → one message to the server → an answer for each.
import { submit, type ConnectedClient, type Field, type WireConnection } from './driver.ts'

/** A statement and the values of its parameters. */
export interface Request {
  readonly text: string
  readonly values?: readonly (string | null)[]
}

/** What the server answered to one statement; values come as text. */
export interface Answer {
  readonly fields: readonly Field[]
  readonly rows: readonly (readonly (string | null)[])[]
  /** What was done, as the server says it (`INSERT 0 5`). */
  readonly tag: string | undefined
}

/** The answers that came, and the error that ended them: then there are as many answers as statements that succeeded. */
export interface Exchange {
  readonly answers: readonly Answer[]
  readonly error?: unknown
}

/**
 * Sends statements in one message; the server stops at the first that fails. Each is parsed when the ones before it have run,
 * and an error's position counts from its own beginning (extended query protocol, one Sync).
 *
 * @param limit at most so many rows of each statement, at least one; the rest is not computed. Undefined for all.
 */
export function exchange(
  client: ConnectedClient,
  requests: readonly Request[],
  limit?: number,
): Promise<Exchange> {
  return converse(client, (connection) => {
    for (const { text, values = [] } of requests) {
      connection.parse({ name: '', text })
      connection.bind({ values })
      connection.describe({ type: 'P', name: '' })
      connection.execute({ rows: limit ?? 0 })
    }
    connection.sync()
  })
}

/** Sends a text that may hold several statements; an error's position counts from the text's beginning. */
export function exchangeText(client: ConnectedClient, text: string): Promise<Exchange> {
  return converse(client, (connection) => connection.query(text))
}

/** Asks for the columns that a statement would give, in the one answer's `fields`; it is parsed and not run. */
export function exchangeDescription(client: ConnectedClient, text: string): Promise<Exchange> {
  return converse(client, (connection) => {
    connection.parse({ name: '', text })
    connection.describe({ type: 'S', name: '' })
    connection.sync()
  })
}

function converse(client: ConnectedClient, send: (connection: WireConnection) => void): Promise<Exchange> {
  const answers: Answer[] = []
  let fields: readonly Field[] = []
  let rows: (readonly (string | null)[])[] = []

  function finish(tag: string | undefined): void {
    answers.push({ fields, rows, tag })
    fields = []
    rows = []
  }

  return new Promise((resolve) => {
    submit(client, {
      submit(connection) {
        // Held together, the messages leave in one packet.
        connection.stream.cork()
        send(connection)
        connection.stream.uncork()
      },
      handleRowDescription: (message) => void (fields = message.fields),
      handleDataRow: (message) => void rows.push(message.fields),
      handleCommandComplete: ({ text }) => finish(text),
      handleEmptyQuery: () => finish(undefined),
      handlePortalSuspended: () => finish(undefined),
      handleError: (error) => resolve({ answers, error }),
      handleReadyForQuery() {
        if (fields.length > 0) finish(undefined)
        resolve({ answers })
      },
      handleCopyInResponse: (connection) =>
        connection.sendCopyFail('xform sends no rows with this statement'),
      handleCopyData: () => undefined,
    })
  })
}
