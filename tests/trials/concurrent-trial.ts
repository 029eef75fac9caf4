// Runs of the same flow started at once, over and over: is every row in it once, and does every run say how it ended?
import { rmSync } from 'node:fs'
import { runToEnd, runWell, writeProject, type Project } from './command.ts'
import type { Database } from './database.ts'

/** How the trial is held. */
export interface ConcurrentTrial {
  /** The built command line. */
  readonly main: string
  /** An empty database. */
  readonly database: Database
  readonly rounds: number
  /** How many runs are started at once. */
  readonly atOnce: number
}

/** What the trial found. */
export interface Outcome {
  readonly runs: number
  /** Runs that ended with exit code 0. */
  readonly well: number
  /** Runs that ended with 1 and said that they had waited for somebody. */
  readonly waited: number
  /** What all others said. */
  readonly unclear: readonly string[]
  /** Rows of the source after the last round. */
  readonly rows: number
  /** Over all rounds: rows that were not in the flow after its runs, and rows that were in it again. */
  readonly lost: number
  readonly twice: number
  /** Relations that nobody asked for. */
  readonly leftovers: readonly string[]
}

const perRound = 10
/** In every so many rounds the flow is gone, and the runs begin by making it. */
const anew = 4

/** Holds the trial: each round adds rows to the source and starts the runs at once. */
export async function tryConcurrently(trial: ConcurrentTrial): Promise<Outcome> {
  const { database, rounds, atOnce } = trial
  await database.sql(
    'create schema bank',
    'create table bank.events (id bigint primary key, amount bigint not null)',
  )
  const project = projectOf(trial)
  const leftovers = new Set<string>()
  const unclear: string[] = []
  let [well, waited, lost, twice] = [0, 0, 0, 0]
  for (let round = 0; round < rounds; round++) {
    if (round > 0 && round % anew === 0) await database.sql('drop table trial.events')
    await database.sql(
      `insert into bank.events select g, g % 7 from generate_series(${round * perRound + 1}, ${(round + 1) * perRound}) as s(g)`,
    )
    const ended = await Promise.all(Array.from({ length: atOnce }, () => runToEnd(project, ['run'])))
    for (const { code, output } of ended) {
      if (code === 0) well++
      else if (code === 1 && /lock|wait/iu.test(output)) waited++
      else unclear.push(`exit ${code}\n${output}`)
    }
    if (!ended.some(({ code }) => code === 0)) await runWell(project, ['run'])
    const found = await compare(database)
    lost += found.lost
    twice += found.twice
    for (const name of await foreignRelations(database)) leftovers.add(name)
  }
  rmSync(project.folder, { recursive: true, force: true })
  const rows = rounds * perRound
  return { runs: rounds * atOnce, well, waited, unclear, rows, lost, twice, leftovers: [...leftovers] }
}

/** Also what is remembered has to agree with what stands: one entry, and no batch twice. */
async function compare({ sql }: Database): Promise<{ readonly lost: number; readonly twice: number }> {
  const [row = {}] = await sql(`select
    (select count(*) from (select id, amount from bank.events except select id, amount from trial.events) as a) as lost,
    (select count(*) from (select id, amount from trial.events except all select id, amount from bank.events) as b) as twice,
    (select count(*) from trial.events) as rows,
    (select sum(rows) from _xform.positions) as remembered,
    (select count(*) from _xform.positions) as entries,
    (select count(*) - count(distinct (generation, batch)) from _xform.batches) as batches_twice`)
  const { lost, twice, rows, remembered, entries, batches_twice: repeated } = row
  if (Number(rows) !== Number(remembered) || Number(entries) !== 1 || Number(repeated) !== 0)
    throw new Error(`what is remembered does not agree with what stands: ${JSON.stringify(row)}`)
  return { lost: Number(lost), twice: Number(twice) }
}

async function foreignRelations({ sql }: Database): Promise<readonly string[]> {
  const rows = await sql(`select table_schema || '.' || table_name as name from information_schema.tables
    where table_schema not in ('pg_catalog', 'information_schema', '_xform')`)
  return rows.map(({ name }) => String(name)).filter((name) => !expected.has(name))
}

const expected = new Set(['bank.events', 'trial.events'])

function projectOf({ main, database }: ConcurrentTrial): Project {
  return writeProject(main, {
    'xform.yml': `name: trial\ntargets:\n  dev: { ${database.target}, schema: trial }\n`,
    'models/sources.yml':
      'sources: [{ name: bank, schema: bank, tables: [{ name: events, cursor: { column: id, order: trusted } }] }]\n',
    'models/events.sql':
      "{{ config(materialized='flow') }}\nselect id, amount from {{ source('bank', 'events') }}\n",
  })
}
