// Sends `create table|view … as select …` so many times over one plain connection, as an author would by hand: the process
// that `many-relations` holds `xform run` against. Usage: node … duckdb|postgres PATH-OR-URL table|view SCHEMA COUNT
const [engine, place = '', kind = 'table', schema = 'plain', size = '1000'] = process.argv.slice(2)

const statements = [
  `create schema "${schema}"`,
  ...Array.from(
    { length: Number(size) },
    (_, at) => `create ${kind} "${schema}"."model_${at}" as select ${at} as id`,
  ),
]

if (engine === 'duckdb') {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(place)
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
} else {
  const { Client } = await import('pg')
  const client = new Client({ connectionString: place })
  await client.connect()
  for (const statement of statements) await client.query(statement)
  await client.end()
}
