/**
 * An identifier in double quotes, those inside doubled.
 * @throws RangeError for a name with a NUL character, which no database can hold
 */
export function quoteIdentifier(identifier: string): string {
  refuseNul(identifier)
  return `"${identifier.replaceAll('"', '""')}"`
}

/**
 * A text literal in single quotes, those inside doubled; a backslash stands for itself.
 * @throws RangeError for a text with a NUL character, which databases cannot hold
 */
export function textLiteral(text: string): string {
  refuseNul(text)
  return `'${text.replaceAll("'", "''")}'`
}

/**
 * A number as SQL writes it. A negative one stands in parentheses, so that a minus sign before it does not start a comment.
 * @throws RangeError for numbers that are not finite
 */
export function numberLiteral(value: number): string {
  if (!Number.isFinite(value)) throw new RangeError(`${value} has no literal`)
  return value < 0 ? `(${value})` : String(Math.abs(value))
}

function refuseNul(text: string): void {
  if (text.includes('\0')) throw new RangeError('a text with a NUL character has no literal')
}
