/**
 * Whether a text may hold more than one statement: whether anything but white space and comments stands behind a semicolon
 * that is not inside a literal, a quoted name or a comment. Linear in the text's length.
 */
export function maySeveral(sql: string): boolean {
  // Nearly every statement is decided here.
  if (!/;\s*\S/.test(sql)) return false
  let ended = false
  for (let at = 0; at < sql.length;) {
    const blank = blankEnd(sql, at)
    if (blank > at) {
      at = blank
      continue
    }
    const isEnd = sql[at] === ';'
    if (ended && !isEnd) return true
    ended ||= isEnd
    at = tokenEnd(sql, at)
  }
  return false
}

/** Behind the white space or the comment that begins at an offset; the offset itself where none does. */
function blankEnd(sql: string, at: number): number {
  if (/\s/.test(sql[at] ?? '')) return at + 1
  if (sql.startsWith('--', at)) return indexAfter(sql, '\n', at)
  if (sql.startsWith('/*', at)) return commentEnd(sql, at)
  return at
}

/** Comments nest. */
function commentEnd(sql: string, start: number): number {
  let depth = 0
  const marks = /\/\*|\*\//g
  marks.lastIndex = start
  for (let mark = marks.exec(sql); mark !== null; mark = marks.exec(sql)) {
    depth += mark[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return sql.length
}

const word = /[\p{L}_][\p{L}\p{N}_$]*/uy
const dollarQuote = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy

function tokenEnd(sql: string, at: number): number {
  const character = sql[at]
  if (character === "'") return quoteEnd(sql, at, false)
  if (character === '"') return indexAfter(sql, '"', at + 1)
  if (character === '$') {
    const mark = matchAt(dollarQuote, sql, at)
    return mark === undefined ? at + 1 : indexAfter(sql, mark, at + mark.length)
  }
  const name = matchAt(word, sql, at)
  if (name === undefined) return at + 1
  const end = at + name.length
  return sql[end] === "'" && /^e$/i.test(name) ? quoteEnd(sql, end, true) : end
}

/** Behind the literal that opens at an offset. A doubled quote ends it and at once opens the next. */
function quoteEnd(sql: string, open: number, escapes: boolean): number {
  if (!escapes) return indexAfter(sql, "'", open + 1)
  for (let at = open + 1; at < sql.length; at++) {
    if (sql[at] === '\\') at++
    else if (sql[at] === "'") return at + 1
  }
  return sql.length
}

function indexAfter(sql: string, mark: string, from: number): number {
  const found = sql.indexOf(mark, from)
  return found === -1 ? sql.length : found + mark.length
}

function matchAt(pattern: RegExp, sql: string, at: number): string | undefined {
  pattern.lastIndex = at
  return pattern.exec(sql)?.[0]
}
