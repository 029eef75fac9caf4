import { diagnostic } from '../../errors/diagnostic.ts'
import { duration } from '../../project/schema/duration.ts'
import { object, required } from '../../project/schema/object.ts'
import type { Reader } from '../../project/schema/reader.ts'
import { choice, word } from '../../project/schema/scalars.ts'
import type { CursorConfig } from '../node.ts'
import { optional } from '../optional.ts'

const cursorMap = object(
  { column: required(word), settle: duration, order: choice(['trusted']) },
  { owner: 'a cursor' },
)

/** The cursor of a source's table: a column, or a map that says besides how far its order can be trusted. */
export const cursor: Reader<CursorConfig> = {
  expected: 'a column, or a map with the key column',
  jsonSchema: { anyOf: [word.jsonSchema, cursorMap.jsonSchema] },
  read(tree, report) {
    if (tree.kind !== 'map') {
      const column = word.read(tree, report)
      return column === undefined ? undefined : { column, trusted: false, at: tree.at }
    }
    const found = cursorMap.read(tree, report)
    if (found === undefined) return undefined
    const { column, settle, order } = found
    if (settle !== undefined && order !== undefined) {
      report(diagnostic('cursor-twice', undefined, { at: tree.at }))
      return undefined
    }
    return { column, trusted: order === 'trusted', ...optional('settle', settle), at: tree.at }
  },
}
