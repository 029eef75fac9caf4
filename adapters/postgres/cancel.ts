import type pg from 'pg'
import { openWire, type ConnectedClient } from './driver.ts'

/**
 * Asks the server to cancel what a connection is running, over a connection of its own that needs no login and no free
 * slot (protocol message CancelRequest). Whether it arrived in time shows in the call that was running.
 */
export function requestCancel(client: ConnectedClient, ssl: pg.ClientConfig['ssl']): void {
  const wire = openWire(ssl)
  const cancel = (): void => wire.cancel(client.processID, client.secretKey)
  wire.on('connect', () => (ssl === false || ssl === undefined ? cancel() : wire.requestSsl()))
  wire.on('sslconnect', cancel)
  wire.on('error', () => wire.stream.destroy())
  wire.on('end', () => wire.stream.destroy())
  if (client.host.startsWith('/')) wire.connect(`${client.host}/.s.PGSQL.${client.port}`)
  else wire.connect(client.port, client.host)
}
