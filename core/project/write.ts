// Texts → files below a folder: compiled SQL, artifacts, a new project.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { diskErrorCode, explainDiskError } from './disk.ts'
import type { SourceFile } from './source-file.ts'

/** What became of files that must not be overwritten. */
export interface Creation {
  readonly created: readonly string[]
  /** Those that stood there already, and were left as they were. */
  readonly kept: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Writes files below a folder, one after another. */
export interface FileWriter {
  write(file: SourceFile): void
  /** What could not be written so far: one finding for each reason. */
  findings(): readonly Diagnostic[]
}

/**
 * Writes files below a folder, with the folders they need. What other programs read (`.json`) is replaced in one step, so
 * that no reader sees half of it. What cannot be written is reported, once for each reason, and the rest is written.
 */
export function openWriter(folder: string): FileWriter {
  const made = new Set<string>()
  const failed = new Map<string, { readonly path: string; readonly others: number }>()
  return {
    write(file) {
      const reason = failureOf(() => writeFile(folder, file, made))
      if (reason === undefined) return
      const first = failed.get(reason)
      const others = first === undefined ? 0 : first.others + 1
      failed.set(reason, { path: first?.path ?? file.path, others })
    },
    findings: () => [...failed].map(([reason, found]) => diagnostic('cannot-write', { ...found, reason })),
  }
}

function writeFile(folder: string, { path, text }: SourceFile, made: Set<string>): void {
  const place = placeInside(folder, path, made)
  if (!path.endsWith('.json')) {
    // Most runs compile to what the last one did, and looking is cheaper than writing.
    if (textAt(place) !== text) writeFileSync(place, text)
    return
  }
  const aside = `${place}.partial`
  writeFileSync(aside, text)
  renameSync(aside, place)
}

function textAt(place: string): string | undefined {
  return statSync(place, { throwIfNoEntry: false }) === undefined ? undefined : readFileSync(place, 'utf8')
}

/** Writes files below a folder where nothing stands yet; a file that does is kept. */
export function createFiles(folder: string, files: readonly SourceFile[]): Creation {
  const made = new Set<string>()
  const created: string[] = []
  const kept: string[] = []
  const diagnostics = files.flatMap(({ path, text }) =>
    attempt(path, () => {
      const place = placeInside(folder, path, made)
      if (writeNew(place, text)) created.push(path)
      else kept.push(path)
    }),
  )
  return { created, kept, diagnostics }
}

/** Removes a folder below the project's with everything in it; one that does not exist is removed already. */
export function removeFolder(folder: string, path: string): readonly Diagnostic[] {
  return attempt(path, () => rmSync(join(folder, checkInside(path)), { recursive: true, force: true }))
}

function writeNew(path: string, text: string): boolean {
  try {
    writeFileSync(path, text, { flag: 'wx' })
    return true
  } catch (error) {
    if (diskErrorCode(error) === 'EEXIST') return false
    throw error
  }
}

function placeInside(folder: string, path: string, made: Set<string>): string {
  const place = join(folder, checkInside(path))
  const parent = dirname(place)
  if (!made.has(parent)) mkdirSync(parent, { recursive: true })
  made.add(parent)
  return place
}

/** Paths come from names that authors choose: none may lead out of the folder. */
function checkInside(path: string): string {
  const normal = posix.normalize(path.replaceAll('\\', '/'))
  if (normal === '.' || posix.isAbsolute(normal) || normal.startsWith('..'))
    throw new Error('it is outside the folder')
  return normal
}

function attempt(path: string, work: () => void): readonly Diagnostic[] {
  const reason = failureOf(work)
  return reason === undefined ? [] : [diagnostic('cannot-write', { path, reason })]
}

/** Why a piece of work failed, if it did. */
function failureOf(work: () => void): string | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    // Where a folder is to be made, the system says of a file that it exists.
    return diskErrorCode(error) === 'EEXIST' ? 'a part of its path is not a folder' : explainDiskError(error)
  }
}
