import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { cancelledError } from '../../core/adapter/cancellation.ts'

/**
 * Writes a stream of text to a file that exists for the length of `use`: DuckDB's driver cannot be given a stream, and its
 * CSV reader is the fastest way in.
 */
export async function withCsvFile<T>(
  csv: AsyncIterable<string>,
  signal: AbortSignal,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'xform-'))
  try {
    const path = join(folder, 'rows.csv')
    await write(csv, path, signal)
    return await use(path)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function write(csv: AsyncIterable<string>, path: string, signal: AbortSignal): Promise<void> {
  try {
    await pipeline(csv, createWriteStream(path, { mode: 0o600 }), { signal })
  } catch (error) {
    throw signal.aborted ? cancelledError({ cause: error }) : error
  }
}

/** How the file is to be read: nothing is guessed. */
export const csvOptions = [
  'format csv',
  'header false',
  'auto_detect false',
  'allow_quoted_nulls false',
  `delim ','`,
  `quote '"'`,
  `escape '"'`,
  `nullstr ''`,
  `new_line '\\n'`,
  'max_line_size 16777216',
].join(', ')
