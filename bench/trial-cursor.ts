// Eight writers that hold Postgres transactions open for up to half a second, and eight more that take turns, with `xform run`
// beside them: what each cursor reads, and what the usual pattern loses. Ends with 1 when a promise was not kept.
// Needs `npm run build` first. Usage: node dist-bench/bench/trial-cursor.js [60]
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../tests/databases/postgres-server.ts'
import { alignedTable } from '../tests/trials/aligned-table.ts'
import { promised, tryCursors } from '../tests/trials/cursor-trial.ts'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const [seconds = '60'] = process.argv.slice(2)

const server = await startPostgres()
const { host, port, user, password } = server.address
const url = `postgres://${user}:${encodeURIComponent(password)}@${host}:${port}/postgres`
try {
  const found = await tryCursors({ main, url, seconds: Number(seconds), settle: 3000 })
  const rows = found.tallies.map(({ name, rows: all, lost, twice }) => [name, all, lost, twice])
  console.log(alignedTable([['', 'rows', 'lost', 'twice'], ...rows]))
  const { free, serialized, runs } = found
  console.log(
    `${runs} runs in ${seconds} s, beside ${free.committed + serialized.committed} transactions that committed ` +
      `and ${free.rolledBack + serialized.rolledBack} that rolled back`,
  )
  const broken = found.tallies.some((one) => promised.includes(one.name) && one.lost + one.twice > 0)
  process.exitCode = broken ? 1 : 0
} finally {
  await server.stop()
}
