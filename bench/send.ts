/** Sends statements one by one over one plain connection, as a person would by hand. How many seconds they took. */
export async function send(
  engine: string | undefined,
  place: string,
  statements: readonly string[],
): Promise<number> {
  if (engine === 'duckdb') {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const instance = await DuckDBInstance.create(place)
    const connection = await instance.connect()
    const seconds = await sendAll(statements, (statement) => connection.run(statement))
    connection.closeSync()
    instance.closeSync()
    return seconds
  }
  const { Client } = await import('pg')
  const client = new Client({ connectionString: place })
  await client.connect()
  const seconds = await sendAll(statements, (statement) => client.query(statement))
  await client.end()
  return seconds
}

async function sendAll(
  statements: readonly string[],
  run: (statement: string) => Promise<unknown>,
): Promise<number> {
  const start = performance.now()
  for (const statement of statements) await run(statement)
  return (performance.now() - start) / 1000
}
