// Rows that are missing and rows that were not expected → a table that shows cell by cell how they differ.
import { compareTextRows, type TextRow } from '../read-texts.ts'

/** Rows that differ, in lines of cells: the sign and the values. */
export interface Difference {
  readonly rows: readonly (readonly string[])[]
  /** How many rows differ, those that are not shown included. */
  readonly differing: number
}

/**
 * Pairs each missing row with the row that is most like it, if they have at least one value in common, and shows both in
 * one line.
 */
export function pairRows(
  unsortedMissing: readonly TextRow[],
  unsortedSurplus: readonly TextRow[],
  most: number,
): Difference {
  const missing = unsortedMissing.toSorted(compareTextRows)
  const surplus = unsortedSurplus.toSorted(compareTextRows)
  const left = new Set(surplus.keys())
  const pairs = missing.map((row) => {
    const index = mostLike(row, surplus, left)
    if (index !== undefined) left.delete(index)
    return { row, found: index === undefined ? undefined : surplus[index] }
  })
  const differing = pairs.length + left.size
  const lines = [
    ...pairs.map(({ row, found }) => (found === undefined ? ['-', ...row.map(cell)] : compare(row, found))),
    ...[...left].map((index) => ['+', ...(surplus[index] ?? []).map(cell)]),
  ]
  return { rows: lines.slice(0, most), differing }
}

function mostLike(row: TextRow, others: readonly TextRow[], left: ReadonlySet<number>): number | undefined {
  let best: number | undefined
  let most = 0
  for (const index of left) {
    const common = row.filter((value, at) => isSame(value, others[index]?.[at])).length
    if (common <= most) continue
    best = index
    most = common
  }
  return best
}

function compare(expected: TextRow, found: TextRow): readonly string[] {
  const cells = expected.map((value, at) => {
    const other = found[at] ?? null
    return isSame(value, other) ? cell(value) : `${cell(value)} → ${cell(other)}`
  })
  return ['~', ...cells]
}

/** Numbers are the same with and without zeros at their end. */
function isSame(a: string | null, b: string | null | undefined): boolean {
  return a === b || (isText(a) && isText(b) && trimZeros(a) === trimZeros(b))
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string'
}

function trimZeros(text: string): string {
  return /^-?\d+\.\d+$/u.test(text) ? text.replace(/\.?0+$/u, '') : text
}

function cell(value: string | null): string {
  return value ?? 'NULL'
}
