import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/**
 * Unpacks a file whose name ends with `.gz` to its end, and says what is wrong with it. DuckDB takes a file that was cut
 * off for one that ends there, so rows would be missing without a word.
 */
export async function findGzipProblem(path: string, signal?: AbortSignal): Promise<string | undefined> {
  if (!path.toLowerCase().endsWith('.gz')) return undefined
  const nowhere = new Writable({ write: (_piece, _encoding, done) => done() })
  try {
    await pipeline(createReadStream(path), createGunzip(), nowhere, { signal })
    return undefined
  } catch (error) {
    const problem = explainGzipError(error)
    if (problem === undefined) throw error
    return problem
  }
}

/** What an error says of packed bytes; undefined where it is about something else. */
export function explainGzipError(error: unknown): string | undefined {
  const isOfZlib = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')
  return isOfZlib ? `it is no complete gzip file (${error.message}).` : undefined
}
