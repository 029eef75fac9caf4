/**
 * The words that DuckDB or Postgres does not take as the name of a column unless it is quoted: what their own lists
 * call reserved, or reserved but for functions and types.
 */
export const reservedWords: ReadonlySet<string> = new Set(
  `
  all analyse analyze and anti any array as asc asof asymmetric at authorization binary both by case cast
  check collate collation column columns concurrently constraint create cross current_catalog current_date
  current_role current_schema current_time current_timestamp current_user default deferrable desc describe
  distinct do else end except false fetch for foreign freeze from full generated glob grant group having
  ilike in initially inner intersect into is isnull join lambda lateral leading left like limit localtime
  localtimestamp map natural not notnull null offset on only or order outer overlaps pivot pivot_longer
  pivot_wider placing positional primary qualify references returning right select semi session_user show
  similar some struct summarize symmetric system_user table tablesample then to trailing true try_cast
  union unique unpack unpivot user using variadic verbose when where window with
  `
    .trim()
    .split(/\s+/),
)

const plainName = /^[A-Za-z_][A-Za-z0-9_]*$/

/**
 * What a name that is written without quotes becomes: the same on every database, in lower case. Undefined for a name
 * that has to be quoted.
 */
export function foldIdentifier(name: string): string | undefined {
  const folded = name.toLowerCase()
  return plainName.test(name) && !reservedWords.has(folded) ? folded : undefined
}
