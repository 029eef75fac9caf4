import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { FilesRead, FilesRequest } from '../../core/adapter/files.ts'
import type { Row } from '../../core/adapter/session.ts'
import type { Diagnostic } from '../../core/errors/diagnostic.ts'
import { XformError } from '../../core/errors/xform-error.ts'
import { temporaryFolder } from '../../tests/databases/duckdb.ts'
import type { Subject } from './subject.ts'

/** What is asked for besides the files. */
export type FilesWish = Partial<Omit<FilesRequest, 'files' | 'as'>>

/** Files, read, with their rows. */
interface FileRows extends FilesRead {
  readonly rows: readonly Row[]
}

/** Writes files and reads them with an adapter. */
interface FileReading {
  readonly folder: string
  /** Writes a file and gives its path. */
  readonly write: (name: string, content: string | Uint8Array) => string
  readonly request: (paths: readonly string[], wish?: FilesWish) => FilesRequest
  /** Reads files inside a transaction and gives the columns with the rows that a query finds. */
  readonly read: (paths: readonly string[], wish?: FilesWish, select?: string) => Promise<FileRows>
  /** The findings with which files are refused. */
  readonly findingsOf: (paths: readonly string[], wish?: FilesWish) => Promise<readonly Diagnostic[]>
}

/** Makes a folder for the files of a part of the suite. */
export function openFileReading({ adapter, session }: Subject): FileReading {
  const folder = temporaryFolder()

  function write(name: string, content: string | Uint8Array): string {
    const path = join(folder, name)
    writeFileSync(path, content)
    return path
  }

  const request = (paths: readonly string[], wish: FilesWish = {}): FilesRequest => ({
    files: paths,
    format: 'csv',
    columns: [],
    delimiter: ',',
    onSchemaDrift: 'union',
    as: 'arrived files',
    ...wish,
  })

  /** Reads files inside a transaction and gives the columns with the rows that a query finds. */
  async function read(paths: readonly string[], wish: FilesWish = {}, select = '*'): Promise<FileRows> {
    const { dialect } = adapter()
    return session(async (lent) => {
      await lent.execute([dialect.begin])
      const found = await adapter().readFiles(lent, request(paths, wish))
      const rows = await lent.query(`select ${select} from ${dialect.relation(found.relation)}`)
      await lent.execute([dialect.rollback])
      return { ...found, rows }
    })
  }

  async function findingsOf(paths: readonly string[], wish: FilesWish = {}): Promise<readonly Diagnostic[]> {
    const error: unknown = await read(paths, wish).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (error instanceof XformError) return error.diagnostics
    throw new Error(`not a refusal: ${String(error)}`, { cause: error })
  }

  return { folder, write, request, read, findingsOf }
}
