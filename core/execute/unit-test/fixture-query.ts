// The query of a fixture → SQL that knows where in its file each line of it stands.
import type { Fixture } from '../../parse/fixture.ts'
import type { Segment, Sql } from '../../template/sql.ts'

/** The query without the semicolon that closes it. */
export function fixtureQuery({ text, file, at }: Extract<Fixture, { readonly kind: 'sql' }>): Sql {
  const query = text.value.replace(/[\s;]+$/u, '')
  const start = text.at
  const isBlock = file === undefined && start.endLine > start.line
  // Within quotes a line's end can be written in ways that move what stands behind it.
  if (file === undefined && !isBlock && query.includes('\n'))
    return { text: query, segments: [{ start: 0, end: query.length, at, copied: false }] }
  const indent = file === undefined ? start.column - 1 : 0
  const segments: Segment[] = []
  let offset = 0
  for (const [index, line] of query.split('\n').entries()) {
    const end = offset + line.length + 1
    const place = { path: start.path, line: start.line + index, column: indent + 1 }
    segments.push({
      start: offset,
      end: Math.min(end, query.length),
      at: { ...place, endLine: place.line, endColumn: place.column + line.length },
      copied: true,
    })
    offset = end
  }
  return { text: query, segments }
}
