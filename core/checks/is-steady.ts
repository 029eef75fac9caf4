/** Words that stand for another value at another time, or look at more than the row. */
const restless =
  /^(?:select|values|table|with|current_\w+|local\w*|session_user|system_user|user|over|random|now|today|from)$/iu

/** Functions and keywords that may stand before a parenthesis: their values depend on their arguments alone. */
const steadyBefore =
  /^(?:and|or|not|in|is|between|then|when|else|case|like|ilike|coalesce|nullif|abs|round|floor|ceil|mod|lower|upper|trim|length|greatest|least|cast|as|decimal|numeric|varchar|char)$/iu

/** Texts that databases take for another moment each day. */
const restlessText = /\b(?:now|today|tomorrow|yesterday)\b/iu

const token = /"(?:[^"]|"")*"|'(?:[^']|'')*'|[\p{L}_][\p{L}\p{N}_]*|\d[\w.]*|\S/gu

/**
 * Whether a condition over a row says the same of it whenever it is asked: it is made of columns, constants, operators and
 * functions that are known to depend on nothing else. What is not known is taken for restless.
 */
export function isSteady(condition: string): boolean {
  // A comment could make a text of what is none.
  if (/--|\/\*|\\/u.test(condition)) return false
  const tokens = condition.match(token) ?? []
  return tokens.every((text, at) => {
    if (text.startsWith('"')) return tokens[at + 1] !== '('
    if (text.startsWith("'")) return !restlessText.test(text)
    if (!/^[\p{L}_]/u.test(text)) return !/[${}@#]/u.test(text)
    if (restless.test(text)) return false
    return tokens[at + 1] !== '(' || steadyBefore.test(text)
  })
}
