/** A query without the semicolon that closes it. */
export function trimTrailing(query: string): string {
  return query.replace(/[\s;]+$/u, '')
}
