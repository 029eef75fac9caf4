// Writers that commit in any order, with a loader beside them: does a flow have every row once?
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { runWell, writeProject, type Project } from './command.ts'
import { write, type Written } from './writers.ts'

/** How the trial is held. */
export interface CursorTrial {
  /** The built command line. */
  readonly main: string
  /** An empty database. */
  readonly url: string
  readonly seconds: number
  /** The wait of the cursor with `settle`, in milliseconds: no transaction is open for longer. */
  readonly settle: number
}

/** What one way of reading came to. */
export interface Tally {
  readonly name: string
  /** Committed to the table that is read. */
  readonly rows: number
  readonly lost: number
  /** How many rows are in the relation more often than once, counting each copy. */
  readonly twice: number
}

/** What the trial found. */
export interface Findings {
  readonly tallies: readonly Tally[]
  readonly runs: number
  readonly free: Written
  readonly serialized: Written
}

/** Each way of reading, and the table that it reads. */
const ways = [
  { name: 'cursor: id', model: 'by_commit', table: 'events' },
  { name: 'cursor: { column: loaded_at, settle }', model: 'by_settle', table: 'events' },
  { name: 'cursor: { column: id, order: trusted }', model: 'by_order', table: 'entries' },
  { name: 'where id > (select max(id) from this)', model: 'usual', table: 'events' },
] as const

/** The names of the ways that promise to lose nothing. */
export const promised: readonly string[] = ways.slice(0, 3).map(({ name }) => name)

/** Lets writers and a loader work beside each other, runs the loader once more at the end, and compares. */
export async function tryCursors(trial: CursorTrial): Promise<Findings> {
  const { url, seconds, settle } = trial
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(tables)
  const project = projectOf(trial)
  try {
    const crew = { url, writers: 8, seconds, hold: 500 }
    let writing = true
    const loads = load(project, () => writing)
    const [free, serialized] = await Promise.all([
      write({ ...crew, table: 'bank.events', longest: settle / 2, serialized: false }),
      write({ ...crew, table: 'bank.entries', longest: Number.POSITIVE_INFINITY, serialized: true }),
    ])
    writing = false
    const runs = await loads
    await Promise.all([pause(settle), untilAllEnded(client)])
    await runWell(project, ['run'])
    const tallies: Tally[] = []
    for (const way of ways) tallies.push({ name: way.name, ...(await compare(client, way)) })
    return { tallies, runs: runs + 1, free, serialized }
  } finally {
    await client.end()
    rmSync(project.folder, { recursive: true, force: true })
  }
}

/** Waits for the transactions that are open now, also those of others in the same server: they hold the last rows back. */
async function untilAllEnded(client: pg.Client): Promise<void> {
  const { rows: marks } = await client.query<{ readonly mark: string }>(
    'select pg_current_xact_id()::text as mark',
  )
  const sql = `select pg_snapshot_xmin(pg_current_snapshot()) > '${marks[0]?.mark}'::xid8 as ended`
  while ((await client.query<{ readonly ended: boolean }>(sql)).rows[0]?.ended !== true) await pause(50)
}

async function load(project: Project, goesOn: () => boolean): Promise<number> {
  let runs = 0
  for (; goesOn(); runs++) {
    await runWell(project, ['run'])
    await pause(300)
  }
  return runs
}

async function compare(
  client: pg.Client,
  { model, table }: { readonly model: string; readonly table: string },
): Promise<Omit<Tally, 'name'>> {
  const { rows } = await client.query<{
    readonly rows: number
    readonly lost: number
    readonly twice: number
  }>(
    `select (select count(*)::int from bank.${table}) as rows,
      (select count(*)::int from (select id, payload from bank.${table} except select id, payload from trial.${model}) as lost) as lost,
      (select count(*)::int from (select id, payload from trial.${model} except all select id, payload from bank.${table}) as twice) as twice`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('no row')
  return row
}

const tables = `
  create schema bank;
  create table bank.events (id bigserial primary key, loaded_at timestamptz not null default now(), payload text not null);
  create index on bank.events (loaded_at);
  create table bank.entries (id bigserial primary key, payload text not null)`

function projectOf({ main, url, settle }: CursorTrial): Project {
  const flow = (source: string): string =>
    `{{ config(materialized='flow') }}\nselect id, payload from {{ source('bank', '${source}') }}\n`
  return writeProject(main, {
    'xform.yml': `name: trial\ntargets:\n  dev: { type: postgres, url: '${url}', schema: trial }\n`,
    'models/sources.yml': `sources:
  - name: bank
    schema: bank
    tables:
      - { name: events, cursor: id }
      - { name: settled_events, identifier: events, cursor: { column: loaded_at, settle: ${settle} } }
      - { name: entries, cursor: { column: id, order: trusted } }
`,
    'models/by_commit.sql': flow('events'),
    'models/by_settle.sql': flow('settled_events'),
    'models/by_order.sql': flow('entries'),
    'models/usual.sql': `{{ config(materialized='incremental') }}
select id, payload from {{ source('bank', 'events') }}
{{#if incremental}}where id > (select coalesce(max(id), 0) from {{ this }}){{/if}}
`,
  })
}
