// One connection of DuckDB's driver → a session.
import { ResultReturnType, type DuckDBMaterializedResult, type DuckDBResult } from '@duckdb/node-api'
import type { Dialect } from '../../core/adapter/dialect.ts'
import { quoteIdentifier, textLiteral } from '../../core/adapter/literal.ts'
import type { Column } from '../../core/adapter/relation.ts'
import type { Cell, ResultTable, Row, Session, StatementResult } from '../../core/adapter/session.ts'
import { textOf } from '../../core/adapter/session.ts'
import { csvOptions, withCsvFile } from './csv-file.ts'
import { groupStatements, separator } from './grouping.ts'
import type { Line } from './line.ts'
import { cellReader } from './values.ts'

/** Opens a session over a line. */
export function createSession(line: Line, dialect: Dialect): Session {
  return {
    execute: (statements) => execute(line, statements),
    query: (sql, params = []) => query(line, sql, params),
    select: (sql, limit) => select(line, sql, limit),
    describe: (sql) => describe(line, sql),
    copyIn: (relation, columns, csv) => copyIn(line, { name: dialect.relation(relation), columns }, csv),
  }
}

async function execute(line: Line, statements: readonly string[]): Promise<readonly StatementResult[]> {
  const results: StatementResult[] = []
  for (const group of groupStatements(statements)) {
    const text = group.statements.join(separator)
    const result = await line.send(group, () => line.connection.run(text))
    for (let unseen = 1; unseen < group.statements.length; unseen++) results.push(noResult)
    results.push(await readResult(result))
  }
  return results
}

async function query(
  line: Line,
  sql: string,
  params: readonly (string | number | boolean | null)[],
): Promise<readonly Row[]> {
  const result = await line.send({ first: 0, statements: [sql] }, () =>
    params.length === 0 ? line.connection.run(sql) : line.connection.run(sql, [...params]),
  )
  return readRows(result)
}

async function select(line: Line, sql: string, limit: number): Promise<ResultTable> {
  return line.send({ first: 0, statements: [sql] }, async () => {
    const result = await line.connection.stream(sql)
    const rows: (readonly Cell[])[] = []
    const readers = readersOf(result)
    let isOpen = true
    while (rows.length < limit) {
      const chunk = await result.fetchChunk()
      isOpen = chunk !== null && chunk.rowCount > 0
      if (!isOpen || chunk === null) break
      for (const row of chunk.getRows().slice(0, limit - rows.length)) {
        rows.push(row.map((value, column) => readers[column]?.(value) ?? null))
      }
    }
    if (isOpen) await line.abandon(result)
    const types = result.columnTypes()
    const columns = result.columnNames().map((name, column) => ({ name, type: String(types[column]) }))
    return { columns, rows }
  })
}

const describing = 'describe '

async function describe(line: Line, sql: string): Promise<readonly Column[]> {
  const result = await line.send({ first: 0, statements: [sql], prefix: describing.length }, () =>
    line.connection.run(describing + sql),
  )
  const rows = await readRows(result)
  return rows.map((row) => ({ name: textOf(row['column_name']), type: textOf(row['column_type']) }))
}

async function copyIn(
  line: Line,
  into: { readonly name: string; readonly columns: readonly string[] },
  csv: AsyncIterable<string>,
): Promise<number> {
  const names = into.columns.map(quoteIdentifier).join(', ')
  return withCsvFile(csv, line.signal, async (path) => {
    const sql = `copy ${into.name} (${names}) from ${textLiteral(path)} (${csvOptions})`
    const result = await line.send({ first: 0, statements: [sql] }, () => line.connection.run(sql))
    return result.rowsChanged
  })
}

const noResult: StatementResult = { rows: [], count: undefined }

async function readResult(result: DuckDBMaterializedResult): Promise<StatementResult> {
  if (result.returnType === ResultReturnType.CHANGED_ROWS) return { rows: [], count: result.rowsChanged }
  if (result.returnType !== ResultReturnType.QUERY_RESULT) return { rows: [], count: await readCount(result) }
  const rows = await readRows(result)
  return { rows, count: rows.length }
}

/** A table made from a query says how many rows it got. Each look at a result is a trip to another thread. */
async function readCount(result: DuckDBMaterializedResult): Promise<number | undefined> {
  if (result.rowCount === 0) return undefined
  const chunk = await result.fetchChunk()
  const count = chunk?.getRows()[0]?.[0]
  return typeof count === 'bigint' ? Number(count) : undefined
}

async function readRows(result: DuckDBResult): Promise<readonly Row[]> {
  const names = result.columnNames()
  const readers = readersOf(result)
  const rows = await result.getRows()
  return rows.map((row) =>
    Object.fromEntries(row.map((value, column) => [names[column] ?? '', readers[column]?.(value) ?? null])),
  )
}

function readersOf(result: DuckDBResult): readonly ReturnType<typeof cellReader>[] {
  return result.columnNames().map((_, column) => cellReader(result.columnTypeId(column)))
}
