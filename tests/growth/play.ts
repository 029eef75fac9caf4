// A history → a warehouse in which it has happened, step by step.
import pg from 'pg'
import type { RunEvent } from '../../core/index.ts'
import { rawTables } from './history-project.ts'
import type { History, Moment, Sent } from './history.ts'
import { actionsOf, run, type RunWishes, type Shop, type Warehouse } from './warehouse.ts'

/** Where histories are played: the warehouse, and the same project compiled for two schemas. */
export interface Stage {
  readonly warehouse: Warehouse
  readonly live: Shop
  readonly fresh: Shop
  /** The writer that holds transactions open; undefined where there is one writer only. */
  readonly writer: pg.Client | undefined
  readonly close: () => Promise<void>
}

/** Opens a stage on a warehouse that it closes in the end. */
export async function openStage(
  warehouse: Warehouse,
  files: Readonly<Record<string, string>>,
): Promise<Stage> {
  const { url } = warehouse
  const writer = url === undefined ? undefined : new pg.Client({ connectionString: url })
  await writer?.connect()
  return {
    warehouse,
    live: await warehouse.open(files, 'live'),
    fresh: await warehouse.open(files, 'fresh'),
    writer,
    close: async () => {
      await writer?.end()
      await warehouse.close()
    },
  }
}

/** Plays a history on an empty stage. Every run that nobody cut short must have ended well. */
export async function play(stage: Stage, history: History): Promise<void> {
  await clear(stage)
  const played: Played['played'] = { held: false, built: false, late: [] }
  for (const moment of history.moments) await happen(moment, { stage, history, played })
  await release(true, { stage, history, played })
}

async function clear({ warehouse }: Stage): Promise<void> {
  await warehouse.sql(
    'create schema if not exists raw',
    ...['live', 'fresh', '_xform'].map((schema) => `drop schema if exists ${schema} cascade`),
    ...rawTables,
  )
}

interface Played {
  readonly stage: Stage
  readonly history: History
  readonly played: {
    /** Whether the slow writer's transaction is open. */
    held: boolean
    built: boolean
    /** What it will write before it commits. */
    late: readonly string[]
  }
}

async function happen(moment: Moment, play_: Played): Promise<void> {
  const { stage, history } = play_
  const { sql } = stage.warehouse
  switch (moment.kind) {
    case 'arrive':
      await sql(insertion(history, moment.events))
      return
    case 'hold':
      await hold(moment, play_)
      return
    case 'release':
      await release(moment.commits, play_)
      return
    case 'account': {
      const country = textOf(moment.country)
      await sql(
        `delete from raw.accounts where id = ${moment.id}`,
        `insert into raw.accounts values (${moment.id}, ${country}, '${moment.name}')`,
      )
      return
    }
    case 'close':
      await sql(`delete from raw.accounts where id = ${moment.id}`)
      return
    case 'run':
    case 'partial':
    case 'refresh':
    case 'interrupted':
    case 'disconnected':
    case 'twice':
      await build(moment, play_)
  }
}

async function hold(
  { events, writes }: Extract<Moment, { readonly kind: 'hold' }>,
  { stage, history, played }: Played,
): Promise<void> {
  const { writer, warehouse } = stage
  if (writer === undefined) {
    await warehouse.sql(insertion(history, events))
    return
  }
  if (!played.held) await writer.query('begin')
  played.held = true
  if (writes === 'now') await writer.query(insertion(history, events))
  else {
    for (const event of events) {
      const drawn = await writer.query<{ seq: string }>("select nextval('raw.seqs') as seq")
      const seq = drawn.rows[0]?.seq ?? ''
      played.late = [...played.late, insertion(history, [event], seq)]
    }
  }
}

async function release(commits: boolean, { stage, played }: Played): Promise<void> {
  if (!played.held) return
  for (const statement of commits ? played.late : []) await stage.writer?.query(statement)
  await stage.writer?.query(commits ? 'commit' : 'rollback')
  played.held = false
  played.late = []
}

type Running = Extract<
  Moment,
  { readonly kind: 'run' | 'partial' | 'refresh' | 'interrupted' | 'disconnected' | 'twice' }
>

async function build(moment: Running, { stage, history, played }: Played): Promise<void> {
  if (!played.built && moment.kind !== 'interrupted' && moment.kind !== 'disconnected') {
    // Parts of the project can be run once all of it stands.
    await runWell(stage, { only: history.models })
    played.built = true
    if (moment.kind !== 'twice' && moment.kind !== 'run') return
  }
  switch (moment.kind) {
    case 'run':
      await stage.warehouse.sql(insertion(history, moment.events))
      return runWell(stage, { only: history.models })
    case 'partial':
      return runWell(stage, { only: moment.models })
    case 'refresh':
      return runWell(stage, { only: [moment.model], fullRefresh: true })
    case 'interrupted':
      return interrupt(stage, { ...moment, models: history.models })
    case 'disconnected':
      return disconnect(stage, { ...moment, models: history.models })
    case 'twice':
      return runTwice(stage, moment, history)
  }
}

async function runWell({ warehouse, live }: Stage, wishes: RunWishes): Promise<void> {
  const actions = actionsOf(await run(warehouse, live, wishes))
  const bad = Object.entries(actions).filter(([, action]) => badly.test(action))
  if (bad.length > 0) throw new Error(`a run went wrong: ${JSON.stringify(bad)}`)
}

const badly = /^(?:error|skipped|cancelled)/

/** Counts statements and acts once, when so many have run. */
function afterStatements(count: number, act: () => void): (event: RunEvent) => void {
  let seen = 0
  return (event) => {
    if (event.type === 'statement' && ++seen === count) act()
  }
}

/** A run that is cut off after so many statements. */
interface CutOff {
  readonly models: readonly string[]
  readonly after: number
}

async function interrupt({ warehouse, live }: Stage, { models, after }: CutOff): Promise<void> {
  const stop = new AbortController()
  const onEvent = afterStatements(after, () => stop.abort())
  await run(warehouse, live, { only: models, signal: stop.signal, onEvent })
}

const victims = 'xform victim'

/** The server ends the connections of a run; what the run makes of that is its own affair. */
async function disconnect(stage: Stage, cut: CutOff): Promise<void> {
  const { warehouse, live } = stage
  if (warehouse.url === undefined) return interrupt(stage, cut)
  const adapter = await warehouse.another(victims)
  const ended: Promise<unknown>[] = []
  const onEvent = afterStatements(cut.after, () => {
    const others = `application_name = '${victims}' and datname = current_database()`
    ended.push(warehouse.sql(`select pg_terminate_backend(pid, 5000) from pg_stat_activity where ${others}`))
  })
  try {
    await run(warehouse, live, { only: cut.models, adapter, onEvent })
  } catch (error) {
    // The bookkeeping of the run itself may be what was cut off.
    if (adapter.explain(error)?.kind !== 'connection') throw error
  } finally {
    await Promise.all(ended)
    await adapter.close()
  }
}

/** Two runs side by side, or one between another's plan and its work, while rows arrive. */
async function runTwice(
  stage: Stage,
  moment: Extract<Moment, { readonly kind: 'twice' }>,
  history: History,
): Promise<void> {
  const { warehouse } = stage
  const whole: RunWishes = { only: history.models }
  const first = history.models.slice(0, 1)
  const other: RunWishes = moment.refresh ? { only: first, fullRefresh: true } : whole
  const arrival = insertion(history, moment.between)
  if (warehouse.url === undefined) {
    await warehouse.sql(arrival)
    await runWell(stage, other)
    await runWell(stage, whole)
  } else if (moment.nested) {
    const planned = async (): Promise<void> => {
      await warehouse.sql(arrival)
      await runWell(stage, other)
    }
    await runWell(stage, { ...whole, planned })
  } else {
    await Promise.all([runWell(stage, whole), runWell(stage, other), warehouse.sql(arrival)])
  }
}

/** The numbers are drawn by the table, or were drawn before. */
function insertion({ catalogue }: History, events: readonly number[], seq = 'default'): string {
  const rows = events.flatMap((index) => {
    const sent = catalogue[index]
    return sent === undefined ? [] : [`(${seq}, ${valuesOf(sent, index)})`]
  })
  return `insert into raw.events (seq, event_id, account, amount, happened, note) values ${rows.join(', ')}`
}

function valuesOf({ account, amount, hour, note }: Sent, index: number): string {
  const happened = hour === null ? 'null' : `timestamp '2026-01-01 00:00:00' + interval '${hour} hours'`
  return [index === 0 ? 'null' : index, account ?? 'null', amount / 100, happened, textOf(note)].join(', ')
}

function textOf(text: string | null): string {
  return text === null ? 'null' : `'${text}'`
}
