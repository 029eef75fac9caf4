/** Rows of text as lines with aligned columns: the first to the left, the others to the right. */
export function alignedTable(rows: readonly (readonly (string | number)[])[]): string {
  const texts = rows.map((row) => row.map(String))
  const columns = Math.max(0, ...texts.map(({ length }) => length))
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...texts.map((row) => row[at]?.length ?? 0)),
  )
  const line = (row: readonly string[]): string =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart((widths[at] ?? 0) + 2)))
      .join('')
      .trimEnd()
  return texts.map(line).join('\n')
}
