// Small projects, each in schemas of its own, in one database of an engine: what tests of single rules are made of.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll } from 'vitest'
import { textOf } from '../../core/adapter/session.ts'
import type { Row, RunEvent } from '../../core/index.ts'
import type { EngineName } from '../support/engines.ts'
import {
  actionsOf,
  openWarehouse,
  reasonOf,
  run,
  type RunWishes,
  type Shop,
  type Warehouse,
} from './warehouse.ts'

/** What a run of a bench came to. */
export interface Ran {
  /** Model → what was done, or its error. */
  readonly actions: Readonly<Record<string, string>>
  readonly reason: (model: string) => string
  /** The statements that ran for a model. */
  readonly statements: (model: string) => readonly string[]
}

/** A project in schemas of its own. In statements and files, `raw.` and `shop.` stand for them. */
export interface Bench {
  readonly warehouse: Warehouse
  run(wishes?: RunWishes): Promise<Ran>
  /** Runs statements as somebody else and gives the rows of the last. */
  sql(...statements: readonly string[]): Promise<readonly Row[]>
  /** The rows of a query as arrays. */
  rows(query: string): Promise<readonly (readonly Row[string][])[]>
  /** Changes files of the project. */
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** The codes of what is found in the project before it runs. */
  findings(): readonly string[]
  /** What is remembered of a model. */
  remembered(model: string): Promise<Row | undefined>
  /** Puts the names of the schemas into a text. */
  named(text: string): string
}

/** Opens one database for the tests of a file, and gives what makes benches in it. */
export function openBenches(
  engine: EngineName,
): (files: Readonly<Record<string, string>>, ...setup: readonly string[]) => Promise<Bench> {
  let warehouse: Warehouse | undefined
  let count = 0
  beforeAll(async () => {
    warehouse = await openWarehouse(engine)
  })
  afterAll(() => warehouse?.close())
  return async (files, ...setup) => {
    if (warehouse === undefined) throw new Error('no database is open')
    return makeBench(warehouse, { number: ++count, files, setup })
  }
}

async function makeBench(
  warehouse: Warehouse,
  {
    number,
    files,
    setup,
  }: {
    readonly number: number
    readonly files: Readonly<Record<string, string>>
    readonly setup: readonly string[]
  },
): Promise<Bench> {
  const schemas = { raw: `raw_${number}`, shop: `shop_${number}` }
  const named = (text: string): string =>
    text.replaceAll('raw.', `${schemas.raw}.`).replaceAll('shop.', `${schemas.shop}.`)
  const sql: Bench['sql'] = (...statements) => warehouse.sql(...statements.map(named))
  await sql(`create schema ${schemas.raw}`, ...setup)
  let texts = files
  const reopen = (): Promise<Shop> => warehouse.open(withSchema(texts, schemas.raw), schemas.shop)
  let shop = await reopen()
  return {
    warehouse,
    named,
    sql,
    rows: async (query) => (await sql(query)).map((row) => Object.values(row)),
    async run(wishes = {}) {
      await untilStrangersEnd(warehouse)
      const events: RunEvent[] = []
      const onEvent = (event: RunEvent): void => {
        events.push(event)
        wishes.onEvent?.(event)
      }
      const result = await run(warehouse, shop, { ...wishes, onEvent })
      return {
        actions: actionsOf(result),
        reason: (model) => reasonOf(result, model),
        statements: (model) =>
          events.flatMap((event) =>
            event.type === 'statement' && event.node.name === model ? [event.sql] : [],
          ),
      }
    },
    async write(more) {
      texts = { ...texts, ...more }
      shop = await reopen()
    },
    findings: () => shop.findings.map(({ code }) => code),
    remembered: async (model) =>
      (await sql(`select * from _xform.positions where relation = '"${schemas.shop}"."${model}"'`))[0],
  }
}

/**
 * A server counts the transactions of all its databases together, so those of other tests hold back what can be read here.
 * Waits for those that are older than now.
 */
async function untilStrangersEnd({ url, sql }: Warehouse): Promise<void> {
  if (url === undefined) return
  const [row] = await sql('select pg_current_xact_id()::xid::text as now')
  const question = [
    'select count(*) = 0 as ended from pg_stat_activity',
    `where datname <> current_database() and age(backend_xid) > age('${textOf(row?.['now'])}'::xid)`,
  ].join(' ')
  while ((await sql(question))[0]?.['ended'] !== true) await sleep(5)
}

function withSchema(
  files: Readonly<Record<string, string>>,
  schema: string,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      text.replaceAll('name: raw', `name: raw\n    schema: ${schema}`),
    ]),
  )
}
