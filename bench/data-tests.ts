// What data tests cost over the queries that a person would send by hand: a relationship between 1,000,000 rows and 100,000,
// and 50 tests of one relation of 1,000,000 rows. By hand each compiled test is counted, one after another, over one plain
// connection. Prints how long the queries took and how long the run did, then the same of the whole processes, which node's
// start is most of, and their ratios. Needs `npm run build` first.
// Usage: node dist-bench/bench/data-tests.js [duckdb,postgres] [1000000] [rounds]
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { alignedTable } from '../tests/trials/aligned-table.ts'
import { duckdbDatabase, type Database } from '../tests/trials/database.ts'
import { measure } from './measure.ts'
import { median } from './median.ts'
import { startDatabases } from './postgres-databases.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const countFailures = fileURLToPath(new URL('count-failures.js', import.meta.url))
const [engines = 'duckdb,postgres', size = '1000000', given = '5'] = process.argv.slice(2)
const orders = Number(size)
const customers = Math.ceil(orders / 10)
const rounds = Number(given)

const statuses = ['placed', 'shipped', 'completed', 'returned'] as const
const channels = ['web', 'shop', 'phone'] as const
const plainColumns = ['id', 'customer', 'status', 'channel'] as const
const amounts = Array.from({ length: 8 }, (_, at) => `amount_${at}`)

/** In seconds. */
interface Took {
  readonly queries: number
  readonly process: number
}

interface Round {
  readonly byHand: Took
  readonly xform: Took
}

/** A test and the column that it is declared on; none for one of the whole relation. */
type Declared = readonly [column: string | undefined, test: string]

const relationship: readonly Declared[] = [
  ['customer', `relationships: { to: "source('bench', 'customers')", field: id }`],
]

/** Most look at single rows, as in most projects. */
const fifty: readonly Declared[] = [
  ...[...plainColumns, ...amounts].map((column): Declared => [column, 'not_null: {}']),
  ...amounts.flatMap((column): readonly Declared[] => [
    [column, 'accepted_range: { min_value: 0 }'],
    [column, 'accepted_range: { max_value: 100000 }'],
    [column, `expression_is_true: { expression: '< 1000 or status is not null' }`],
    [column, `expression_is_true: { expression: '* 2 < 1000000' }`],
  ]),
  ['id', 'unique: {}'],
  ['status', `accepted_values: { values: [${statuses.join(', ')}] }`],
  ['channel', `accepted_values: { values: [${channels.join(', ')}] }`],
  [undefined, `expression_is_true: { expression: 'amount_0 <= 1000 and id >= 0' }`],
  [undefined, 'not_empty: {}'],
  [undefined, `row_count: { equals: ${orders} }`],
]

const suites = {
  [`a relationship, ${inWords(orders)} × ${inWords(customers)} rows`]: relationship,
  [`${fifty.length} tests of ${inWords(orders)} rows`]: fifty,
}

for (const engine of engines.split(',')) {
  const databases = engine === 'duckdb' ? undefined : await startDatabases()
  const database = databases === undefined ? duckdbDatabase() : await databases.make()
  await fill(database)
  const lines: (readonly (string | number)[])[] = []
  for (const [name, tests] of Object.entries(suites)) lines.push(await compare(name, tests, database))
  console.log(alignedTable([[engine, 'by hand', 'xform test', '÷', 'process', 'xform test', '÷'], ...lines]))
  database.remove()
  await databases?.stop()
}

function inWords(count: number): string {
  return count.toLocaleString('en')
}

async function fill(database: Database): Promise<void> {
  const numbers = (count: number): string =>
    database.engine === 'duckdb' ? `range(${count}) as r(n)` : `generate_series(0, ${count - 1}) as r(n)`
  const pick = (values: readonly string[]): string =>
    `case n % ${values.length} ${values.map((value, at) => `when ${at} then '${value}'`).join(' ')} end`
  await database.sql(
    'create schema bench',
    `create table bench.customers as select n as id, n % 7 as area from ${numbers(customers)}`,
    `create table bench.orders as select n as id, (n::bigint * 7919) % ${customers} as customer, ${pick(statuses)} as status,
       ${pick(channels)} as channel, ${amounts.map((column, at) => `(n::bigint * ${at + 3}) % 1000 as ${column}`).join(', ')}
     from ${numbers(orders)}`,
    ...(database.engine === 'duckdb' ? ['checkpoint'] : ['vacuum analyze']),
  )
}

/** Both ways take turns, so that whatever else the machine does meets both. */
async function compare(
  name: string,
  tests: readonly Declared[],
  { engine, target }: Database,
): Promise<readonly (string | number)[]> {
  const folder = makeProject(target, tests)
  const place = /'(.+)'/u.exec(target)?.[1] ?? ''
  const test = [main, 'test', '--quiet', '--project-dir', folder]
  const hand = [countFailures, engine, place, join(folder, 'target', 'compiled')]
  // The first time files are read for the first time, and the compiled tests are written that are then counted by hand.
  await measure(test)
  await measure(hand)
  const times: Round[] = []
  for (let round = 0; round < rounds; round++) {
    const byHand = await measure(hand)
    const xform = await measure(test)
    times.push({
      byHand: { queries: Number(byHand.output), process: byHand.seconds },
      xform: { queries: elapsed(folder), process: xform.seconds },
    })
  }
  rmSync(folder, { recursive: true, force: true })
  return [name, ...columnsOf(times, 'queries'), ...columnsOf(times, 'process')]
}

function columnsOf(times: readonly Round[], of: keyof Took): readonly string[] {
  const seconds = (way: keyof Round): string => `${median(times.map((round) => round[way][of])).toFixed(2)} s`
  const ratio = median(times.map(({ byHand, xform }) => xform[of] / byHand[of]))
  return [seconds('byHand'), seconds('xform'), ratio.toFixed(2)]
}

/** How long the run took, from its first look at the database to its last. */
function elapsed(folder: string): number {
  const text = readFileSync(join(folder, 'target', 'run_results.json'), 'utf8')
  const results = JSON.parse(text) as { readonly elapsed_time: number }
  return results.elapsed_time
}

function makeProject(target: string, tests: readonly Declared[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'xform-bench-'))
  mkdirSync(join(folder, 'models'))
  const columns = [...new Set(tests.flatMap(([column]) => column ?? []))]
  const of = (column: string | undefined): string =>
    tests
      .filter(([declared]) => declared === column)
      .map(([, test]) => `{ ${test} }`)
      .join(', ')
  const listed = columns.map((column) => `{ name: ${column}, data_tests: [${of(column)}] }`)
  writeFileSync(join(folder, 'xform.yml'), `name: bench\ntargets:\n  dev: { ${target}, schema: bench_dev }\n`)
  writeFileSync(
    join(folder, 'models', 'sources.yml'),
    [
      'sources:',
      '  - name: bench',
      '    tables:',
      '      - name: customers',
      '      - name: orders',
      `        data_tests: [${of(undefined)}]`,
      `        columns: [${listed.join(', ')}]`,
      '',
    ].join('\n'),
  )
  return folder
}
