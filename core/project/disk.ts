/** What stands in a folder under a name; a link is not followed. */
export interface DiskEntry {
  readonly name: string
  readonly kind: DiskKind | 'link'
}

/** `other` is anything that cannot be read as a file: a pipe, a socket, a device. */
export type DiskKind = 'file' | 'folder' | 'other'

/** The part of a file system that finding a project's files needs. Paths are absolute; every method may throw. */
export interface Disk {
  list(folder: string): readonly DiskEntry[]
  /** The path without links. */
  realPath(path: string): string
  /** What stands there, behind all links. */
  kindOf(path: string): DiskKind
}

/** Why the file system refused, in words. */
export function explainDiskError(error: unknown): string {
  const code = diskErrorCode(error)
  return reasons.get(code) ?? (code === '' ? String(error) : `the system says ${code}`)
}

/** The system's code of an error (`ENOENT`), or nothing. */
export function diskErrorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it does not exist'],
  ['EACCES', 'permission is denied'],
  ['EPERM', 'permission is denied'],
  ['ELOOP', 'its links lead in a circle'],
  ['EISDIR', 'it is a folder'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['ENAMETOOLONG', 'its path is too long'],
  ['EMFILE', 'too many files are open'],
  ['ENOSPC', 'no space is left on the disk'],
  ['EROFS', 'the disk can only be read'],
  ['EEXIST', 'it exists already'],
  ['ENOTEMPTY', 'it is not empty'],
  ['EBUSY', 'it is in use'],
])
