import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { temporaryFolder } from '../../tests/databases/duckdb.ts'
import type { Adapter, OpenOptions } from '../../core/adapter/adapter.ts'
import { problemOf } from '../conformance/subject.ts'
import { duckdb } from './index.ts'

const folder = temporaryFolder()
const opened: Adapter[] = []

afterEach(async () => {
  await Promise.all(opened.splice(0).map((adapter) => adapter.close()))
})

async function open(
  settings: Readonly<Record<string, unknown>>,
  options: Partial<OpenOptions> = {},
): Promise<Adapter> {
  const reading = duckdb.readTarget(settings)
  if (!reading.ok) throw new Error('The settings were refused.')
  const adapter = await duckdb.open(reading.target, {
    threads: 2,
    lockTimeout: 300,
    folder,
    applicationName: 'xform test',
    onWait: () => undefined,
    ...options,
  })
  opened.push(adapter)
  return adapter
}

/** Another process that has a file open until it is told to end; resolves once it has. */
async function holdFile(path: string): Promise<ChildProcess> {
  const script = `
    const { DuckDBInstance } = require('@duckdb/node-api')
    DuckDBInstance.create(${JSON.stringify(path)}).then(() => console.log('open'), () => console.log('refused'))
    process.stdin.on('end', () => process.exit()).resume()`
  const holder = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
  const said = await new Promise<unknown>((resolve) => holder.stdout.once('data', resolve))
  if (String(said).trim() !== 'open') throw new Error(`The other process says: ${String(said)}`)
  return holder
}

async function letGo(holder: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => holder.once('exit', resolve))
  holder.stdin?.end()
  await ended
}

const look = (adapter: Adapter): Promise<unknown> =>
  adapter.session((session) => session.query('select 1 as fine'))

describe('a file that another process has open', () => {
  test('is named with the process that has it, after waiting in vain', async () => {
    const holder = await holdFile(join(folder, 'held.duckdb'))
    const heard: string[] = []
    const adapter = await open({ path: 'held.duckdb' }, { onWait: (because) => void heard.push(because) })
    const started = performance.now()
    const problem = await problemOf(adapter, () => look(adapter))
    expect(performance.now() - started).toBeGreaterThan(150)
    await letGo(holder)
    expect(problem.kind).toBe('lock')
    expect(problem.message).toMatch(
      new RegExp(`^Another process \\(PID ${holder.pid}, .*\\) has "held.duckdb" open\\.$`),
    )
    expect(heard).toEqual([problem.message])
  })

  test('is waited for, and opened when the other process ends', async () => {
    const holder = await holdFile(join(folder, 'freed.duckdb'))
    const heard: string[] = []
    const adapter = await open(
      { path: 'freed.duckdb' },
      { lockTimeout: 20_000, onWait: (because) => void heard.push(because) },
    )
    const looking = look(adapter)
    await new Promise((resolve) => setTimeout(resolve, 100))
    await letGo(holder)
    expect(await looking).toEqual([{ fine: 1 }])
    expect(heard).toHaveLength(1)
  })

  test('is no longer waited for when the work is cancelled or the adapter is closed', async () => {
    const holder = await holdFile(join(folder, 'awaited.duckdb'))
    const adapter = await open({ path: 'awaited.duckdb' }, { lockTimeout: 60_000 })
    const stop = new AbortController()
    const cancelled = problemOf(adapter, () => adapter.session(() => Promise.resolve(), stop.signal))
    const closed = problemOf(adapter, () => look(adapter))
    stop.abort()
    expect((await cancelled).kind).toBe('cancelled')
    await adapter.close()
    expect((await closed).kind).toBe('cancelled')
    await letGo(holder)
  })
})

describe('opening', () => {
  test('happens when the first session is asked for, and closing gives the file up', async () => {
    const path = join(folder, 'late.duckdb')
    const adapter = await open({ path })
    await letGo(await holdFile(path))
    await look(adapter)
    await expect(holdFile(path)).rejects.toThrow('refused')
    await adapter.close()
    await letGo(await holdFile(path))
  })

  test.each([1, 3, 5000])('gives the file up too when only %i rows of a query were wanted', async (limit) => {
    const path = join(folder, `cut-short-${limit}.duckdb`)
    const adapter = await open({ path })
    const { rows } = await adapter.session((session) =>
      session.select('select * from range(9000000000)', limit),
    )
    expect(rows).toHaveLength(limit)
    expect(await look(adapter)).toEqual([{ fine: 1 }])
    await adapter.close()
    await letGo(await holdFile(path))
  })

  test('one file by two adapters of one process is the same database, until both are closed', async () => {
    const path = join(folder, 'shared.duckdb')
    const [first, second] = [await open({ path }), await open({ path: 'shared.duckdb' })]
    await first.session((session) => session.execute(['create table orders as select 1 as id']))
    const rows = await second.session((session) => session.query('select id from orders'))
    expect(rows).toEqual([{ id: 1 }])
    await first.close()
    await expect(holdFile(path)).rejects.toThrow('refused')
    await second.close()
    await letGo(await holdFile(path))
  })

  test('memory is not shared between adapters', async () => {
    const [first, second] = [await open({ path: ':memory:' }), await open({ path: ':memory:' })]
    await first.session((session) => session.execute(['create table orders as select 1 as id']))
    const problem = await problemOf(second, () =>
      second.session((session) => session.query('select id from orders')),
    )
    expect(problem.kind).toBe('query')
  })

  test('a file that is no database, a folder, and a file in no folder are told apart', async () => {
    writeFileSync(join(folder, 'junk.duckdb'), 'id,amount\n1,10\n'.repeat(1000))
    writeFileSync(join(folder, 'empty.duckdb'), '')
    mkdirSync(join(folder, 'folder.duckdb'))
    const messages = []
    for (const path of ['junk.duckdb', 'empty.duckdb', 'folder.duckdb', 'missing/bank.duckdb']) {
      const adapter = await open({ path })
      const problem = await problemOf(adapter, () => look(adapter))
      expect(problem).toMatchObject({ kind: 'connection', hint: expect.any(String) })
      messages.push(problem.message)
    }
    expect(messages).toEqual([
      '"junk.duckdb" is not a DuckDB database.',
      '"empty.duckdb" is not a DuckDB database.',
      '"folder.duckdb" is a folder, not a DuckDB database.',
      'The folder of "missing/bank.duckdb" does not exist, so the database cannot be made there.',
    ])
  })

  test('the file can be repaired while the adapter is open: the next session tries again', async () => {
    const adapter = await open({ path: 'later/bank.duckdb' })
    await problemOf(adapter, () => look(adapter))
    mkdirSync(join(folder, 'later'))
    expect(await look(adapter)).toEqual([{ fine: 1 }])
  })
})

describe('settings', () => {
  test('of the target are set, whatever their names and values are', async () => {
    const adapter = await open({
      path: ':memory:',
      settings: { TimeZone: 'Asia/Tokyo', threads: 1, preserve_insertion_order: false },
    })
    const rows = await adapter.session((session) =>
      session.query(
        `select current_setting('TimeZone') as zone, current_setting('threads') as threads, current_setting('preserve_insertion_order') as ordered`,
      ),
    )
    expect(rows).toEqual([{ zone: 'Asia/Tokyo', threads: 1, ordered: false }])
  })

  test('that DuckDB refuses are named', async () => {
    const adapter = await open({ path: ':memory:', settings: { 'no such; setting': 1 } })
    const problem = await problemOf(adapter, () => look(adapter))
    expect(problem.kind).toBe('connection')
    expect(problem.message).toMatch(/^The setting "no such; setting" of the target was refused: /)
  })

  test('databases are attached under their names, relative to the project', async () => {
    const archive = await open({ path: 'archive.duckdb' })
    await archive.session((session) => session.execute(['create table orders as select 7 as id']))
    await archive.close()
    const adapter = await open({
      path: ':memory:',
      attach: [{ path: 'archive.duckdb', alias: 'old "ones"', read_only: true }],
    })
    const orders = { database: 'old "ones"', schema: 'main', name: 'orders' }
    const [rows, state, standing] = await adapter.session(async (session) => [
      await session.query(`select id from ${adapter.dialect.relation(orders)}`),
      await adapter.inspectOne(session, orders),
      await adapter.inspect(session, [{ database: 'old "ones"', schema: 'main' }, { schema: 'main' }]),
    ])
    expect(rows).toEqual([{ id: 7 }])
    expect(state).toEqual({ exists: true, kind: 'table', columns: [{ name: 'id', type: 'INTEGER' }] })
    expect(standing).toEqual([{ name: orders, kind: 'table' }])
  })

  test('a database that cannot be attached is named, and what could be a secret is not shown', async () => {
    const adapter = await open({ path: ':memory:', attach: { archive: 'missing/archive.duckdb' } })
    const problem = await problemOf(adapter, () => look(adapter))
    expect(problem.message).toMatch(/^The database "archive" cannot be attached: /)
    const secret = await open({
      path: ':memory:',
      attach: { shop: { path: 'host=x password=hunter2', type: 'sqlite_no_such' } },
    })
    expect(JSON.stringify(await problemOf(secret, () => look(secret)))).not.toContain('hunter2')
  })
})

test('names are looked up without regard to case', async () => {
  const adapter = await open({ path: ':memory:' })
  const { dialect } = adapter
  const [state, standing] = await adapter.session(async (session) => {
    await session.execute([
      dialect.createSchema('Shop'),
      dialect.createTableAs({ schema: 'Shop', name: 'Orders' }, 'select 1 as "Id"'),
    ])
    return [
      await adapter.inspectOne(session, { schema: 'shop', name: 'ORDERS' }),
      await adapter.inspect(session, [{ schema: 'SHOP' }]),
    ]
  })
  expect(state).toMatchObject({ exists: true, kind: 'table', columns: [{ name: 'Id' }] })
  expect(standing.map(({ name }) => dialect.identity(name))).toEqual([
    dialect.identity({ schema: 'shop', name: 'orders' }),
  ])
})

test('a view whose table is gone still stands', async () => {
  const adapter = await open({ path: ':memory:' })
  const state = await adapter.session(async (session) => {
    await session.execute([
      'create table orders as select 1 as id',
      'create view recent as select * from orders',
      'drop table orders',
    ])
    return adapter.inspectOne(session, { schema: 'main', name: 'recent' })
  })
  expect(state).toEqual({ exists: true, kind: 'view', columns: [] })
})

test('a conflict of two transactions is one, and the same transaction succeeds when tried again', async () => {
  const adapter = await open({ path: ':memory:' })
  await adapter.session((session) => session.execute(['create table orders as select 1 as id']))
  const problem = await adapter.session(async (first) => {
    await first.execute(['begin', 'update orders set id = 2'])
    return problemOf(adapter, () =>
      adapter.session((second) => second.execute(['begin', 'update orders set id = 3'])),
    )
  })
  expect(problem.kind).toBe('conflict')
})
