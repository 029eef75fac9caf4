// Sends `create table|view … as select …` so many times over one plain connection, as an author would by hand: the process
// that `many-relations` holds `xform run` against. Usage: node … duckdb|postgres PATH-OR-URL table|view SCHEMA COUNT
import { send } from './send.ts'

const [engine, place = '', kind = 'table', schema = 'plain', size = '1000'] = process.argv.slice(2)

await send(engine, place, [
  `create schema "${schema}"`,
  ...Array.from(
    { length: Number(size) },
    (_, at) => `create ${kind} "${schema}"."model_${at}" as select ${at} as id`,
  ),
])
