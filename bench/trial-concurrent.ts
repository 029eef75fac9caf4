// Eight `xform run` of the same flow started at once, so many times on each engine. Ends with 1 when a row was lost or came
// twice, a run did not say how it ended, or something was left over. Needs `npm run build` first.
// Usage: node dist-bench/bench/trial-concurrent.js [200] [duckdb,postgres]
import { fileURLToPath } from 'node:url'
import { alignedTable } from '../tests/trials/aligned-table.ts'
import { tryConcurrently, type Outcome } from '../tests/trials/concurrent-trial.ts'
import { duckdbDatabase, type Database } from '../tests/trials/database.ts'
import { startDatabases } from './postgres-databases.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const [rounds = '200', engines = 'duckdb,postgres'] = process.argv.slice(2)

const found = new Map<string, Outcome>()
for (const engine of engines.split(',')) {
  if (engine === 'duckdb') found.set(engine, await tryOn(duckdbDatabase()))
  else {
    const databases = await startDatabases()
    found.set(engine, await tryOn(await databases.make()))
    await databases.stop()
  }
}

const head = [
  '',
  'rounds',
  'runs',
  'exit 0',
  'waited in vain',
  'unclear',
  'rows',
  'lost',
  'twice',
  'left over',
]
console.log(alignedTable([head, ...[...found].map(([engine, one]) => lineOf(engine, one))]))
for (const { unclear, leftovers } of found.values()) {
  for (const text of [...unclear.slice(0, 3), ...leftovers]) console.log(text)
}
process.exitCode = [...found.values()].every(isClean) ? 0 : 1

async function tryOn(database: Database): Promise<Outcome> {
  try {
    return await tryConcurrently({ main, database, rounds: Number(rounds), atOnce: 8 })
  } finally {
    database.remove()
  }
}

function lineOf(engine: string, one: Outcome): readonly (string | number)[] {
  const { runs, well, waited, unclear, rows, lost, twice, leftovers } = one
  return [engine, rounds, runs, well, waited, unclear.length, rows, lost, twice, leftovers.length]
}

function isClean({ unclear, lost, twice, leftovers }: Outcome): boolean {
  return unclear.length + lost + twice + leftovers.length === 0
}
