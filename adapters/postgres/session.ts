// One connection to Postgres → a session.
import { pipeline } from 'node:stream/promises'
import { cancelledError } from '../../core/adapter/cancellation.ts'
import { quoteIdentifier } from '../../core/adapter/literal.ts'
import type { Column, RelationName } from '../../core/adapter/relation.ts'
import type { ResultTable, Row, Session, StatementResult } from '../../core/adapter/session.ts'
import { standardDialect } from '../../core/adapter/standard-dialect.ts'
import { cellReader } from './cells.ts'
import { rememberFailed } from './errors.ts'
import { exchange, exchangeDescription, exchangeText, type Answer } from './exchange.ts'
import { groupStatements } from './grouping.ts'
import type { Line } from './line.ts'
import type { TypeNames } from './type-names.ts'

/** Opens a session over a line. */
export function createSession(line: Line, typeNames: TypeNames): Session {
  const asking: Session['query'] = (sql, params = []) => query(line, sql, params)
  const describe: Session['describe'] = (sql) => describeColumns(line, sql, { typeNames, query: asking })
  return {
    execute: (statements) => execute(line, statements),
    query: asking,
    describe,
    select: async (sql, limit) =>
      limit > 0
        ? select(line, { sql, limit }, { typeNames, query: asking })
        : { columns: await describe(sql), rows: [] },
    copyIn: (relation, columns, csv) => copyIn(line, { relation, columns }, csv),
  }
}

async function execute(line: Line, statements: readonly string[]): Promise<readonly StatementResult[]> {
  const results: StatementResult[] = []
  for (const { statements: sent, several } of groupStatements(statements)) {
    const { answers, error } = await line.send(sent, () =>
      several
        ? exchangeText(line.client, sent.join(''))
        : exchange(
            line.client,
            sent.map((text) => ({ text })),
          ),
    )
    if (error !== undefined) {
      const index = results.length + (several ? 0 : answers.length)
      throw rememberFailed(error, { index, text: statements[index] ?? '' })
    }
    const kept = several ? answers.slice(-1) : answers
    for (const answer of kept) results.push(resultOf(answer))
  }
  return results
}

async function query(
  line: Line,
  sql: string,
  params: readonly (string | number | boolean | null)[],
): Promise<readonly Row[]> {
  const values = params.map((value) => (value === null ? null : String(value)))
  const answers = await line.ask(sql, () => exchange(line.client, [{ text: sql, values }]))
  return answers.flatMap(rowsOf)
}

/** What naming the types of columns needs. */
interface Naming {
  readonly typeNames: TypeNames
  readonly query: Session['query']
}

async function select(
  line: Line,
  { sql, limit }: { readonly sql: string; readonly limit: number },
  naming: Naming,
): Promise<ResultTable> {
  const answers = await line.ask(sql, () => exchange(line.client, [{ text: sql }], limit))
  const [answer] = answers
  if (answer === undefined) return { columns: [], rows: [] }
  return { columns: await naming.typeNames.name(answer.fields, naming.query), rows: cellsOf(answer) }
}

async function describeColumns(line: Line, sql: string, naming: Naming): Promise<readonly Column[]> {
  const answers = await line.ask(sql, () => exchangeDescription(line.client, sql))
  return naming.typeNames.name(answers.at(-1)?.fields ?? [], naming.query)
}

async function copyIn(
  line: Line,
  { relation, columns }: { readonly relation: RelationName; readonly columns: readonly string[] },
  csv: AsyncIterable<string>,
): Promise<number> {
  const { from } = await import('pg-copy-streams')
  const names = columns.map(quoteIdentifier).join(', ')
  const sql = `copy ${standardDialect.relation(relation)} (${names}) from stdin with (format csv)`
  const { signal, client } = line
  return line.hold(async () => {
    const stream = client.query(from(sql))
    try {
      await pipeline(csv, stream, { signal })
      return stream.rowCount
    } catch (error) {
      if (signal.aborted) throw cancelledError({ cause: error })
      throw rememberFailed(error, { index: 0, text: sql })
    }
  })
}

/** A query's rows count; of the others the server says in its last word how many rows they wrote. */
function resultOf(answer: Answer): StatementResult {
  if (answer.fields.length > 0) return { rows: rowsOf(answer), count: answer.rows.length }
  const count = /\d+$/.exec(answer.tag ?? '')?.[0]
  return { rows: [], count: count === undefined ? undefined : Number(count) }
}

function rowsOf(answer: Answer): readonly Row[] {
  const { fields } = answer
  return cellsOf(answer).map((row) =>
    Object.fromEntries(fields.map(({ name }, column) => [name, row[column] ?? null])),
  )
}

function cellsOf({ fields, rows }: Answer): ResultTable['rows'] {
  const readers = fields.map(({ dataTypeID }) => cellReader(dataTypeID))
  return rows.map((row) =>
    row.map((text, column) => (text === null ? null : (readers[column]?.(text) ?? text))),
  )
}
