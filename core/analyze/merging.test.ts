// What is judged mergeable really merges: generated queries and rows, on real databases.
import { DuckDBInstance } from '@duckdb/node-api'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, expect, test } from 'vitest'
import { testPostgres } from '../../tests/databases/postgres.ts'
import { analyzeState } from './analyze-state.ts'
import type { StateRole } from './output.ts'

type Ask = (sql: string) => Promise<readonly unknown[]>

const connection = await (await DuckDBInstance.create(':memory:')).connect()
const client = new pg.Client({ connectionString: (await testPostgres()).url })
await client.connect()
afterAll(async () => {
  connection.closeSync()
  await client.end()
})

const databases: readonly (readonly [string, Ask])[] = [
  ['duckdb', async (sql) => (await connection.runAndReadAll(sql)).getRowsJS()],
  ['postgres', async (sql) => (await client.query(sql)).rows],
]

const merges: Readonly<Record<StateRole, (column: string) => string>> = {
  key: (column) => column,
  sum: (column) => `sum(${column})`,
  count: (column) => `sum(${column})`,
  min: (column) => `min(${column})`,
  max: (column) => `max(${column})`,
}

const keys = [
  'account',
  'shop',
  'paid',
  'lower(account)',
  'shop % 2',
  "date_trunc('day', sold_at)",
  'sold_at::date',
  "coalesce(account, 'none')",
  'case when amount > 0 then shop else -shop end',
  "'web'",
]
const values = ['amount', 'shop', 'amount * shop', '-amount', 'case when paid then amount end', '1', 'null']
const calls = ['sum', 'sum', 'min', 'min', 'max', 'max', 'count', 'count', 'avg', 'count_if']
const conditions = [
  'paid',
  'amount > 0',
  'account is not null',
  "sold_at >= '2024-01-02'",
  'shop in (1, 2)',
  'shop between 0 and 1',
]
const tails = ['', '', '', '', '', '', ' having count(*) > 1', ' limit 2', ' order by 1']

const aggregate = fc
  .tuple(
    fc.oneof(
      fc.constant('count(*)'),
      fc
        .tuple(
          fc.constantFrom(...calls),
          fc.constantFrom('', '', '', '', 'distinct '),
          fc.constantFrom(...values),
        )
        .map(([call, distinct, value]) => `${call}(${distinct}${call === 'count_if' ? 'paid' : value})`),
    ),
    fc.option(fc.constantFrom(...conditions)),
  )
  .map(([call, filter]) => (filter === null ? call : `${call} filter (where ${filter})`))

const query = fc
  .record({
    keys: fc.uniqueArray(fc.constantFrom(...keys), { minLength: 1, maxLength: 3 }),
    names: fc.uniqueArray(fc.constantFrom('account', 'shop', 'day', 'amount', 'k'), {
      minLength: 3,
      maxLength: 3,
    }),
    aggregates: fc.array(aggregate, { maxLength: 3 }),
    where: fc.option(fc.constantFrom(...conditions)),
    by: fc.constantFrom('name', 'position', 'expression', 'all', 'part'),
    tail: fc.constantFrom(...tails),
  })
  .map((parts) => {
    const named = parts.keys.map((key, place) => `${key} as ${parts.names[place]}`)
    const groups = {
      name: parts.names.slice(0, named.length),
      position: named.map((_, place) => place + 1),
      expression: parts.keys,
      all: ['all'],
      part: parts.keys.slice(0, -1),
    }[parts.by]
    const grouping = groups.length === 0 ? '' : ` group by ${groups.join(', ')}`
    const where = parts.where === null ? '' : ` where ${parts.where}`
    return `select ${[...named, ...parts.aggregates].join(', ')} from driver${where}${grouping}${parts.tail}`
  })

const row = fc
  .tuple(
    fc.constantFrom("'ada'", "'ADA'", "'bob'", 'null'),
    fc.constantFrom('0', '1', '2', 'null'),
    fc.constantFrom('-1.50', '0', '2.25', '1000000.01', 'null'),
    fc.constantFrom('true', 'false', 'null'),
    fc.constantFrom("'2024-01-01 10:00'", "'2024-01-02 00:00'", "'2024-01-02 23:59'", 'null'),
    fc.boolean(),
  )
  .map((fields) => `(${fields.join(', ')})`)

const typed = `select account::varchar as account, shop::integer as shop, amount::decimal(9, 2) as amount, paid::boolean as paid,
  sold_at::timestamp as sold_at, is_new from listed`

/** The query over some of the orders. */
function over(sql: string, condition: string): string {
  return `(with driver as (select * from orders where ${condition}) ${sql})`
}

/** The query over the old and the new orders, put together as its columns' roles say. */
function merge(sql: string, roles: readonly StateRole[]): string {
  const names = roles.map((_, place) => `c${place}`)
  const columns = roles.map((role, place) => merges[role](`c${place}`))
  const keyNames = names.filter((_, place) => roles[place] === 'key')
  const parts = `(${over(sql, 'is_new')} union all ${over(sql, 'not is_new')}) as parts(${names.join(', ')})`
  return `(select ${columns.join(', ')} from ${parts} group by ${keyNames.join(', ')})`
}

interface Compared {
  readonly orders: readonly string[]
  readonly left: string
  readonly right: string
}

/** The rows that only one of two queries gives, each as often as the other lacks it; a text if the database refuses them. */
async function difference(ask: Ask, { orders, left, right }: Compared): Promise<unknown> {
  const listed = `listed(account, shop, amount, paid, sold_at, is_new) as (values ${orders.join(', ')})`
  const both = `(${left} except all ${right}) union all (${right} except all ${left})`
  try {
    return await ask(`with ${listed}, orders as (${typed}) ${both}`)
  } catch (error) {
    return String(error)
  }
}

test.each(databases)(
  'on %s, the rows over old and new rows, grouped again, are those over all',
  async (dialect, ask) => {
    let merged = 0
    await fc.assert(
      fc.asyncProperty(query, fc.array(row, { minLength: 1, maxLength: 12 }), async (sql, orders) => {
        const analysis = await analyzeState(sql, { dialect, driver: 'driver' })
        if (analysis.kind === 'recompute') return
        const whole = over(sql, 'true')
        const again = merge(
          sql,
          analysis.columns.map(({ role }) => role),
        )
        const found = await difference(ask, { orders, left: again, right: whole })
        // A query that the database refuses never runs, so there is nothing to merge.
        if (
          typeof found === 'string' &&
          typeof (await difference(ask, { orders, left: whole, right: whole })) === 'string'
        )
          return
        expect(found).toEqual([])
        merged++
      }),
      { numRuns: 100 },
    )
    // The law says nothing if nothing is mergeable.
    expect(merged).toBeGreaterThan(0)
  },
)
