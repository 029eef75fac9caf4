// The files of a source → a temporary table in Postgres, filled by a DuckDB in memory.
import type { FilesRead, FilesRequest } from '../../core/adapter/files.ts'
import { quoteIdentifier as quote } from '../../core/adapter/literal.ts'
import type { Column } from '../../core/adapter/relation.ts'
import type { Session } from '../../core/adapter/session.ts'
import { diagnostic } from '../../core/errors/diagnostic.ts'
import { XformError } from '../../core/errors/xform-error.ts'
import { refuseTypes } from '../files/check-types.ts'
import { describeFiles, withFileProblems } from '../files/describe-files.ts'
import { withEmbedded, type Embedded } from '../files/embedded.ts'
import { refuseFiles } from '../files/file-problems.ts'
import { sameName } from '../files/literals.ts'
import { shownPath } from '../files/shown-path.ts'
import { postgresDialect } from './dialect.ts'
import { explainError } from './errors.ts'
import { fieldOf, passageOf, readingType } from './file-values.ts'

/** Reads files into a temporary table that is dropped with the transaction. The rows are streamed, never held as a whole. */
export async function readFiles(
  session: Session,
  request: FilesRequest,
  { folder, signal }: { readonly folder: string; readonly signal?: AbortSignal | undefined },
): Promise<FilesRead> {
  const show = (path: string): string => shownPath(folder, path)
  const names = { files: request.files, show, signal }
  const reading = request.columns.map(({ name, type }) => ({ name, type: readingType(type) }))
  return withEmbedded(signal, async ({ ask, texts }) => {
    const found = await describeFiles({ ...request, columns: reading }, { ask, show, signal })
    const columns = typeColumns(found.columns, request.columns)
    const relation = await createTable(session, request, columns)
    const csv = csvOf(texts, found)
    await withFileProblems(names, () => copy(session, { relation, columns, csv }, names))
    return {
      relation,
      columns: await session.describe(`select * from ${postgresDialect.relation(relation)}`),
    }
  })
}

function typeColumns(found: readonly Column[], declared: readonly Column[]): readonly Column[] {
  const types = new Map(declared.map(({ name, type }) => [sameName(name), type]))
  return found.map(({ name, type }) => ({ name, type: types.get(sameName(name)) ?? passageOf(type).type }))
}

async function createTable(
  session: Session,
  { as, columns: declared }: FilesRequest,
  columns: readonly Column[],
): Promise<FilesRead['relation']> {
  refuseLongNames(columns)
  const list = columns.map(({ name, type }) => `${quote(name)} ${type}`).join(', ')
  try {
    await session.execute([`create temporary table ${quote(as)} (${list}) on commit drop`])
  } catch (error) {
    const problem = explainError(error)
    if (problem?.kind !== 'query' || declared.length === 0) throw error
    throw refuseTypes(declared, problem.message)
  }
  return postgresDialect.temporary(as)
}

function refuseLongNames(columns: readonly Column[]): void {
  const limit = postgresDialect.maxIdentifierBytes ?? Infinity
  const findings = columns.flatMap(({ name }) => {
    const bytes = Buffer.byteLength(name)
    return bytes > limit ? [diagnostic('file-column-too-long', { name, bytes, limit })] : []
  })
  if (findings.length > 0) throw new XformError(findings)
}

interface Load {
  readonly relation: FilesRead['relation']
  readonly columns: readonly Column[]
  readonly csv: AsyncIterable<string>
}

/** What Postgres refuses of the values is the files' fault: the table has nothing but their types. */
async function copy(
  session: Session,
  { relation, columns, csv }: Load,
  { files, show }: { readonly files: readonly string[]; readonly show: (path: string) => string },
): Promise<void> {
  const names = columns.map(({ name }) => name)
  try {
    await session.copyIn(relation, names, csv)
  } catch (error) {
    const problem = explainError(error)
    if (problem?.kind !== 'query') throw error
    const column = problem.streamed?.column
    throw refuseFiles(
      files.map(show),
      `${column === undefined ? '' : `column "${column}": `}${problem.message}.`,
    )
  }
}

/** The rows as CSV. DuckDB writes each as one text: a value at a time would take several times as long. */
async function* csvOf(
  texts: Embedded['texts'],
  { columns, query }: { readonly columns: readonly Column[]; readonly query: string },
): AsyncGenerator<string> {
  const fields = columns.map(({ name, type }) => fieldOf(quote(name), type))
  for await (const rows of texts(`select ${fields.join(` || ',' || `)} from (${query})`)) {
    yield `${rows.join('\n')}\n`
  }
}
