// A pattern and a folder → the files on the disk that match it.
import { lstatSync, readdirSync, realpathSync, statSync, type Dirent, type Stats } from 'node:fs'
import { isAbsolute, join, sep } from 'node:path'
import { refuseCancelled } from '../../adapter/cancellation.ts'
import { diagnostic, type Diagnostic, type DiagnosticPlace } from '../../errors/diagnostic.ts'
import { diskErrorCode, explainDiskError } from '../disk.ts'
import type { Located } from '../project.ts'
import { readGlobs, type Glob, type GlobStep } from './glob.ts'

/** A file that matches. */
export interface MatchedFile {
  /** As the pattern leads to it, with forward slashes: relative to the project's folder, or absolute. */
  readonly path: string
  /** Its absolute path without links. */
  readonly real: string
  /** Whether a link leads to it on this path. */
  readonly linked: boolean
}

/** The files of a pattern, and what was found wrong on the way. */
export interface MatchedFiles {
  readonly files: readonly MatchedFile[]
  readonly diagnostics: readonly Diagnostic[]
}

/** A folder, and the steps that are still to be taken from it. */
interface Visit extends MatchedFile {
  readonly steps: readonly GlobStep[]
}

interface Search {
  /** Links may lead anywhere below it. */
  readonly realRoot: string
  readonly place: DiagnosticPlace
  readonly files: MatchedFile[]
  readonly findings: Diagnostic[]
  readonly open: Visit[]
  /** Folders that only links lead to: read last, so that files go by their own path where they have one. */
  readonly linked: Visit[]
  readonly visited: Set<string>
}

/**
 * Finds the files of a pattern. Links are followed as long as they stay inside the project, or for an absolute pattern
 * inside the folder that it names outright. A folder that several paths lead to is read once, so that links in a circle
 * end. A folder that does not exist is a warning: nothing has been delivered yet, or its name is wrong.
 */
export function findFiles(
  pattern: Located<string>,
  { folder, signal }: { readonly folder: string; readonly signal?: AbortSignal | undefined },
): MatchedFiles {
  const findings: Diagnostic[] = []
  const place = { at: pattern.at }
  const files = readGlobs(pattern.value).flatMap((glob) => {
    try {
      return walk(startSearch(glob, folder, { place, findings }), signal)
    } catch (error) {
      if (diskErrorCode(error) === '') throw error
      findings.push(explainBase(glob, error, place))
      return []
    }
  })
  return { files, diagnostics: findings }
}

function explainBase({ base, steps: [step] }: Glob, error: unknown, place: DiagnosticPlace): Diagnostic {
  if (step?.kind !== 'name' && diskErrorCode(error) === 'ENOENT') {
    return diagnostic('files-folder-missing', { path: base }, { ...place, severity: 'warning' })
  }
  const path = step?.kind === 'name' ? `${base}/${step.name}` : base
  return diagnostic('unreadable-file', { path, reason: explainDiskError(error) }, place)
}

function startSearch(
  { base, steps }: Glob,
  folder: string,
  shared: Pick<Search, 'place' | 'findings'>,
): Search {
  const absolute = isAbsolute(base)
  const real = realpathSync(absolute ? base : join(folder, base))
  const realRoot = absolute ? real : realpathSync(folder)
  const search: Search = { ...shared, realRoot, files: [], open: [], linked: [], visited: new Set() }
  const start: Visit = { path: base, real, linked: false, steps }
  if (isInside(search, real)) search.open.push(start)
  else refuseLink(search, base)
  return search
}

function walk(search: Search, signal: AbortSignal | undefined): readonly MatchedFile[] {
  const { open, linked, visited } = search
  for (let visit = open.pop(); visit !== undefined; visit = open.pop() ?? linked.shift()) {
    refuseCancelled(signal)
    const key = `${visit.steps.length} ${visit.real}`
    if (visited.has(key)) continue
    visited.add(key)
    takeStep(search, visit)
  }
  return search.files
}

function takeStep(search: Search, visit: Visit): void {
  const [step, ...rest] = visit.steps
  if (step === undefined) return
  switch (step.kind) {
    case 'folders':
      search.open.push({ ...visit, steps: rest })
      for (const entry of list(search, visit)) {
        if (!entry.name.startsWith('.') && !entry.isFile())
          follow(search, next(visit, entry.name, visit.steps), entry)
      }
      return
    case 'name':
      return followNamed(search, next(visit, step.name, rest))
    case 'names':
      for (const entry of list(search, visit)) {
        if (step.matches(entry.name)) follow(search, next(visit, entry.name, rest), entry)
      }
  }
}

function next({ path, real, linked }: MatchedFile, name: string, steps: readonly GlobStep[]): Visit {
  const shown = path === '' ? name : path.endsWith('/') ? path + name : `${path}/${name}`
  return { path: shown, real: join(real, name), linked, steps }
}

function list(search: Search, { path, real }: MatchedFile): readonly Dirent[] {
  try {
    return readdirSync(real, { withFileTypes: true })
  } catch (error) {
    // Something that is no folder has no files in it; it was only tried because its name fits a part of the pattern.
    if (diskErrorCode(error) !== 'ENOTDIR') refuse(search, path, error)
    return []
  }
}

/** A file that is named outright has to be there. */
function followNamed(search: Search, named: Visit): void {
  const isLast = named.steps.length === 0
  try {
    const entry = lstatSync(named.real)
    if (isLast && entry.isDirectory()) refuseKind(search, named.path)
    else follow(search, named, entry)
  } catch (error) {
    if (isLast || diskErrorCode(error) !== 'ENOENT') refuse(search, named.path, error)
  }
}

/** Keeps a file at the pattern's end, and notes a folder to be visited before it. */
function follow(search: Search, found: Visit, entry: Dirent | Stats): void {
  const { steps, ...file } = found
  if (entry.isSymbolicLink()) followLink(search, found)
  else if (entry.isDirectory()) {
    if (steps.length > 0) (found.linked ? search.linked : search.open).push(found)
  } else if (steps.length === 0) {
    if (entry.isFile()) search.files.push(file)
    else refuseKind(search, found.path)
  }
}

function followLink(search: Search, link: Visit): void {
  try {
    const real = realpathSync(link.real)
    if (!isInside(search, real)) refuseLink(search, link.path)
    else follow(search, { ...link, real, linked: true }, statSync(real))
  } catch (error) {
    refuse(search, link.path, error)
  }
}

function refuseKind({ findings, place }: Search, path: string): void {
  findings.push(diagnostic('not-a-file', { path }, place))
}

function isInside({ realRoot }: Search, real: string): boolean {
  return real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)
}

function refuseLink({ findings, place }: Search, path: string): void {
  findings.push(diagnostic('linked-file-outside', { path }, place))
}

function refuse({ findings, place }: Search, path: string, error: unknown): void {
  findings.push(diagnostic('unreadable-file', { path, reason: explainDiskError(error) }, place))
}
