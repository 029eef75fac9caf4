// A path → what kind of database stands there, told by the first bytes.
import { closeSync, openSync, readSync, statSync } from 'node:fs'

/** `none`: nothing stands there, or it may not be read, which opening it will say. */
export type FileKind = 'none' | 'duckdb' | 'sqlite' | 'other'

const headLength = 16

/** Files that this process has opened as DuckDB databases. */
const opened = new Set<string>()

/**
 * Remembers that a path is a database, so that its file is not looked into again: a process that closes a file gives up
 * every lock that it has on it (POSIX), the driver's own included.
 */
export function rememberOpened(path: string): void {
  opened.add(path)
}

/** Looks at the head of a file: DuckDB's has the letters DUCK behind a checksum of 8 bytes, SQLite's its name. */
export function fileKind(path: string): FileKind {
  if (opened.has(path)) return 'duckdb'
  const head = readHead(path)
  if (head === undefined) return 'none'
  if (head.subarray(8, 12).toString('latin1') === 'DUCK') return 'duckdb'
  return head.toString('latin1').startsWith('SQLite format 3') ? 'sqlite' : 'other'
}

function readHead(path: string): Buffer | undefined {
  let handle: number | undefined
  try {
    // Opening a pipe would wait for somebody who writes to it.
    if (!statSync(path).isFile()) return Buffer.alloc(0)
    handle = openSync(path, 'r')
    const head = Buffer.alloc(headLength)
    return head.subarray(0, readSync(handle, head, 0, headLength, 0))
  } catch {
    return undefined
  } finally {
    if (handle !== undefined) closeSync(handle)
  }
}
