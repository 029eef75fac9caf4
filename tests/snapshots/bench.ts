// Snapshots of one table, in schemas of their own, in one database of an engine: what tests of single rules are made of.
import { afterAll, beforeAll } from 'vitest'
import { textOf } from '../../core/adapter/session.ts'
import type { Row } from '../../core/index.ts'
import type { EngineName } from '../support/engines.ts'
import {
  actionsOf,
  openWarehouse,
  reasonOf,
  run,
  type RunWishes,
  type Shop,
  type Warehouse,
} from '../growth/warehouse.ts'

/** What taking a snapshot came to. */
export interface Taken {
  /** What was done, or its error. */
  readonly action: string
  readonly reason: string
}

/** A project in schemas of its own. In statements and files, `raw` and `shop` stand for them. */
export interface HistoryBench {
  /** Takes the snapshot `history` at a time (`2026-01-01 10:00`, in UTC). */
  take(at: string, wishes?: RunWishes): Promise<Taken>
  /** The same, and fails the test if the snapshot does. */
  succeed(at: string, wishes?: RunWishes): Promise<string>
  /** Runs statements as somebody else and gives the rows of the last. */
  sql(...statements: readonly string[]): Promise<readonly Row[]>
  /** The rows of a query, each as one text: its values with a blank between, NULL as `-`. */
  lines(query: string): Promise<readonly string[]>
  /** The rows of the snapshot as texts: the columns named, and from when until when each is valid. */
  versions(columns: string): Promise<readonly string[]>
  /** Changes files of the project. */
  write(files: Readonly<Record<string, string>>): Promise<void>
  /** The codes of what is found in the project before it runs. */
  findings(): readonly string[]
  readonly warehouse: Warehouse
}

/** Opens one database for the tests of a file, and gives what makes benches in it. */
export function openHistories(
  engine: EngineName,
): (files: Readonly<Record<string, string>>, ...setup: readonly string[]) => Promise<HistoryBench> {
  let warehouse: Warehouse | undefined
  let count = 0
  beforeAll(async () => {
    warehouse = await openWarehouse(engine)
  })
  afterAll(() => warehouse?.close())
  return async (files, ...setup) => {
    if (warehouse === undefined) throw new Error('no database is open')
    const bench = await makeBench(warehouse, ++count, files)
    await bench.sql(...setup)
    return bench
  }
}

async function makeBench(
  warehouse: Warehouse,
  number: number,
  files: Readonly<Record<string, string>>,
): Promise<HistoryBench> {
  const schemas = { raw: `raw_${number}`, shop: `shop_${number}` }
  const named = (text: string): string =>
    text.replaceAll(/\braw\b/gu, schemas.raw).replaceAll(/\bshop\b/gu, schemas.shop)
  const sql: HistoryBench['sql'] = (...statements) => warehouse.sql(...statements.map(named))
  await sql(`create schema ${schemas.raw}`)
  let texts = files
  const reopen = (): Promise<Shop> => {
    const renamed = Object.entries(texts).map(([path, text]) => [path, named(text)] as const)
    return warehouse.open(Object.fromEntries(renamed), schemas.shop)
  }
  let shop = await reopen()
  const lines: HistoryBench['lines'] = async (query) =>
    (await sql(query)).map((row) =>
      Object.values(row)
        .map((value) => (value === null ? '-' : textOf(value)))
        .join(' '),
    )
  const take: HistoryBench['take'] = async (at, wishes = {}) => {
    const startedAt = Date.parse(`${at.replace(' ', 'T')}Z`)
    const result = await run(warehouse, shop, { only: ['history'], startedAt, ...wishes })
    return { action: actionsOf(result)['history'] ?? 'not in the run', reason: reasonOf(result, 'history') }
  }
  return {
    warehouse,
    sql,
    lines,
    take,
    async succeed(at, wishes) {
      const { action, reason } = await take(at, wishes)
      if (action.startsWith('error')) throw new Error(action)
      return reason
    },
    versions: (columns) =>
      lines(
        `select ${columns}, cast(dbt_valid_from as varchar), '→', cast(dbt_valid_to as varchar) from shop.history order by ${columns}, dbt_valid_from, dbt_valid_to`,
      ).then((rows) => rows.map((row) => row.replaceAll(/(\d\d:\d\d):00\b/gu, '$1'))),
    async write(more) {
      texts = { ...texts, ...more }
      shop = await reopen()
    },
    findings: () => shop.findings.map(({ code }) => code),
  }
}

/** The snapshot `history` of the source table `raw.orders`, or of a query, with a config as YAML writes it within braces. */
export function history(config: string, query?: string): Readonly<Record<string, string>> {
  if (query !== undefined) return { 'snapshots/history.sql': `---\n{ ${config} }\n---\n${query}\n` }
  return {
    'snapshots/history.yml': `
sources:
  - name: bank
    schema: raw
    tables: [{ name: orders }]
snapshots:
  - name: history
    relation: source('bank', 'orders')
    config: { ${config} }
`,
  }
}
