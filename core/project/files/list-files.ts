// What a source says of its files → those that are there now.
import { diagnostic, type Diagnostic } from '../../errors/diagnostic.ts'
import { diskErrorCode, explainDiskError } from '../disk.ts'
import type { FilesConfig } from './files-config.ts'
import { findFiles, type MatchedFile } from './find-files.ts'
import { measureFile, type ListedFile } from './hash-file.ts'

/** The files of a source. */
export interface FileListing {
  /** Every file that matches, each once, sorted by path. Folders are not among them. */
  readonly files: readonly ListedFile[]
  /** The paths of those that were left out because they were written to within the time to `settle`. */
  readonly unsettled: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Where and when files are looked for. */
export interface ListingContext {
  /** The project's folder, absolute. */
  readonly folder: string
  /** In milliseconds since 1970. */
  readonly now: number
  readonly signal?: AbortSignal
}

/**
 * Lists the files of a source. No content is read: `hashFile` does that, for the files that the caller asks it for. What
 * cannot be read, what vanishes while it is listed and links that lead astray are reported at the pattern's place. A file
 * that several paths lead to is listed once, by its own path where that matches.
 */
export function listFiles(
  { patterns, settle }: Pick<FilesConfig, 'patterns' | 'settle'>,
  { folder, now, signal }: ListingContext,
): FileListing {
  const matches = patterns.map((pattern) => ({ pattern, ...findFiles(pattern, { folder, signal }) }))
  const findings = matches.flatMap(({ diagnostics }) => diagnostics)
  const listed = matches.flatMap(({ pattern: { at }, files }) =>
    files.flatMap((file) => {
      try {
        return [{ ...measureFile(file), linked: file.linked }]
      } catch (error) {
        if (diskErrorCode(error) === '') throw error
        findings.push(
          diagnostic('unreadable-file', { path: file.path, reason: explainDiskError(error) }, { at }),
        )
        return []
      }
    }),
  )
  const files = eachOnce(listed)
  const isSettled = ({ modified }: ListedFile): boolean => settle === 0 || modified <= now - settle
  return {
    files: files.filter(isSettled),
    unsettled: files.filter((file) => !isSettled(file)).map(({ path }) => path),
    diagnostics: findings,
  }
}

function eachOnce(found: readonly (ListedFile & Pick<MatchedFile, 'linked'>)[]): readonly ListedFile[] {
  const ordered = found.toSorted((a, b) => Number(a.linked) - Number(b.linked) || compareText(a.path, b.path))
  const byPlace = new Map<string, ListedFile>()
  for (const { linked: _, ...file } of ordered) {
    if (!byPlace.has(file.absolute)) byPlace.set(file.absolute, file)
  }
  return [...byPlace.values()].toSorted((a, b) => compareText(a.path, b.path))
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
