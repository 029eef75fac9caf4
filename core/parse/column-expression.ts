/**
 * Whether what a test names as its column is an expression: it joins texts (`country || '-' || id`) or calls a function
 * (`lower(email)`). A column that is really called so is written in quotes.
 */
export function isColumnExpression(text: string): boolean {
  return !/^".*"$/su.test(text) && /\|\||'[^']*'|[\p{L}_][\p{L}\p{N}_]*\(/u.test(text)
}
