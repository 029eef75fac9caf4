// Writers that hold transactions open: what makes the order of commits differ from the order of a sequence.
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'

/** What a crew of writers does. */
export interface Crew {
  readonly url: string
  /** The quoted table; its rows need no value but `payload`. */
  readonly table: string
  readonly writers: number
  readonly seconds: number
  /** The longest that a transaction is held open, in milliseconds. */
  readonly hold: number
  /** Who took longer by accident rolls back: what commits keeps this promise. In milliseconds. */
  readonly longest: number
  /** Writers take turns, so that rows become visible in the order of their ids. */
  readonly serialized: boolean
}

/** What the writers did. */
export interface Written {
  readonly committed: number
  readonly rolledBack: number
}

/** Resolves when every writer has ended its last transaction. */
export async function write(crew: Crew): Promise<Written> {
  const ends = performance.now() + crew.seconds * 1000
  const each = await Promise.all(Array.from({ length: crew.writers }, () => writeUntil(crew, ends)))
  return each.reduce((sum, one) => ({
    committed: sum.committed + one.committed,
    rolledBack: sum.rolledBack + one.rolledBack,
  }))
}

async function writeUntil(crew: Crew, ends: number): Promise<Written> {
  const client = new pg.Client({ connectionString: crew.url, application_name: 'trial writer' })
  await client.connect()
  let committed = 0
  let rolledBack = 0
  while (performance.now() < ends) {
    if (await writeOnce(client, crew)) committed++
    else rolledBack++
  }
  await client.end()
  return { committed, rolledBack }
}

/** One transaction: some rows before and after a pause, some of them behind a savepoint. Tells whether it was committed. */
async function writeOnce(client: pg.Client, crew: Crew): Promise<boolean> {
  const insert = `insert into ${crew.table} (payload) select md5(random()::text) from generate_series(1, ${1 + Math.floor(Math.random() * 3)})`
  const start = performance.now()
  await client.query('begin')
  if (crew.serialized) await client.query('select pg_advisory_xact_lock(8)')
  if (chance(0.9)) await client.query(insert)
  const rest = Math.random() * crew.hold
  await pause(rest / 2)
  if (chance(0.3)) {
    await client.query('savepoint maybe')
    await client.query(insert)
    await client.query(chance(0.5) ? 'rollback to maybe' : 'release maybe')
  }
  await pause(rest / 2)
  await client.query(insert)
  const keeps = chance(0.85) && performance.now() - start < crew.longest
  await client.query(keeps ? 'commit' : 'rollback')
  return keeps
}

function chance(probability: number): boolean {
  return Math.random() < probability
}
