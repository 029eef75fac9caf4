// What a generic test tests → a name that tells it, and stays the same from run to run.
import { createHash } from 'node:crypto'
import type { PlainValue } from '../../project/project.ts'

/** What a name is made of. */
export interface TestNameParts {
  readonly test: string
  /** The node that is tested, as it stands in a name (`orders`, `raw_payments`). */
  readonly owner: string
  readonly column: string | undefined
  readonly arguments: Readonly<Record<string, PlainValue>>
}

/** Names are cut here; databases and people read no further. In characters. */
const longestName = 100

/** The name of a test that has none of its own: test, node, column and arguments, as dbt's users know it. */
export function nameTest({ test, owner, column, arguments: args }: TestNameParts): string {
  const values = Object.entries(args)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, value]) => words(value))
  const head = [test, owner, ...(column === undefined ? [] : [column])].map(clean).join('_')
  const name = [head, ...values.map(clean)].join('__')
  return name.length <= longestName ? name : `${cut(name)}_${fingerprint(name)}`
}

function words(value: PlainValue): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item: PlainValue) => words(item))
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(words)
  return [String(value)]
}

/** The beginning of a name, leaving room for a fingerprint; never half a character. */
function cut(name: string): string {
  return name.slice(0, longestName - 11).replace(/[\uD800-\uDBFF]$/, '')
}

function clean(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}_]+/gu, '_')
}

/** Ten hexadecimal digits that differ wherever the text differs. */
export function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10)
}
