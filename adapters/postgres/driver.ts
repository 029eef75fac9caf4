import pg from 'pg'

/** The driver's protocol layer, of which its types show little. */
export interface WireConnection {
  readonly stream: { cork(): void; uncork(): void; destroy(): void }
  readonly on: (event: string, listener: (value: unknown) => void) => void
  connect(portOrPath: number | string, host?: string): void
  requestSsl(): void
  cancel(processId: number, secretKey: number): void
  query(text: string): void
  parse(message: { readonly name: string; readonly text: string }): void
  bind(message: { readonly values: readonly (string | null)[] }): void
  describe(message: { readonly type: 'P' | 'S'; readonly name: string }): void
  execute(message: { readonly rows: number }): void
  sync(): void
  sendCopyFail(message: string): void
}

/** A connected client, with what the driver knows of it beyond its types. */
export interface ConnectedClient extends pg.Client {
  readonly processID: number
  readonly secretKey: number
  /** Set when the connection has broken: why. The pool then throws it away. */
  __knex__disposed?: unknown
}

/** One column of an answer. */
export interface Field {
  readonly name: string
  readonly dataTypeID: number
  readonly dataTypeModifier: number
}

/** What the driver calls while the server answers. */
export interface AnswerHandlers {
  submit(connection: WireConnection): void
  handleRowDescription(message: { readonly fields: readonly Field[] }): void
  handleDataRow(message: { readonly fields: readonly (string | null)[] }): void
  handleCommandComplete(message: { readonly text: string }): void
  handleEmptyQuery(): void
  handlePortalSuspended(): void
  handleError(error: unknown): void
  handleReadyForQuery(): void
  handleCopyInResponse(connection: WireConnection): void
  handleCopyData(): void
}

/** Gives a request to the driver, which sends it when the connection is free. */
export function submit(client: pg.Client, request: AnswerHandlers): void {
  client.query(request as unknown as pg.Submittable)
}

/** A new connection of the protocol layer, not yet connected. */
export function openWire(ssl: pg.ClientConfig['ssl']): WireConnection {
  return new pg.Connection({ ssl }) as unknown as WireConnection
}
