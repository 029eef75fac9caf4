// What it costs to add 1,000 rows to a flow, held against the size of the flow; what a run costs that finds nothing new; what
// a state costs of which 1 % is new, held against its rebuild. Prints medians and ratios. Needs `npm run build` first.
// Usage: node dist-bench/bench/growth.js [duckdb,postgres] [100000,10000000] [rounds]
// With XFORM_BENCH_STATEMENTS=1 it prints each statement of each run with its time.
import { fileURLToPath } from 'node:url'
import { alignedTable } from '../tests/trials/aligned-table.ts'
import { duckdbDatabase } from '../tests/trials/database.ts'
import { openBank, type Bank, type Cost } from './growing-bank.ts'
import { median } from './median.ts'
import { startDatabases } from './postgres-databases.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const [engines = 'duckdb,postgres', sizes = '100000,10000000', given = '5'] = process.argv.slice(2)
const rounds = Number(given)
const added = 1000
const flows = ['plain', 'keyed'] as const
const states = ['balances', 'branch_days', 'averages'] as const
type State = (typeof states)[number]
const stateWords = {
  balances: 'sums, merged',
  branch_days: 'branch days, merged',
  averages: 'averages, by key',
} as const satisfies Record<State, string>
type Measured = (typeof flows)[number] | 'nothing'
const words = {
  plain: `add ${added} rows to a flow`,
  keyed: `add ${added} rows to a flow with a key`,
  nothing: 'find nothing new',
} as const satisfies Record<Measured, string>

for (const engine of engines.split(',')) {
  const databases = engine === 'duckdb' ? undefined : await startDatabases()
  const banks: Bank[] = []
  for (const size of sizes.split(',').map(Number)) {
    const database = databases === undefined ? duckdbDatabase() : await databases.make()
    banks.push(await openBank({ main, database, size }))
  }
  await compareFlows(engine, banks)
  const largest = banks.at(-1)
  if (largest !== undefined) await compareStates(engine, largest)
  for (const bank of banks) bank.close()
  await databases?.stop()
}

async function compareFlows(engine: string, banks: readonly Bank[]): Promise<void> {
  await readAgain(engine, banks)
  const costs = new Map<string, Cost[]>()
  const note = (bank: Bank, what: Measured, cost: Cost): void => {
    const key = `${bank.size} ${what}`
    costs.set(key, [...(costs.get(key) ?? []), cost])
  }
  // Databases take turns, so that whatever else the machine does meets all of them.
  for (let round = 0; round < rounds; round++) {
    for (const bank of banks) {
      await bank.append(added)
      for (const flow of flows) note(bank, flow, await bank.run(flow))
      note(bank, 'nothing', await bank.runIdle('plain'))
    }
  }
  const lines = ([...flows, 'nothing'] as const).flatMap((what) =>
    banks.map((bank, at) => {
      const [first] = banks
      const ofSize = costs.get(`${bank.size} ${what}`) ?? []
      const base = at === 0 || first === undefined ? undefined : costs.get(`${first.size} ${what}`)
      return lineOf(`${words[what]}, ${bank.size.toLocaleString('en')} rows`, ofSize, base)
    }),
  )
  console.log(alignedTable([[engine, 'node', 'process', 'statements', 'node ×', 'process ×'], ...lines]))
}

function lineOf(
  name: string,
  costs: readonly Cost[],
  base: readonly Cost[] | undefined,
): readonly (string | number)[] {
  const node = (list: readonly Cost[]): number => median(list.map(({ milliseconds }) => milliseconds))
  const whole = (list: readonly Cost[]): number => median(list.map(({ seconds }) => seconds))
  const ratios =
    base === undefined ? [] : [(node(costs) / node(base)).toFixed(2), (whole(costs) / whole(base)).toFixed(2)]
  const statements = Math.max(...costs.map((cost) => cost.statements))
  return [name, `${node(costs)} ms`, `${whole(costs).toFixed(2)} s`, statements, ...ratios]
}

/** The second reading goes by what the first one left: told apart, because nothing was measured before it. */
async function readAgain(engine: string, banks: readonly Bank[]): Promise<void> {
  for (const bank of banks) {
    await bank.append(added)
    const costs = [await bank.run('plain'), await bank.run('keyed')]
    const times = costs.map(({ milliseconds }) => `${milliseconds} ms`).join(', ')
    console.log(`${engine}: the second reading, once, of ${bank.size.toLocaleString('en')} rows: ${times}`)
  }
}

/** Rows of few accounts, and so many as one in a hundred of all: two states are merged, the third is computed by key. */
async function compareStates(engine: string, bank: Bank): Promise<void> {
  await bank.addIndex('plain', 'account')
  const times = new Map<State, { readonly added: number; readonly whole: number }[]>()
  for (const state of states) await bank.run(state)
  for (let round = 0; round < Math.min(rounds, 3); round++) {
    await bank.append(bank.size / 100, 100)
    await bank.run('plain')
    for (const state of states) {
      const { milliseconds: cost } = await bank.run(state)
      const { milliseconds: whole } = await bank.run(state, '--full-refresh')
      times.set(state, [...(times.get(state) ?? []), { added: cost, whole }])
    }
  }
  const lines = [...times].map(([state, list]) => [
    `1 % new rows, ${bank.size.toLocaleString('en')} rows, ${stateWords[state]}`,
    `${median(list.map((one) => one.added))} ms`,
    `${median(list.map((one) => one.whole))} ms`,
    median(list.map((one) => one.whole / one.added)).toFixed(1),
  ])
  console.log(alignedTable([[engine, 'node', 'anew', 'faster ×'], ...lines]))
}
