import { randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import pg from 'pg'
import { inject } from 'vitest'
import type { DoorAnswer, PostgresAddress } from './door.ts'

/** The test run's Postgres server. */
export interface TestPostgres extends PostgresAddress {
  /** Of the server's own database `postgres`. */
  readonly url: string
  /** Makes an empty database and resolves to its URL. */
  readonly createDatabase: () => Promise<string>
}

/**
 * The Postgres server of the test run: the one that `XFORM_TEST_POSTGRES_URL` names, or else one that is started for
 * the run when it is first asked for. Each test file makes its own database in it.
 */
export async function testPostgres(): Promise<TestPostgres> {
  const given = process.env['XFORM_TEST_POSTGRES_URL']
  const address = given === undefined ? await askAtTheDoor() : addressOf(given)
  const url = given ?? urlOf(address, 'postgres')
  return { ...address, url, createDatabase: () => createDatabase(url) }
}

async function askAtTheDoor(): Promise<PostgresAddress> {
  const answer = JSON.parse(await text(connect(inject('postgresDoor'), '127.0.0.1'))) as DoorAnswer
  if ('failure' in answer) throw new Error(answer.failure)
  return answer.address
}

function addressOf(url: string): PostgresAddress {
  const { hostname, port, username, password } = new URL(url)
  return {
    host: hostname,
    port: Number(port === '' ? '5432' : port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  }
}

function urlOf({ host, port, user, password }: PostgresAddress, database: string): string {
  return `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/${database}`
}

async function createDatabase(serverUrl: string): Promise<string> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    await client.query(`create database ${name} template template0`)
  } finally {
    await client.end()
  }
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}
