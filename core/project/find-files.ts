// The folders that a project names → its files, each once, in the order of their paths.
import { join, sep } from 'node:path'
import { diagnostic, type Diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import { diskErrorCode, explainDiskError, type Disk, type DiskEntry } from './disk.ts'

/** The files below some folders, relative to the project's, sorted. */
export interface FoundFiles {
  readonly paths: readonly string[]
  readonly diagnostics: readonly Diagnostic[]
}

/** Where to look and for what. */
export interface FileSearch {
  readonly disk: Disk
  /** The project's folder, absolute. */
  readonly root: string
  /** Folders relative to it; those that do not exist hold nothing. */
  readonly folders: readonly string[]
  /** The endings of the wanted files' names, with the dot, in lower case. */
  readonly endings: readonly string[]
}

/** A folder still to be read: its path in the project, and its path without links. */
interface Folder {
  readonly path: string
  readonly real: string
}

interface Search extends FileSearch {
  readonly realRoot: string
  readonly paths: string[]
  readonly findings: Diagnostic[]
  /** Folders that only links lead to: read last, so that files go by their own path where they have one. */
  readonly linked: Folder[]
}

/**
 * Finds the wanted files. Names that begin with a dot and `node_modules` are skipped. Links are followed as long as they
 * stay inside the project; a folder that several paths lead to is read once, so that links in a circle end.
 */
export function findFiles(wanted: FileSearch): FoundFiles {
  const { disk, root, folders } = wanted
  const search: Search = { ...wanted, realRoot: disk.realPath(root), paths: [], findings: [], linked: [] }
  const open = folders.flatMap((path) => openFolder(search, path)).toReversed()
  const visited = new Set<string>()
  for (let folder = open.pop(); folder !== undefined; folder = open.pop() ?? search.linked.shift()) {
    if (visited.has(folder.real)) continue
    visited.add(folder.real)
    for (const below of readFolder(search, folder)) open.push(below)
  }
  return { paths: search.paths.toSorted(), diagnostics: search.findings }
}

function openFolder(search: Search, path: string): readonly Folder[] {
  try {
    const real = search.disk.realPath(join(search.root, path))
    if (!isInside(search, real)) return refuseLink(search, path)
    if (search.disk.kindOf(real) === 'folder') return [{ path, real }]
    return refuse(search, diagnostic('not-a-folder', { path }, { at: fileSpan(path) }))
  } catch (error) {
    return diskErrorCode(error) === 'ENOENT' ? [] : refuse(search, unreadable(path, error))
  }
}

function readFolder(search: Search, folder: Folder): readonly Folder[] {
  try {
    return search.disk
      .list(folder.real)
      .filter(({ name }) => !name.startsWith('.') && name !== 'node_modules')
      .flatMap((entry) => readEntry(search, folder, entry))
  } catch (error) {
    return refuse(search, unreadable(folder.path, error))
  }
}

/** Keeps a wanted file, and gives back a folder to read. */
function readEntry(search: Search, folder: Folder, { name, kind }: DiskEntry): readonly Folder[] {
  const path = `${folder.path}/${name}`
  const real = join(folder.real, name)
  if (kind === 'link') return followLink(search, { path, real })
  const wanted = search.endings.some((ending) => name.toLowerCase().endsWith(ending))
  if (kind === 'folder' && !wanted) return [{ path, real }]
  if (!wanted) return []
  if (kind === 'file') search.paths.push(path)
  else refuse(search, diagnostic('not-a-file', { path }, { at: fileSpan(path) }))
  return []
}

function followLink(search: Search, link: Folder): readonly Folder[] {
  const { path } = link
  try {
    const real = search.disk.realPath(link.real)
    if (!isInside(search, real)) return refuseLink(search, path)
    const kind = search.disk.kindOf(real)
    const name = path.slice(path.lastIndexOf('/') + 1)
    if (kind === 'folder') search.linked.push({ path, real })
    else readEntry(search, { path: path.slice(0, -name.length - 1), real: link.real }, { name, kind })
    return []
  } catch (error) {
    return refuse(search, unreadable(path, error))
  }
}

function isInside({ realRoot }: Search, real: string): boolean {
  return real === realRoot || real.startsWith(realRoot.endsWith(sep) ? realRoot : realRoot + sep)
}

function refuseLink(search: Search, path: string): readonly Folder[] {
  return refuse(search, diagnostic('link-outside-project', { path }, { at: fileSpan(path) }))
}

function refuse(search: Search, finding: Diagnostic): readonly Folder[] {
  search.findings.push(finding)
  return []
}

function unreadable(path: string, error: unknown): Diagnostic {
  return diagnostic('unreadable-file', { path, reason: explainDiskError(error) }, { at: fileSpan(path) })
}
