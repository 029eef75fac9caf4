import type { Column } from '../../core/adapter/relation.ts'
import { diagnostic } from '../../core/errors/diagnostic.ts'
import { XformError } from '../../core/errors/xform-error.ts'

/** Declared types that the database refused, by the sentence with which it did. */
export function refuseTypes(columns: readonly Column[], problem: string): XformError {
  const names = columns.map(({ name, type }) => `${name} (${type})`)
  return new XformError([diagnostic('bad-file-type', { columns: names, problem })])
}
