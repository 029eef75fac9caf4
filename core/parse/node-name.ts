import { diagnostic } from '../errors/diagnostic.ts'
import { fileSpan } from '../errors/span.ts'
import type { Reader, Report } from '../project/schema/reader.ts'
import { word } from '../project/schema/scalars.ts'

/** A name that can stand in an id, a selection and a database: letters, digits, `_`, `-` and `$`. */
const goodName = /^[\p{L}\p{N}_][\p{L}\p{N}_$-]*$/u

/** Whether something can be called so. */
export function isGoodName(name: string): boolean {
  return goodName.test(name)
}

/** The name that a file gives to what it defines. */
export function fileName(path: string): string {
  const file = path.slice(path.lastIndexOf('/') + 1)
  return file.slice(0, file.lastIndexOf('.')).normalize('NFC')
}

/** The name that a file gives to what it defines; one that cannot be a name is reported. */
export function nameFromPath(path: string, report: Report): string {
  const name = fileName(path)
  if (!isGoodName(name)) {
    report(diagnostic('bad-name', { name, suggestion: proposeName(name) }, { at: fileSpan(path) }))
  }
  return name
}

/** A name like one that cannot be one, if there is any. */
export function proposeName(name: string): string | undefined {
  const proposal = name.trim().replaceAll(/[^\p{L}\p{N}_$-]+/gu, '_')
  return isGoodName(proposal) ? proposal : undefined
}

/** A name that an author gives in a property file. */
export const nodeName: Reader<string> = {
  ...word,
  expected: 'a name',
  read(tree, report) {
    const name = word.read(tree, report)
    if (name === undefined || isGoodName(name)) return name
    report(diagnostic('bad-name', { name, suggestion: proposeName(name) }, { at: tree.at }))
    return undefined
  },
}
