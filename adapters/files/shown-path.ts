import { isAbsolute, relative, sep } from 'node:path'

/** A file's path as messages show it: relative to the project's folder where it is in it. */
export function shownPath(folder: string, path: string): string {
  const inside = isAbsolute(folder) ? relative(folder, path) : path
  const isBelow = !isAbsolute(inside) && inside !== '..' && !inside.startsWith(`..${sep}`)
  return isBelow ? inside.split(sep).join('/') : path
}
