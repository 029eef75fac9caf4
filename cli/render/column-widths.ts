/**
 * Shares the columns of a terminal among a table's columns: each gets what it needs as long as that is less than an
 * equal share of what is left; the others share the rest equally (max-min fairness). Gives the widths in the same
 * order; together they are at most `available`, or as much as all need.
 */
export function shareWidth(needed: readonly number[], available: number): readonly number[] {
  const widths = needed.map(() => 0)
  const ascending = needed.map((need, column) => ({ need, column })).sort((a, b) => a.need - b.need)
  let left = available
  for (const [position, { need, column }] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - position))
    const width = Math.min(need, share)
    widths[column] = width
    left -= width
  }
  return widths
}

/**
 * How many of the first columns can stand side by side, each with `least` columns of the terminal (or less where it
 * needs less) and `gap` between two. At least one.
 */
export function countFitting(
  needed: readonly number[],
  { available, least, gap }: { readonly available: number; readonly least: number; readonly gap: number },
): number {
  let used = 0
  for (const [position, need] of needed.entries()) {
    used += Math.min(need, least) + (position === 0 ? 0 : gap)
    if (used > available) return Math.max(1, position)
  }
  return needed.length
}
