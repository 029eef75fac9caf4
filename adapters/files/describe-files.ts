// Files, and what is declared of them → the columns that they become, and a query in DuckDB's SQL that reads them.
import { statSync } from 'node:fs'
import { cancelledError } from '../../core/adapter/cancellation.ts'
import { quoteIdentifier as quote } from '../../core/adapter/literal.ts'
import type { Column } from '../../core/adapter/relation.ts'
import { diagnostic } from '../../core/errors/diagnostic.ts'
import { XformError } from '../../core/errors/xform-error.ts'
import { foldIdentifier } from '../reserved-words.ts'
import { findGzipProblem } from './check-gzip.ts'
import { readCsvContents } from './csv-contents.ts'
import { explainFileError, refuseFile, type ReadFileNames } from './file-problems.ts'
import { readJsonContents } from './json-contents.ts'
import { sameName } from './literals.ts'
import { readParquetContents } from './parquet-contents.ts'
import { refuseDrift } from './schema-drift.ts'
import type { DeclaredTypeOf, FileAccess, FileContents, FilesQuestion } from './source-files.ts'

/** What files become. */
export interface FilesDescription {
  /**
   * The columns in order, with DuckDB's types. A name that needs no quotes is in lower case, as everywhere in SQL; the
   * declared columns that no file has come last.
   */
  readonly columns: readonly Column[]
  /** A query for these columns: every row of every file, in order. It does not guess anything any more. */
  readonly query: string
}

/**
 * Looks through the files. The same files always give the same columns and types, from all of their rows.
 * @throws XformError where a file cannot be read, or where files differ that must not
 */
export async function describeFiles(question: FilesQuestion, access: FileAccess): Promise<FilesDescription> {
  return withFileProblems({ files: question.files, show: access.show, signal: access.signal }, () =>
    describe(question, access),
  )
}

/** Runs a piece of work that reads files; what the files are to blame for comes out as an `XformError`. */
export async function withFileProblems<T>(
  names: ReadFileNames & Pick<FileAccess, 'signal'>,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (names.signal?.aborted === true) throw cancelledError({ cause: error })
    const finding = error instanceof XformError ? undefined : explainFileError(error, names)
    throw finding === undefined ? error : new XformError([finding])
  }
}

async function describe(question: FilesQuestion, access: FileAccess): Promise<FilesDescription> {
  await refuseBrokenGzip(question, access)
  const declared = new Map(question.columns.map(({ name, type }) => [sameName(name), type]))
  const typeOf: DeclaredTypeOf = (name) => declared.get(sameName(name))
  const files = question.files.filter((file) => statSync(file).size > 0 || question.format === 'parquet')
  const contents = await readContents({ ...question, files }, typeOf, access)
  if (question.onSchemaDrift === 'refuse') refuseDrift(contents.perFile, question.columns, access.show)
  const present = new Set(contents.columns.map(({ name }) => sameName(name)))
  const absent = question.columns.filter(({ name }) => !present.has(sameName(name)))
  return compose(contents, absent, question.files.map(access.show))
}

async function refuseBrokenGzip({ files }: FilesQuestion, { show, signal }: FileAccess): Promise<void> {
  for (const file of files) {
    const problem = await findGzipProblem(file, signal)
    if (problem !== undefined) throw refuseFile(show(file), problem)
  }
}

function readContents(
  question: FilesQuestion,
  typeOf: DeclaredTypeOf,
  access: FileAccess,
): Promise<FileContents> {
  switch (question.format) {
    case 'csv':
      return readCsvContents(question, typeOf, access)
    case 'json':
    case 'jsonl':
      return readJsonContents(question, typeOf, access)
    case 'parquet':
      return readParquetContents(question, typeOf, access)
  }
}

function compose(
  { columns, query }: FileContents,
  absent: readonly Column[],
  files: readonly string[],
): FilesDescription {
  const cells = [
    ...columns.map(({ name, type }) => ({ name: nameOf(name), type, sql: quote(name) })),
    ...absent.map(({ name, type }) => ({ name: nameOf(name), type, sql: `cast(null as ${type})` })),
  ]
  if (cells.length === 0) throw new XformError([diagnostic('files-without-columns', { files })])
  const list = cells.map(({ name, sql }) => `${sql} as ${quote(name)}`).join(', ')
  const from = query === '' ? 'where false' : `from (\n${query}\n)`
  return { columns: cells.map(({ name, type }) => ({ name, type })), query: `select ${list} ${from}` }
}

function nameOf(written: string): string {
  return foldIdentifier(written) ?? written
}
