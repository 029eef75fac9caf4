import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import { cancelledError } from '../../adapter/cancellation.ts'
import { diagnostic } from '../../errors/diagnostic.ts'
import { XformError } from '../../errors/xform-error.ts'
import { diskErrorCode, explainDiskError } from '../disk.ts'

/** A file as it was when it was listed. */
export interface ListedFile {
  /** As the pattern leads to it, with forward slashes: relative to the project's folder, or absolute. */
  readonly path: string
  /** Its absolute path without links. */
  readonly absolute: string
  /** In bytes. */
  readonly size: number
  /** When it was last written to, in whole milliseconds since 1970. A writer can set it to anything. */
  readonly modified: number
}

/**
 * The SHA-256 of a file's bytes, in hexadecimal. Streams: the file's size does not matter.
 * @throws XformError where the file cannot be read, or is not the one that was listed any more
 */
export async function hashFile(file: ListedFile, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256')
  try {
    for await (const piece of createReadStream(file.absolute, { signal, highWaterMark: 1 << 20 })) {
      hash.update(piece as Buffer)
    }
    if (isAsListed(file)) return hash.digest('hex')
  } catch (error) {
    if (signal?.aborted === true) throw cancelledError({ cause: error })
    if (diskErrorCode(error) === '') throw error
    const params = { path: file.path, reason: explainDiskError(error) }
    throw new XformError([diagnostic('unreadable-file', params)])
  }
  throw new XformError([diagnostic('file-changed-while-read', { path: file.path })])
}

function isAsListed({ absolute, size, modified }: ListedFile): boolean {
  const now = statSync(absolute)
  return now.size === size && Math.trunc(now.mtimeMs) === modified
}

/** What the disk says of a file now. May throw what the disk throws. */
export function measureFile({ path, real }: { readonly path: string; readonly real: string }): ListedFile {
  const { size, mtimeMs } = statSync(real)
  return { path, absolute: real, size, modified: Math.trunc(mtimeMs) }
}
