import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { chmod, chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { PostgresAddress } from './door.ts'
import { findPostgres, type PostgresPrograms } from './postgres-programs.ts'
import { serverAccount, type Account } from './server-account.ts'

const run = promisify(execFile)

/** A running Postgres server and what ends it. */
export interface PostgresServer {
  readonly address: PostgresAddress
  readonly stop: () => Promise<void>
}

/** Speed over safety: the data lives as long as the test run. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
  log_min_messages: 'log',
}

const durableSettings = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }

const user = 'postgres'
const password = 'only for tests'

/** How a server treats its data: `durable` as a server in production does, otherwise as fast as it can. */
export interface ServerWishes {
  readonly durable?: boolean
}

/** Makes a new Postgres cluster in a temporary folder and starts it on a free loopback port. */
export async function startPostgres({ durable = false }: ServerWishes = {}): Promise<PostgresServer> {
  const account = await serverAccount()
  const folder = await mkdtemp(join(tmpdir(), 'xform-postgres-'))
  await chmod(folder, 0o755)
  try {
    const programs = await findPostgres(folder, account)
    const data = join(folder, 'data')
    await initialise(programs, { data, folder, account })
    const port = await freePort()
    const child = spawnServer({ programs, data, port, account, durable })
    await untilReady(child)
    const stop = async (): Promise<void> => {
      await stopServer(child)
      await rm(folder, { recursive: true, force: true })
    }
    return { address: { host: '127.0.0.1', port, user, password }, stop }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

async function initialise(
  programs: PostgresPrograms,
  place: { readonly data: string; readonly folder: string; readonly account: Account },
): Promise<void> {
  const { data, folder, account } = place
  const passwordFile = join(folder, 'password')
  await mkdir(data, { mode: 0o700 })
  await writeFile(passwordFile, `${password}\n`)
  if (account.uid !== undefined && account.gid !== undefined) await chown(data, account.uid, account.gid)
  const options = [
    `--pgdata=${data}`,
    `--username=${user}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ]
  await run(programs.initdb, options, { ...account, cwd: folder })
}

/**
 * Starts the server under a shell that waits for the end of its input: however this process ends, its pipes are
 * closed, and the shell stops the server and deletes its data.
 */
function spawnServer(server: {
  readonly programs: PostgresPrograms
  readonly data: string
  readonly port: number
  readonly account: Account
  readonly durable: boolean
}): ChildProcess {
  const { programs, data, port, account, durable } = server
  const options = Object.entries(durable ? { ...settings, ...durableSettings } : settings).flatMap(
    ([name, value]) => ['-c', `${name}=${value}`],
  )
  const guard = '"$@" <&- & server=$!; cat >/dev/null; kill -INT $server; wait $server; rm -rf "$0"/*'
  const command = [programs.postgres, '-D', data, '-p', String(port), ...options]
  return spawn('/bin/sh', ['-c', guard, data, ...command], {
    ...account,
    cwd: data,
    stdio: ['pipe', 'ignore', 'pipe'],
    detached: true,
  })
}

/** Resolves when the server says that it accepts connections; rejects with what it said when it ends before. */
async function untilReady(child: ChildProcess): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
      if (said.includes('ready to accept connections')) resolve()
      if (said.includes('FATAL')) reject(new Error(said))
    })
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`Postgres did not start.\n${said}`)))
  })
  child.stderr?.removeAllListeners('data').resume()
}

async function stopServer(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  await ended
}

async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('There is no free port.')
  return address.port
}
