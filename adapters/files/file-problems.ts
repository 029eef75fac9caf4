// What goes wrong while files are read → findings that name the file.
import { diagnostic, type Diagnostic } from '../../core/errors/diagnostic.ts'
import { XformError } from '../../core/errors/xform-error.ts'
import { readReport } from '../duckdb/errors.ts'
import { explainGzipError } from './check-gzip.ts'

/** A file that cannot be read, and why. */
export function refuseFile(file: string, problem: string): XformError {
  return refuseFiles([file], problem)
}

/** Files of which one cannot be read, and why. */
export function refuseFiles(files: readonly string[], problem: string): XformError {
  return new XformError([diagnostic('malformed-file', { files, problem })])
}

/** The files that are read, and how messages show them. */
export interface ReadFileNames {
  readonly files: readonly string[]
  readonly show: (path: string) => string
}

/**
 * What an error means that came up while files were read; undefined where they are not to blame: a lost connection, a
 * cancellation, no memory, a defect.
 */
export function explainFileError(error: unknown, names: ReadFileNames): Diagnostic | undefined {
  if (!(error instanceof Error)) return undefined
  const gzip = explainGzipError(error)
  if (gzip !== undefined) return malformed(names, { problem: gzip })
  const reason = diskReason(error)
  if (reason !== undefined) {
    const { path = '' } = error as NodeJS.ErrnoException
    return diagnostic('unreadable-file', { path: names.show(path), reason })
  }
  const { type, message } = readReport(error.message)
  return ofFiles.has(type) ? explainReport(message, names) : undefined
}

/** The kinds of DuckDB's errors that files can cause. */
const ofFiles: ReadonlySet<string> = new Set(['Invalid Input', 'Conversion', 'IO', 'Binder', 'Out of Range'])

const diskReasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it does not exist'],
  ['EACCES', 'permission is denied'],
  ['EPERM', 'permission is denied'],
  ['EISDIR', 'it is a folder'],
])

function diskReason(error: Error): string | undefined {
  if (!('code' in error) || !('syscall' in error)) return undefined
  return diskReasons.get(String(error.code)) ?? `the system says ${String(error.code)}`
}

function explainReport(message: string, names: ReadFileNames): Diagnostic {
  const gone = /^No files found that match the pattern "(.+)"/u.exec(message)?.[1]
  if (gone !== undefined) {
    const path = fileIn(gone.replaceAll(/\[([*?[])\]/gu, '$1'), names) ?? gone
    return diagnostic('unreadable-file', { path: names.show(path), reason: 'it does not exist' })
  }
  const line = Number(/^CSV Error on Line: (\d+)/u.exec(message)?.[1] ?? / in line (\d+)/u.exec(message)?.[1])
  const file = fileIn(message, names)
  return malformed(file === undefined ? names : { ...names, files: [file] }, {
    ...(Number.isNaN(line) ? {} : { line }),
    problem: sentenceIn(message),
  })
}

function malformed(
  { files, show }: ReadFileNames,
  found: { readonly line?: number; readonly problem: string },
): Diagnostic {
  return diagnostic('malformed-file', { files: files.map(show), ...found })
}

/** The longest of the paths that a message holds: one may be the beginning of another. */
function fileIn(message: string, { files }: ReadFileNames): string | undefined {
  return files.filter((file) => message.includes(file)).toSorted((a, b) => b.length - a.length)[0]
}

/** DuckDB's sentence about the contents, without the name of the file and without advice about its reader's options. */
function sentenceIn(message: string): string {
  const lines = message.split('\n').filter((line) => !isAside.some((aside) => aside.test(line)))
  const counts = /^Expected Number of Columns: (\d+) Found: (\d+)/mu.exec(message)
  if (counts !== null) return `the first line names ${counts[1]} columns, this row has ${counts[2]}.`
  if (message.includes('expected records')) return 'it holds no objects: a row is a JSON object.'
  if (message.includes('reached an invalid state'))
    return 'its line ends are not all the same, or a quote is not closed.'
  const first = lines.find((line) => ofCsv.test(line)) ?? lines[0] ?? 'it cannot be read'
  const [, own = first] =
    /^(?:Malformed JSON|JSON transform error) in file ".*?", (?:at byte \d+ )?in [^:]*: (.*)$/su.exec(
      first,
    ) ?? []
  const sentence = own.trim().replace(/^Error when converting column "(.*?)"\. /u, 'column "$1": ')
  return /[.!?]$/u.test(sentence) ? sentence : `${sentence}.`
}

/** Before them stands the row itself, which may have several lines. */
const ofCsv =
  /^(?:Value with unterminated quote|Error when converting column|Invalid unicode|Maximum line size)/u

const isAside: readonly RegExp[] = [/^\s*$/u, /^CSV Error on Line: /u, /^Original Line: /u]
