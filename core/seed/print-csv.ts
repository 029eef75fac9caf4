/** One line of CSV (RFC 4180, ended by `\n`): NULL is an empty field, the empty text a quoted one. */
export function csvLine(cells: readonly (string | null)[]): string {
  return `${cells.map((cell) => (cell === null ? '' : csvField(cell))).join(',')}\n`
}

/** Alone on a line, Postgres takes it for the end of what is copied. */
const endOfCopy = '\\.'

function csvField(text: string): string {
  return text === '' || text === endOfCopy || /[",\r\n]|^\s|\s$/u.test(text)
    ? `"${text.replaceAll('"', '""')}"`
    : text
}
