import { listFiles, type ListingContext } from './list-files.ts'
import type { FilesConfig } from './files-config.ts'
import { hashFile } from './hash-file.ts'
import type { Diagnostic } from '../../errors/diagnostic.ts'

/** What is known of a file that was read. */
export interface KnownFile {
  readonly path: string
  readonly size: number
  readonly modified: number
  readonly hash: string
}

/** A source's files with the hash of their contents. */
export interface HashedListing {
  readonly files: readonly (KnownFile & { readonly absolute: string })[]
  /** The paths of those that were left out because they may still be written to. */
  readonly unsettled: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Lists a source's files with the hash of each. One that is known, with the same size and time, is taken to be as it was;
 * the others are read.
 * @throws XformError where a file cannot be read
 */
export async function findHashedFiles(
  config: FilesConfig,
  known: readonly KnownFile[],
  context: ListingContext,
): Promise<HashedListing> {
  const { files, unsettled, diagnostics } = listFiles(config, context)
  const before = new Map(known.map((file) => [file.path, file]))
  const hashed: HashedListing['files'][number][] = []
  for (const file of files) {
    const same = before.get(file.path)
    const isSame = same !== undefined && same.size === file.size && same.modified === file.modified
    const hash = isSame ? same.hash : await hashFile(file, context.signal)
    hashed.push({ ...file, hash })
  }
  return { files: hashed, unsettled, diagnostics }
}
