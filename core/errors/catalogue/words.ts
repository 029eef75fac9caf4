/** What a database said. */
export interface DatabaseWords {
  readonly message: string
  readonly detail?: string | undefined
  readonly hint?: string | undefined
}

/** A database's own sentence, with its detail on a line of its own. */
export function databaseSentence({ message, detail }: DatabaseWords): string {
  const sentence = /[.!?:]$/.test(message) || message.includes('\n') ? message : `${message}.`
  return detail === undefined ? sentence : `${sentence}\n${detail}`
}

/** A number of rows in words, with a comma between thousands. */
export function rowsOf(count: number): string {
  return `${String(count).replaceAll(/\B(?=(?:\d{3})+$)/gu, ',')} ${count === 1 ? 'row' : 'rows'}`
}

/** The cells of a table in lines; what is too long is cut. */
export function alignCells(rows: readonly (readonly string[])[]): string {
  const cut = (text: string): string => {
    const line = text.replaceAll(/\s+/gu, ' ')
    return line.length > widestCell ? `${line.slice(0, widestCell - 1)}…` : line
  }
  const cells = rows.map((row) => row.map(cut))
  const widths = (cells[0] ?? []).map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)))
  return cells
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

const widestCell = 40

/** Lines as a list. */
export function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n')
}

/** A key that stands more than once, and how often. */
export interface Duplicate {
  readonly key: readonly unknown[]
  readonly copies: number
}

/** Keys that stand more than once, a line each; as many as the limit may not be all. */
export function duplicateLines(p: {
  readonly duplicates: readonly Duplicate[]
  readonly limit: number
}): readonly string[] {
  const shown = p.duplicates.map(({ key, copies }) => `${key.map(keyValue).join(', ')}: ${copies} rows`)
  return p.duplicates.length < p.limit ? shown : [...shown, '… and possibly more']
}

function keyValue(value: unknown): string {
  return value === null ? 'NULL' : typeof value === 'string' ? `'${value}'` : JSON.stringify(value)
}
