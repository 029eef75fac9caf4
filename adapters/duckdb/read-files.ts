// The files of a source → a temporary table in DuckDB.
import type { FilesRead, FilesRequest } from '../../core/adapter/files.ts'
import { textLiteral } from '../../core/adapter/literal.ts'
import type { Column } from '../../core/adapter/relation.ts'
import { textOf, type Session } from '../../core/adapter/session.ts'
import { refuseTypes } from '../files/check-types.ts'
import { describeFiles, withFileProblems } from '../files/describe-files.ts'
import { shownPath } from '../files/shown-path.ts'
import { duckdbDialect } from './dialect.ts'
import { readReport } from './errors.ts'

/**
 * Reads files into a temporary table: a view would read them again for every statement, and their mistakes would come up
 * in statements that have nothing to do with them.
 */
export async function readFiles(
  session: Session,
  request: FilesRequest,
  { folder, signal }: { readonly folder: string; readonly signal?: AbortSignal | undefined },
): Promise<FilesRead> {
  const show = (path: string): string => shownPath(folder, path)
  await checkTypes(session, request.columns)
  return inUtc(session, async () => {
    const { query } = await describeFiles(request, {
      ask: (sql) => session.query(sql),
      show,
      signal,
    })
    await withFileProblems({ files: request.files, show, signal }, () =>
      session.execute([duckdbDialect.createTemporaryTableAs(request.as, query)]),
    )
    const relation = duckdbDialect.temporary(request.as)
    return { relation, columns: await session.describe(`select * from ${duckdbDialect.relation(relation)}`) }
  })
}

async function checkTypes(session: Session, columns: readonly Column[]): Promise<void> {
  if (columns.length === 0) return
  try {
    await session.query(`select ${columns.map(({ type }) => `cast(null as ${type})`).join(', ')}`)
  } catch (error) {
    const { type, message } = readReport(error instanceof Error ? error.message : '')
    if (!/^(?:Catalog|Parser|Binder|Invalid Input|Not implemented)$/u.test(type)) throw error
    const [sentence = ''] = message.split('\n')
    throw refuseTypes(columns, sentence)
  }
}

/** A text without a zone that is to become a moment is one in UTC, as on every target. */
async function inUtc<T>(session: Session, work: () => Promise<T>): Promise<T> {
  const [row] = await session.query(`select current_setting('TimeZone') as zone`)
  const before = textOf(row?.['zone'])
  await session.execute([`set timezone = 'UTC'`])
  const result = await work()
  // After a failure nothing can be set any more: the transaction has been given up, and the connection with it.
  await session.execute([`set timezone = ${textLiteral(before)}`])
  return result
}
