// A target → a connected client, set up for xform.
import pg, { DatabaseError } from 'pg'
import { quoteIdentifier, textLiteral } from '../../core/adapter/literal.ts'
import { problemError } from '../../core/adapter/known-problem.ts'
import { explainConnecting } from './connection-problem.ts'
import type { ConnectedClient } from './driver.ts'
import { sslAttempts } from './ssl.ts'
import type { PostgresTarget } from './target.ts'

/** A client and how its connection is encrypted. */
export interface Connection {
  readonly client: ConnectedClient
  readonly ssl: pg.ClientConfig['ssl']
}

/** Connects and sets the session up, in one message. Rejects with an error that can be explained. */
export async function connect(target: PostgresTarget, applicationName: string): Promise<Connection> {
  try {
    const connection = await connectEncrypted(target, applicationName)
    await setUp(connection.client, target, applicationName)
    return connection
  } catch (error) {
    throw problemError(explainConnecting(error, target), { cause: error })
  }
}

async function connectEncrypted(target: PostgresTarget, applicationName: string): Promise<Connection> {
  const attempts = target.ssl === undefined ? [undefined] : sslAttempts(target.ssl)
  let failure: unknown
  for (const ssl of attempts) {
    try {
      return { client: await connectOnce(target, applicationName, ssl), ssl }
    } catch (error) {
      failure = error
      if (!isWithoutSsl(error)) throw error
    }
  }
  throw failure
}

function isWithoutSsl(error: unknown): boolean {
  return error instanceof Error && error.message === 'The server does not support SSL connections'
}

async function connectOnce(
  target: PostgresTarget,
  applicationName: string,
  ssl: pg.ClientConfig['ssl'],
): Promise<ConnectedClient> {
  const { host, port, user, password, database, connectTimeout } = target
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    database,
    ssl,
    application_name: applicationName,
    connectionTimeoutMillis: connectTimeout,
    keepAlive: true,
  }) as ConnectedClient
  // Without a listener a lost connection would end the process; the pool looks at the mark.
  client.on('error', (error) => (client.__knex__disposed = error))
  client.on('end', () => (client.__knex__disposed ??= 'the connection ended'))
  await client.connect()
  return client
}

/**
 * Sets what xform relies on: how values are printed, how literals are read, and that the server notices while a query
 * runs that this process is gone (from version 14 on).
 */
async function setUp(
  client: ConnectedClient,
  target: PostgresTarget,
  applicationName: string,
): Promise<void> {
  const settings = settingsOf(target, applicationName)
  try {
    await client.query(setStatement({ ...settings, client_connection_check_interval: '1000' }))
  } catch (error) {
    // Some platforms cannot look whether a client is still there, and say so by refusing the value.
    const refused = error instanceof DatabaseError && error.code === '22023'
    if (refused && error.message.includes('client_connection_check_interval')) {
      await client.query(setStatement(settings))
      return
    }
    await client.end().catch(() => undefined)
    throw error
  }
}

function settingsOf(target: PostgresTarget, applicationName: string): Readonly<Record<string, string>> {
  const { statementTimeout, searchPath, role } = target
  return {
    application_name: applicationName,
    standard_conforming_strings: 'on',
    datestyle: 'ISO',
    intervalstyle: 'postgres',
    bytea_output: 'hex',
    ...(statementTimeout === undefined ? {} : { statement_timeout: String(statementTimeout) }),
    ...(searchPath === undefined ? {} : { search_path: searchPath.map(quoteIdentifier).join(', ') }),
    ...(role === undefined ? {} : { role }),
  }
}

const sinceVersion: ReadonlyMap<string, number> = new Map([['client_connection_check_interval', 140_000]])

function setStatement(settings: Readonly<Record<string, string>>): string {
  const calls = Object.entries(settings).map(([name, value]) => {
    const call = `set_config(${textLiteral(name)}, ${textLiteral(value)}, false)`
    const since = sinceVersion.get(name)
    return since === undefined
      ? call
      : `case when current_setting('server_version_num')::int >= ${since} then ${call} end`
  })
  return `select ${calls.join(', ')}`
}
