// Rows that are missing and rows that were not expected → how they differ, row by row.
import { compareTextRows, type TextRow } from '../read-texts.ts'

/** A row that differs; where a missing row and one that was not expected are alike, both are one. */
export type DifferingRow =
  | { readonly kind: 'missing'; readonly row: TextRow }
  | { readonly kind: 'surplus'; readonly row: TextRow }
  | { readonly kind: 'other'; readonly expected: TextRow; readonly found: TextRow }

/** Pairs each missing row with the row that is most like it, if they have at least one value in common. */
export function pairRows(
  unsortedMissing: readonly TextRow[],
  unsortedSurplus: readonly TextRow[],
): readonly DifferingRow[] {
  const missing = unsortedMissing.toSorted(compareTextRows)
  const surplus = unsortedSurplus.toSorted(compareTextRows)
  const left = new Set(surplus.keys())
  const pairs = missing.map((row): DifferingRow => {
    const index = mostLike(row, surplus, left)
    const found = index === undefined ? undefined : surplus[index]
    if (index === undefined || found === undefined) return { kind: 'missing', row }
    left.delete(index)
    return { kind: 'other', expected: row, found }
  })
  return [
    ...pairs,
    ...[...left].map((index): DifferingRow => ({ kind: 'surplus', row: surplus[index] ?? [] })),
  ]
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

/** Numbers are the same with and without zeros at their end. */
export function isSame(a: string | null, b: string | null | undefined): boolean {
  return a === b || (isText(a) && isText(b) && trimZeros(a) === trimZeros(b))
}

function isText(value: string | null | undefined): value is string {
  return typeof value === 'string'
}

function trimZeros(text: string): string {
  return /^-?\d+\.\d+$/u.test(text) ? text.replace(/\.?0+$/u, '') : text
}
