// Counts what each compiled test of a project finds, one query after another over one plain connection, as a person would by
// hand: the process that `data-tests` holds `xform test` against. Usage: node … duckdb|postgres PATH-OR-URL FOLDER
// Prints how many seconds the queries took.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { send } from './send.ts'

const [engine, place = '', folder = ''] = process.argv.slice(2)
const queries = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.sql'))
  .map((path) => readFileSync(join(folder, path), 'utf8'))

const seconds = await send(
  engine,
  place,
  queries.map((query) => `select count(*) from (\n${query}\n) as failing`),
)
console.log(seconds)
