import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { testPostgres, type TestPostgres } from '../../tests/databases/postgres.ts'
import type { Adapter } from '../../core/adapter/adapter.ts'
import type { DatabaseProblem } from '../../core/adapter/problem.ts'
import { problemOf } from '../conformance/subject.ts'
import { openTestAdapter } from './swap.fixture.ts'

let server: TestPostgres
let url: string

beforeAll(async () => {
  server = await testPostgres()
  url = await server.createDatabase()
})

/** What connecting with some settings ends in. */
async function connecting(settings: Readonly<Record<string, unknown>>): Promise<DatabaseProblem> {
  const adapter = await openTestAdapter(settings)
  try {
    return await problemOf(adapter, () => adapter.session((session) => session.query('select 1')))
  } finally {
    await adapter.close()
  }
}

/** The settings of the test server, one by one. */
function parts(): Readonly<Record<string, unknown>> {
  const { host, port, user, password } = server
  return { host, port, user, password, database: 'postgres' }
}

describe('a connection that cannot be made is explained', () => {
  test('when nothing listens there', async () => {
    const free = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => free.once('listening', resolve))
    const { port } = free.address() as AddressInfo
    await new Promise((resolve) => free.close(resolve))
    expect(await connecting({ ...parts(), port })).toMatchObject({
      kind: 'connection',
      message: `No Postgres server answers at 127.0.0.1:${port}.`,
      hint: expect.stringContaining('`host` and `port`'),
    })
  })

  test('when the host is not known', async () => {
    expect(await connecting({ ...parts(), host: 'no-such-host.invalid' })).toMatchObject({
      kind: 'connection',
      message: 'The host "no-such-host.invalid" is not known.',
    })
  })

  test('when the password is wrong, without showing it', async () => {
    const problem = await connecting({ ...parts(), password: 'hunter2 is wrong' })
    expect(problem).toMatchObject({ kind: 'connection', hint: 'Check `user` and `password` of the target.' })
    expect(problem.message).toContain('password authentication failed')
    expect(JSON.stringify(problem)).not.toContain('hunter2')
  })

  test('when the database does not exist', async () => {
    expect(await connecting({ ...parts(), database: 'no such database' })).toMatchObject({
      kind: 'connection',
      message: 'database "no such database" does not exist',
      hint: expect.stringContaining('Create the database'),
    })
  })

  test('when the role does not exist', async () => {
    expect(await connecting({ ...parts(), role: 'no such role' })).toMatchObject({
      kind: 'connection',
      message: expect.stringContaining('no such role'),
      hint: expect.stringContaining('`role`'),
    })
  })

  test('when the server offers no encryption', async () => {
    expect(await connecting({ ...parts(), ssl: 'require' })).toMatchObject({
      kind: 'connection',
      message: expect.stringContaining('does not offer encrypted connections'),
      hint: expect.stringContaining('`ssl: false`'),
    })
  })

  test('when something answers that is no Postgres, or nothing does', async () => {
    const silent = createServer(() => undefined).listen(0, '127.0.0.1')
    const chatty = createServer((visitor) => visitor.end('HTTP/1.1 400 Bad Request\r\n\r\n')).listen(
      0,
      '127.0.0.1',
    )
    await Promise.all([silent, chatty].map((one) => new Promise((resolve) => one.once('listening', resolve))))
    const portOf = (one: typeof silent): number => (one.address() as AddressInfo).port
    const late = await connecting({ ...parts(), port: portOf(silent), connect_timeout: 200 })
    expect(late).toMatchObject({
      kind: 'connection',
      message: `The server at 127.0.0.1:${portOf(silent)} did not answer within 0.2 s.`,
    })
    expect((await connecting({ ...parts(), port: portOf(chatty), connect_timeout: 1000 })).kind).toBe(
      'connection',
    )
    silent.close()
    chatty.close()
  })
})

describe('a connection', () => {
  let adapter: Adapter

  beforeAll(async () => {
    adapter = await openTestAdapter({
      url,
      statement_timeout: '3s',
      search_path: ['shop', 'public'],
      ssl: 'prefer',
    })
  })

  afterAll(async () => adapter.close())

  test('is set up as the target says, and lives on the server under the name of the command', async () => {
    const names = [
      'application_name',
      'statement_timeout',
      'search_path',
      'standard_conforming_strings',
      'client_connection_check_interval',
    ]
    const rows = await adapter.session((session) =>
      session.query(`select ${names.map((name) => `current_setting('${name}') as ${name}`).join(', ')}`),
    )
    expect(rows).toEqual([
      {
        application_name: 'xform test',
        statement_timeout: '3s',
        search_path: '"shop", "public"',
        standard_conforming_strings: 'on',
        client_connection_check_interval: '1s',
      },
    ])
  })

  test('is used again by the next session', async () => {
    const pid = (): Promise<unknown> =>
      adapter.session((session) => session.query('select pg_backend_pid() as pid'))
    expect(await pid()).toEqual(await pid())
  })

  test('that was changed for good is not used again', async () => {
    const pid = await adapter.session(async (session) => {
      await session.execute([`set search_path to 'elsewhere'`])
      return session.query('select pg_backend_pid() as pid')
    })
    const [next, path] = await adapter.session(async (session) => [
      await session.query('select pg_backend_pid() as pid'),
      await session.query(`select current_setting('search_path') as path`),
    ])
    expect(next).not.toEqual(pid)
    expect(path).toEqual([{ path: '"shop", "public"' }])
  })

  test('that is lost in the middle is a problem of the connection, and the next session has another', async () => {
    const problem = await adapter.session(async (session) => {
      const [row] = await session.query('select pg_backend_pid() as pid')
      const dying = problemOf(adapter, () => session.execute(['begin', 'select pg_sleep(10)']))
      await new Promise((resolve) => setTimeout(resolve, 50))
      await adapter.session((other) =>
        other.query('select pg_terminate_backend($1::int)', [Number(row?.['pid'])]),
      )
      const again = await problemOf(adapter, () => session.query('select 1'))
      expect(again.kind).toBe('connection')
      return dying
    })
    expect(problem.kind).toBe('connection')
    expect(await adapter.session((session) => session.query('select 1 as fine'))).toEqual([{ fine: 1 }])
  })

  test('leaves the server idle within 250 ms of a cancellation', async () => {
    const stop = new AbortController()
    const cancelled = problemOf(adapter, () =>
      adapter.session((session) => session.execute(['begin', 'select pg_sleep(60)']), stop.signal),
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    stop.abort()
    await cancelled
    const busy = await adapter.session((session) =>
      session.query(
        `select pid from pg_stat_activity where application_name = 'xform test' and state <> 'idle' and pid <> pg_backend_pid()`,
      ),
    )
    expect(busy).toEqual([])
  })

  test('a statement that runs into the timeout is cancelled', async () => {
    const problem = await problemOf(adapter, () =>
      adapter.session((session) => session.query('select pg_sleep(10)')),
    )
    expect(problem).toMatchObject({
      kind: 'cancelled',
      message: 'canceling statement due to statement timeout',
    })
  })

  test('a deadlock is a conflict', async () => {
    const run = (sql: string): Promise<unknown> => adapter.session((session) => session.execute([sql]))
    await run('create table public.a as select 1 as id')
    await run('create table public.b as select 1 as id')
    const lock = (first: string, second: string): Promise<unknown> =>
      adapter.session(async (session) => {
        await session.execute(['begin', `lock table public.${first}`])
        await new Promise((resolve) => setTimeout(resolve, 100))
        await session.execute([`lock table public.${second}`])
      })
    const outcomes = await Promise.allSettled([lock('a', 'b'), lock('b', 'a')])
    const failed = outcomes.flatMap((one) =>
      one.status === 'rejected' ? [adapter.explain(one.reason)?.kind] : [],
    )
    expect(failed).toEqual(['conflict'])
  })

  test('runs alone what cannot be part of a transaction', async () => {
    const results = await adapter.session(async (session) => [
      ...(await session.execute(['create table public.vacuumed as select 1 as id'])),
      ...(await session.execute(['vacuum public.vacuumed'])),
      ...(await session.execute(['create index concurrently on public.vacuumed (id);'])),
    ])
    expect(results.map(({ count }) => count)).toEqual([1, undefined, undefined])
  })

  test('works as another role where the target names one', async () => {
    const create = `do $$ begin create role xform_builder; exception when duplicate_object then null; end $$`
    await adapter.session((session) => session.execute([create]))
    const other = await openTestAdapter({ url, role: 'xform_builder' })
    const rows = await other.session((session) => session.query('select current_user::text as me'))
    const problem = await problemOf(other, () =>
      other.session((session) => session.execute(['create schema forbidden'])),
    )
    const { checks } = await other.debug()
    await other.close()
    expect(rows).toEqual([{ me: 'xform_builder' }])
    expect(problem.kind).toBe('permission')
    expect(checks.filter(({ ok }) => !ok)).toHaveLength(1)
  })
})

test('no more connections are made than there are threads, and none before the first session', async () => {
  const adapter = await openTestAdapter({ url }, { threads: 3 })
  const watcher = await openTestAdapter({ url })
  const count = (): Promise<unknown> =>
    watcher.session((session) =>
      session.query(
        `select count(*) as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
      ),
    )
  const before = await count()
  await Promise.all(
    Array.from({ length: 12 }, () => adapter.session((session) => session.query('select pg_sleep(0.02)'))),
  )
  const during = await count()
  await adapter.close()
  const deadline = Date.now() + 2000
  let after = await count()
  while (JSON.stringify(after) !== JSON.stringify(before) && Date.now() < deadline) after = await count()
  await watcher.close()
  expect([before, during, after]).toEqual([[{ n: 0 }], [{ n: 3 }], [{ n: 0 }]])
})
