// SQL text → where its strings, quoted names, comments and semicolons stand.

/** A stretch of SQL that must be taken as a whole, or a semicolon. What lies between the pieces is code. */
export interface SqlPiece {
  /** `string` is also a dollar-quoted one; `name` is an identifier in quotes. */
  readonly kind: 'string' | 'name' | 'comment' | 'semicolon'
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** Whether its end was found; a piece that is not closed reaches to the end of the text. */
  readonly closed: boolean
}

/** One statement: from its first letter of code to its last, without the semicolon. */
export interface SqlStatement {
  readonly start: number
  readonly end: number
  /** Where the semicolon that ends it stands. */
  readonly semicolon?: number
}

const opening = /['";]|--|\/\*|\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/gu
const letterOfName = /[\p{L}\p{N}_$]/u

/**
 * Finds the pieces of a text, in order. Knows doubled quotes, `E'…\'…'`, `$tag$…$tag$`, `--` and nested block comments.
 * One pass; a text that is cut in the middle of a piece ends with a piece that is not closed.
 */
export function scanSql(text: string): readonly SqlPiece[] {
  const pieces: SqlPiece[] = []
  opening.lastIndex = 0
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const [open] = match
    const start = match.index
    if (open.startsWith('$') && start > 0 && letterOfName.test(text[start - 1] ?? '')) {
      opening.lastIndex = start + 1
      continue
    }
    const piece = readPiece(text, start, open)
    pieces.push(piece)
    opening.lastIndex = piece.end
  }
  return pieces
}

function readPiece(text: string, start: number, open: string): SqlPiece {
  const from = start + open.length
  if (open === ';') return { kind: 'semicolon', start, end: from, closed: true }
  if (open === '--') {
    const end = text.indexOf('\n', from)
    return { kind: 'comment', start, end: end === -1 ? text.length : end, closed: true }
  }
  const kind = open === '/*' ? 'comment' : open === '"' ? 'name' : 'string'
  const end = findEnd(text, from, open)
  return end === -1 ? { kind, start, end: text.length, closed: false } : { kind, start, end, closed: true }
}

function findEnd(text: string, from: number, open: string): number {
  if (open === '/*') return endOfComment(text, from)
  if (open.startsWith('$')) {
    const close = text.indexOf(open, from)
    return close === -1 ? -1 : close + open.length
  }
  return endOfQuotes(text, from, { quote: open, escapes: open === "'" && hasEscapes(text, from - 1) })
}

/** Whether a string that begins at the offset is an `E'…'`, in which a backslash escapes. */
function hasEscapes(text: string, start: number): boolean {
  return /[eE]/u.test(text[start - 1] ?? '') && !letterOfName.test(text[start - 2] ?? ' ')
}

function endOfQuotes(
  text: string,
  from: number,
  { quote, escapes }: { readonly quote: string; readonly escapes: boolean },
): number {
  for (let at = from; at < text.length; at++) {
    if (escapes && text[at] === '\\') at++
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1
      at++
    }
  }
  return -1
}

function endOfComment(text: string, from: number): number {
  const marks = /\/\*|\*\//gu
  marks.lastIndex = from
  let depth = 1
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return -1
}

/** The statements of a text, in order; comments and empty statements are none. */
export function splitStatements(text: string): readonly SqlStatement[] {
  const statements: SqlStatement[] = []
  let current: { readonly start: number; readonly end: number } | undefined
  let from = 0
  const extend = (start: number, end: number): void => {
    if (start < end) current = { start: current?.start ?? start, end }
  }
  for (const piece of scanSql(text)) {
    extend(...trim(text, from, piece.start))
    from = piece.end
    if (piece.kind === 'string' || piece.kind === 'name') extend(piece.start, piece.end)
    if (piece.kind !== 'semicolon') continue
    if (current !== undefined) statements.push({ ...current, semicolon: piece.start })
    current = undefined
  }
  extend(...trim(text, from, text.length))
  return current === undefined ? statements : [...statements, current]
}

/** Whether a text holds nothing but white space, comments and semicolons. */
export function isBlankSql(text: string): boolean {
  return splitStatements(text).length === 0
}

function trim(text: string, start: number, end: number): readonly [number, number] {
  const stretch = text.slice(start, end)
  const lead = stretch.length - stretch.trimStart().length
  return [start + lead, start + stretch.trimEnd().length]
}

/**
 * A text of the same length in which comments are blank and strings are written in letters that mean nothing: what is equal
 * stays equal, and no word or bracket of a string is taken for code.
 */
export function codeOf(text: string): string {
  const parts: string[] = []
  let from = 0
  for (const { kind, start, end } of scanSql(text)) {
    if (kind !== 'string' && kind !== 'comment') continue
    const piece = text.slice(start, end)
    parts.push(text.slice(from, start), piece.replaceAll(/[^\n]/gu, kind === 'string' ? mask : blank))
    from = end
  }
  return [...parts, text.slice(from)].join('')
}

function blank(letter: string): string {
  return ' '.repeat(letter.length)
}

/** A letter of the private use area for each UTF-16 code unit. */
function mask(letter: string): string {
  return [0, 1]
    .slice(0, letter.length)
    .map((at) => String.fromCodePoint(0xe000 + (letter.charCodeAt(at) & 0xfff)))
    .join('')
}
